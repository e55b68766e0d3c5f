package environment

import (
	"maps"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

// operationTimeout bounds one operation unless the timeouts attribute says otherwise.
const operationTimeout = 10 * time.Minute

// connectionModel is astro_connection in configuration, plan and state.
type connectionModel struct {
	ID                types.String   `tfsdk:"id"`
	WorkspaceID       types.String   `tfsdk:"workspace_id"`
	DeploymentID      types.String   `tfsdk:"deployment_id"`
	Key               types.String   `tfsdk:"key"`
	Type              types.String   `tfsdk:"type"`
	Host              types.String   `tfsdk:"host"`
	Port              types.Int64    `tfsdk:"port"`
	Login             types.String   `tfsdk:"login"`
	Schema            types.String   `tfsdk:"schema"`
	Password          types.String   `tfsdk:"password"`
	PasswordWO        types.String   `tfsdk:"password_wo"`
	PasswordWOVersion types.Int64    `tfsdk:"password_wo_version"`
	Extra             extraValue     `tfsdk:"extra"`
	ExtraWO           types.String   `tfsdk:"extra_wo"`
	ExtraWOVersion    types.Int64    `tfsdk:"extra_wo_version"`
	AuthTypeID        types.String   `tfsdk:"auth_type_id"`
	Description       types.String   `tfsdk:"description"`
	AutoLink          types.Bool     `tfsdk:"auto_link_deployments"`
	AllowSecretLoss   types.Bool     `tfsdk:"allow_secret_loss"`
	ForceDestroy      types.Bool     `tfsdk:"force_destroy"`
	Timeouts          timeouts.Value `tfsdk:"timeouts"`
}

// scopeKey names what a connection belongs to.
type scopeKey struct{ scope, entityID string }

func (m *connectionModel) scope() scopeKey {
	if m.DeploymentID.ValueString() != "" {
		return scopeKey{astro.ScopeDeployment, m.DeploymentID.ValueString()}
	}
	return scopeKey{astro.ScopeWorkspace, m.WorkspaceID.ValueString()}
}

// connectionKey is what must be unique.
func (m *connectionModel) connectionKey() connectionKey {
	return connectionKey{m.scope(), m.Key.ValueString()}
}

// keyKnown tells whether key and scope are known.
func (m *connectionModel) keyKnown() bool {
	return !m.Key.IsUnknown() && !m.WorkspaceID.IsUnknown() && !m.DeploymentID.IsUnknown()
}

// importID is how the connection would be imported by key.
func (m *connectionModel) importID() string {
	if s := m.scope(); s.scope == astro.ScopeDeployment {
		return deploymentPrefix + s.entityID + "/" + m.Key.ValueString()
	}
	return m.WorkspaceID.ValueString() + "/" + m.Key.ValueString()
}

// declared names the attributes that a configuration sets, of those that are
// cleared when they are removed from it.
func (m *connectionModel) declared() []string {
	var names []string
	for name, isNull := range map[string]bool{
		"host": m.Host.IsNull(), "login": m.Login.IsNull(), "schema": m.Schema.IsNull(), "port": m.Port.IsNull(),
		"extra": m.Extra.IsNull(), "description": m.Description.IsNull(), "auto_link_deployments": m.AutoLink.IsNull(),
	} {
		if !isNull {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// memory is what private state remembers of the configuration of a new connection.
func (m *connectionModel) memory() memory {
	return memory{Configured: m.declared(), SecretMembers: namesOf(m.secretMembers())}
}

// secretMembers are the members of extra_wo that are at hand, which only a
// configuration holds: secrets may be null where nothing is sent.
func (m *connectionModel) secretMembers() astro.Extra {
	members := membersOf(extraValue{m.ExtraWO})
	maps.DeleteFunc(members, func(_ string, value any) bool { return value == nil || value == "" })
	return members
}

// secrets are the write-only secrets of a configuration, with the versions that
// the state has; nil on create.
func (m *connectionModel) secrets(state *connectionModel) writeOnlySecrets {
	if state == nil {
		state = &connectionModel{}
	}
	return newWriteOnlySecrets(m.PasswordWO, m.ExtraWO, m.PasswordWOVersion, m.ExtraWOVersion, state.PasswordWOVersion, state.ExtraWOVersion)
}

// createRequest is the request that creates the connection as planned; config
// holds the write-only values, which a plan never does.
func (m *connectionModel) createRequest(config *connectionModel) *astro.CreateEnvironmentObjectRequest {
	scope := m.scope()
	request := &astro.CreateEnvironmentObjectRequest{
		ObjectKey: m.Key.ValueString(), ObjectType: astro.ObjectTypeConnection, Scope: scope.scope, ScopeEntityID: scope.entityID,
		Description: sentText(m.Description),
		Connection: &astro.ConnectionRequest{
			Type: m.Type.ValueString(), AuthTypeID: sentText(m.AuthTypeID), Host: sentText(m.Host), Login: sentText(m.Login),
			Schema: sentText(m.Schema), Port: m.Port.ValueInt64Pointer(), Password: sentText(m.Password),
		},
	}
	if scope.scope == astro.ScopeWorkspace {
		flag := m.AutoLink.ValueBool()
		request.AutoLinkDeployments = &flag
	}
	if request.Connection.Password == nil {
		request.Connection.Password = sentText(config.PasswordWO)
	}
	if extra := merged(membersOf(m.Extra), config.secretMembers()); len(extra) > 0 {
		request.Connection.Extra = extra
	}
	return request
}

// fromAPI takes over what the API answers. Secrets keep their prior value as
// long as setFields says that they are set.
func (m *connectionModel) fromAPI(object *astro.EnvironmentObject, known memory) {
	m.Key = types.StringValue(object.ObjectKey)
	m.WorkspaceID, m.DeploymentID = types.StringNull(), types.StringNull()
	if object.Scope == astro.ScopeDeployment {
		m.DeploymentID = types.StringValue(object.ScopeEntityID)
	} else {
		m.WorkspaceID = types.StringValue(object.ScopeEntityID)
	}
	m.Description = shownText(object.Description, m.Description)
	m.AutoLink = types.BoolValue(autoLinks(object))
	c, set := object.Connection, setFields(object.SetFields)
	m.Type = types.StringValue(c.Type)
	m.Host, m.Login, m.Schema = shownText(c.Host, m.Host), shownText(c.Login, m.Login), shownText(c.Schema, m.Schema)
	m.Port = types.Int64PointerValue(c.Port)
	if c.ConnectionAuthType != nil && m.AuthTypeID.ValueString() != "" {
		m.AuthTypeID = types.StringValue(c.ConnectionAuthType.ID)
	}
	believable := set.reliable(showsValue(c))
	if believable && !set.has("password") {
		m.Password, m.PasswordWOVersion = keepEmpty(m.Password), types.Int64Null()
	}
	m.extraFromAPI(c, set, known)
	for _, name := range known.SecretMembers {
		if believable && !set.hasMember(name) {
			m.ExtraWOVersion = types.Int64Null()
		}
	}
}

// extraFromAPI shows the members of extra that are no secrets. A secret-looking
// member counts only when the configuration's own extra names it, a null one is
// none, and one that Astro did not remove stays hidden.
func (m *connectionModel) extraFromAPI(c *astro.Connection, set setFields, known memory) {
	prior := membersOf(m.Extra)
	wanted := namesOf(prior)
	for name, value := range c.Extra {
		if _, named := prior[name]; !named && value != "" && !isSecretMember(c.ConnectionAuthType, name) {
			wanted = append(wanted, name)
		}
	}
	wanted = slices.DeleteFunc(wanted, func(name string) bool {
		value, shown := c.Extra[name]
		return slices.Contains(known.SecretMembers, name) || (shown && (value == nil || known.leftBehind(name, value)))
	})
	m.Extra = keepExtra(m.Extra, observed(c.Extra, set, prior, wanted))
}

// keepExtra keeps the prior spelling, and the difference between null and an
// empty object, where the members are the same.
func keepExtra(prior extraValue, members astro.Extra) extraValue {
	if !prior.IsNull() && !prior.IsUnknown() && sameJSON(map[string]any(membersOf(prior)), map[string]any(members)) {
		return prior
	}
	return extraOf(members)
}

// showsValue tells whether an answer shows a value that setFields must name.
func showsValue(c *astro.Connection) bool {
	return c.Port != nil || len(c.Extra) > 0 || slices.ContainsFunc([]*string{c.Host, c.Login, c.Schema},
		func(text *string) bool { return text != nil && *text != "" })
}

// sentText is a text as a request carries it: "" means the same as null.
func sentText(v types.String) *string {
	if v.ValueString() == "" {
		return nil
	}
	return v.ValueStringPointer()
}

// shownText is a text as a state shows it. The API does not tell "" from
// nothing (API facts, J.3), so a "" of the configuration stays.
func shownText(answer *string, prior types.String) types.String {
	if answer == nil || *answer == "" {
		return keepEmpty(prior)
	}
	return types.StringValue(*answer)
}

func keepEmpty(prior types.String) types.String {
	if !prior.IsNull() && !prior.IsUnknown() && prior.ValueString() == "" {
		return prior
	}
	return types.StringNull()
}

// visibleMembers are the members of an answer that may be written back: no
// secrets, no masks.
func visibleMembers(extra astro.Extra, authType *astro.ConnectionAuthType) astro.Extra {
	visible := maps.Clone(extra)
	maps.DeleteFunc(visible, func(name string, value any) bool { return value == "" || isSecretMember(authType, name) })
	return visible
}
