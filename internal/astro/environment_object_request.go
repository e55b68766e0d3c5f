package astro

// CreateEnvironmentObjectRequest is the body of CreateEnvironmentObject (API facts, E.2).
type CreateEnvironmentObjectRequest struct {
	ObjectKey           string             `json:"objectKey"`
	ObjectType          string             `json:"objectType"`
	Scope               string             `json:"scope"`
	ScopeEntityID       string             `json:"scopeEntityId"`
	Description         *string            `json:"description,omitzero"`
	AutoLinkDeployments *bool              `json:"autoLinkDeployments,omitzero"`
	Connection          *ConnectionRequest `json:"connection,omitzero"`
}

// UpdateEnvironmentObjectRequest is the body of UpdateEnvironmentObject. Links,
// ExcludeLinks and AutoLinkDeployments are always sent: the API empties what is
// absent (API facts, E.5). One typed body must be there, also for a change of
// links only.
type UpdateEnvironmentObjectRequest struct {
	Description         *string               `json:"description,omitzero"`
	AutoLinkDeployments bool                  `json:"autoLinkDeployments"`
	Links               []LinkRequest         `json:"links"`
	ExcludeLinks        []ExcludeLink         `json:"excludeLinks"`
	Connection          *ConnectionRequest    `json:"connection,omitzero"`
	AirflowVariable     *VariableRequest      `json:"airflowVariable,omitzero"`
	EnvironmentVariable *VariableRequest      `json:"environmentVariable,omitzero"`
	MetricsExport       *MetricsExportRequest `json:"metricsExport,omitzero"`
}

// ConnectionRequest is the typed body of a CONNECTION, for create and update.
// Type is required in both. nil fields are not sent; "" empties a field.
type ConnectionRequest struct {
	Type       string  `json:"type"`
	AuthTypeID *string `json:"authTypeId,omitzero"`
	Host       *string `json:"host,omitzero"`
	Login      *string `json:"login,omitzero"`
	Password   *string `json:"password,omitzero"`
	Schema     *string `json:"schema,omitzero"`
	Port       *int64  `json:"port,omitzero"`
	Extra      Extra   `json:"extra,omitzero"`
}

// VariableRequest is the typed body of a variable in an update; a secret sent
// without a value keeps it (API facts, E.5).
type VariableRequest struct {
	Value *string `json:"value,omitzero"`
}

// MetricsExportRequest is the typed body of a METRICS_EXPORT in an update.
type MetricsExportRequest struct {
	Endpoint       *string           `json:"endpoint,omitzero"`
	ExporterType   *string           `json:"exporterType,omitzero"`
	AuthType       *string           `json:"authType,omitzero"`
	Username       *string           `json:"username,omitzero"`
	SigV4AssumeARN *string           `json:"sigV4AssumeArn,omitzero"`
	SigV4STSRegion *string           `json:"sigV4StsRegion,omitzero"`
	Headers        map[string]string `json:"headers,omitzero"`
	Labels         map[string]string `json:"labels,omitzero"`
}

// LinkRequest lists one entry. Of an entry that exists and is listed without
// Overrides the API keeps the secret fields only, so whoever lists an entry
// lists the fields that reads show as well (API facts, E.5).
type LinkRequest struct {
	Scope         string            `json:"scope"`
	ScopeEntityID string            `json:"scopeEntityId"`
	Overrides     *OverridesRequest `json:"overrides,omitzero"`
}

// OverridesRequest is the override of one entry: one typed body, and the names
// of fields to remove. Secret fields that it does not name are kept; visible
// ones may not be (API facts, E.5). A field must not be both set and unset in
// one request.
type OverridesRequest struct {
	Connection          *ConnectionOverrides  `json:"connection,omitzero"`
	AirflowVariable     *VariableRequest      `json:"airflowVariable,omitzero"`
	EnvironmentVariable *VariableRequest      `json:"environmentVariable,omitzero"`
	MetricsExport       *MetricsExportRequest `json:"metricsExport,omitzero"`
	UnsetFields         []string              `json:"unsetFields,omitzero"`
}
