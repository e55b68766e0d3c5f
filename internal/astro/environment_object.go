package astro

import (
	"context"
	"net/url"
	"strconv"
)

// The types of objects in the Environment Manager (API facts, E.2).
const (
	ObjectTypeConnection          = "CONNECTION"
	ObjectTypeAirflowVariable     = "AIRFLOW_VARIABLE"
	ObjectTypeEnvironmentVariable = "ENVIRONMENT_VARIABLE"
	ObjectTypeMetricsExport       = "METRICS_EXPORT"
)

// The scopes of an environment object, its links and its excludes (API facts, E.2).
const (
	ScopeWorkspace  = "WORKSPACE"
	ScopeDeployment = "DEPLOYMENT"
)

// EnvironmentObject is an object of the Environment Manager as read (API facts,
// E.2). Secrets are masked; SetFields tells which fields have a value,
// members of extra dotted ("extra.private_key").
type EnvironmentObject struct {
	ID                  *string         `json:"id,omitempty"`
	ObjectKey           string          `json:"objectKey" answer:"required"`
	ObjectType          string          `json:"objectType" answer:"required"`
	Scope               string          `json:"scope" answer:"required"`
	ScopeEntityID       string          `json:"scopeEntityId" answer:"required"`
	Description         *string         `json:"description,omitempty"`
	AutoLinkDeployments *bool           `json:"autoLinkDeployments,omitempty"`
	Links               []Link          `json:"links,omitempty"`
	ExcludeLinks        []ExcludeLink   `json:"excludeLinks,omitempty"`
	Connection          *Connection     `json:"connection,omitempty"`
	AirflowVariable     *VariableValue  `json:"airflowVariable,omitempty"`
	EnvironmentVariable *VariableValue  `json:"environmentVariable,omitempty"`
	MetricsExport       *MetricsExport  `json:"metricsExport,omitempty"`
	SourceScope         *string         `json:"sourceScope,omitempty"`
	SourceScopeEntityID *string         `json:"sourceScopeEntityId,omitempty"`
	SetFields           []string        `json:"setFields" answer:"required"`
	CreatedAt           *string         `json:"createdAt,omitempty"`
	CreatedBy           *SubjectProfile `json:"createdBy,omitempty"`
	UpdatedAt           *string         `json:"updatedAt,omitempty"`
	UpdatedBy           *SubjectProfile `json:"updatedBy,omitempty"`
}

// Connection is the typed body of a CONNECTION as read.
type Connection struct {
	Type               string              `json:"type" answer:"required"`
	Host               *string             `json:"host,omitempty"`
	Login              *string             `json:"login,omitempty"`
	Password           *string             `json:"password,omitempty"`
	Schema             *string             `json:"schema,omitempty"`
	Port               *int64              `json:"port,omitempty"`
	Extra              Extra               `json:"extra,omitempty"`
	ConnectionAuthType *ConnectionAuthType `json:"connectionAuthType,omitempty"`
}

// ConnectionAuthType describes the parameters a connection type takes, where
// the API resolved them; not every organization gets it (API facts, E.2).
type ConnectionAuthType struct {
	ID                  string              `json:"id"`
	Name                string              `json:"name"`
	AirflowType         string              `json:"airflowType"`
	AuthMethodName      string              `json:"authMethodName"`
	Description         string              `json:"description"`
	ProviderPackageName string              `json:"providerPackageName"`
	Parameters          []AuthTypeParameter `json:"parameters"`
}

// AuthTypeParameter is one parameter of an auth type: a field of the
// connection or, with IsInExtra, a member of its extra.
type AuthTypeParameter struct {
	AirflowParamName string  `json:"airflowParamName"`
	FriendlyName     string  `json:"friendlyName"`
	DataType         string  `json:"dataType"`
	Description      string  `json:"description"`
	IsRequired       bool    `json:"isRequired"`
	IsSecret         bool    `json:"isSecret"`
	IsInExtra        bool    `json:"isInExtra"`
	Pattern          *string `json:"pattern,omitempty"`
	Example          *string `json:"example,omitempty"`
}

// VariableValue is the typed body of an Airflow or environment variable; the
// value of a secret reads as "" (API facts, E.4).
type VariableValue struct {
	Value    string `json:"value"`
	IsSecret bool   `json:"isSecret" answer:"required"`
}

// MetricsExport is the typed body of a METRICS_EXPORT as read.
type MetricsExport struct {
	Endpoint       string            `json:"endpoint"`
	ExporterType   string            `json:"exporterType"`
	AuthType       *string           `json:"authType,omitempty"`
	Username       *string           `json:"username,omitempty"`
	SigV4AssumeARN *string           `json:"sigV4AssumeArn,omitempty"`
	SigV4STSRegion *string           `json:"sigV4StsRegion,omitempty"`
	Headers        map[string]string `json:"headers,omitempty"`
	Labels         map[string]string `json:"labels,omitempty"`
}

// Link is one entry of an object's links as read, with its override if it has one.
type Link struct {
	Scope                        string                  `json:"scope" answer:"required"`
	ScopeEntityID                string                  `json:"scopeEntityId" answer:"required"`
	SetFields                    []string                `json:"setFields" answer:"beside Overrides"`
	ConnectionOverrides          *ConnectionOverrides    `json:"connectionOverrides,omitempty"`
	AirflowVariableOverrides     *ValueOverride          `json:"airflowVariableOverrides,omitempty"`
	EnvironmentVariableOverrides *ValueOverride          `json:"environmentVariableOverrides,omitempty"`
	MetricsExportOverrides       *MetricsExportOverrides `json:"metricsExportOverrides,omitempty"`
}

// ConnectionOverrides are the fields a link overrides, as read; secrets are
// masked and told by the link's SetFields.
type ConnectionOverrides struct {
	Type     *string `json:"type,omitempty"`
	Host     *string `json:"host,omitempty"`
	Login    *string `json:"login,omitempty"`
	Password *string `json:"password,omitempty"`
	Schema   *string `json:"schema,omitempty"`
	Port     *int64  `json:"port,omitempty"`
	Extra    Extra   `json:"extra,omitempty"`
}

// ValueOverride is the override of a variable.
type ValueOverride struct {
	Value string `json:"value"`
}

// MetricsExportOverrides are the fields of a metrics export that a link
// overrides, as read; secrets are masked and told by the link's SetFields.
type MetricsExportOverrides struct {
	Endpoint       *string           `json:"endpoint,omitempty"`
	ExporterType   *string           `json:"exporterType,omitempty"`
	AuthType       *string           `json:"authType,omitempty"`
	Username       *string           `json:"username,omitempty"`
	SigV4AssumeARN *string           `json:"sigV4AssumeArn,omitempty"`
	SigV4STSRegion *string           `json:"sigV4StsRegion,omitempty"`
	Headers        map[string]string `json:"headers,omitempty"`
	Labels         map[string]string `json:"labels,omitempty"`
}

// ExcludeLink excludes one Deployment from auto-link.
type ExcludeLink struct {
	Scope         string `json:"scope" answer:"required"`
	ScopeEntityID string `json:"scopeEntityId" answer:"required"`
}

// EnvironmentObjectFilter narrows ListEnvironmentObjects. WorkspaceID and
// DeploymentID each mean "only objects of that scope entity" (API facts, E.4).
type EnvironmentObjectFilter struct {
	WorkspaceID  string
	DeploymentID string
	ObjectType   string
	ObjectKey    string
}

// ListEnvironmentObjects returns the objects that match the filter, by key.
// resolveLinked is always sent as false, because resolved rows have no ids.
// showSecrets is never sent, not even as false: organizations may refuse every
// request that carries it, and secrets are never wanted (API facts, E.4).
func (c *Client) ListEnvironmentObjects(ctx context.Context, filter EnvironmentObjectFilter) ([]EnvironmentObject, error) {
	return list[EnvironmentObject](ctx, c, listCall{
		operation: "list environment objects", path: "/environment-objects", inOrganization: true,
		rows: "environmentObjects", sorts: "objectKey:asc", workspaceID: filter.WorkspaceID,
		query: queryOf(map[string][]string{
			"workspaceId": {filter.WorkspaceID}, "deploymentId": {filter.DeploymentID},
			"objectType": {filter.ObjectType}, "objectKey": {filter.ObjectKey},
			"resolveLinked": {strconv.FormatBool(false)},
		}),
	})
}

// ResolveConnection returns a connection as the platform hands it to a
// Deployment: linked, with the override laid over it, without an id and without
// secrets; nil when the Deployment does not get one of that key. It is for
// looking only: in some organizations it fails (API facts, E.4).
func (c *Client) ResolveConnection(ctx context.Context, deploymentID, key string) (*EnvironmentObject, error) {
	rows, err := list[EnvironmentObject](ctx, c, listCall{
		operation: "resolve connection " + key + " for Deployment " + deploymentID, path: "/environment-objects", inOrganization: true,
		rows: "environmentObjects", sorts: "objectKey:asc", class: retryLook, anonymous: true, enough: 1,
		query: queryOf(map[string][]string{
			"deploymentId": {deploymentID}, "objectType": {ObjectTypeConnection}, "objectKey": {key},
			"resolveLinked": {strconv.FormatBool(true)},
		}),
	})
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return &rows[0], nil
}

// GetEnvironmentObject returns one object.
func (c *Client) GetEnvironmentObject(ctx context.Context, id string) (*EnvironmentObject, error) {
	return call[EnvironmentObject](ctx, c, request{
		operation: "read environment object " + id, class: retryRead, inOrganization: true, path: environmentObjectPath(id),
		target: objectTarget(id),
	})
}

// CreateEnvironmentObject creates an object and returns its id, which is all
// the API answers (API facts, E.1).
func (c *Client) CreateEnvironmentObject(ctx context.Context, body *CreateEnvironmentObjectRequest) (string, error) {
	r := request{
		operation: "create environment object " + body.ObjectKey, class: retryCreate, inOrganization: true,
		path: "/environment-objects", body: body,
	}
	created, err := call[createdObject](ctx, c, r)
	if err != nil {
		return "", err
	}
	return created.ID, nil
}

// createdObject is all that a create answers.
type createdObject struct {
	ID string `json:"id" answer:"required"`
}

// UpdateEnvironmentObject replaces the object's links, excludes and auto-link
// flag and changes its typed body. The body is made from a fresh read, so the
// client never repeats it: ownership.Editor starts over (API facts, E.5).
func (c *Client) UpdateEnvironmentObject(ctx context.Context, id string, body *UpdateEnvironmentObjectRequest) (*EnvironmentObject, error) {
	return call[EnvironmentObject](ctx, c, request{
		operation: "update environment object " + id, class: retryUpdate, inOrganization: true,
		path: environmentObjectPath(id), body: body, target: objectTarget(id),
	})
}

// DeleteEnvironmentObject deletes an object with all its links and overrides.
func (c *Client) DeleteEnvironmentObject(ctx context.Context, id string) error {
	return c.do(ctx, request{
		operation: "delete environment object " + id, class: retryDelete, inOrganization: true, path: environmentObjectPath(id),
		target: objectTarget(id),
	})
}

func (o *EnvironmentObject) identity() string {
	if o.ID == nil {
		return ""
	}
	return *o.ID
}

func objectTarget(id string) Target { return Target{Kind: KindEnvironmentObject, ID: id} }

func environmentObjectPath(id string) string {
	return "/environment-objects/" + url.PathEscape(id)
}
