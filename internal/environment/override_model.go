package environment

import (
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

// overrideModel is astro_connection_override in configuration, plan and state.
type overrideModel struct {
	ConnectionID      types.String   `tfsdk:"connection_id"`
	DeploymentID      types.String   `tfsdk:"deployment_id"`
	WorkspaceID       types.String   `tfsdk:"workspace_id"`
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
	Timeouts          timeouts.Value `tfsdk:"timeouts"`
}

func (m *overrideModel) pair() pair {
	return pair{m.ConnectionID.ValueString(), m.DeploymentID.ValueString()}
}

// secretMembers are the members of extra_wo, which only a configuration holds.
func (m *overrideModel) secretMembers() astro.Extra { return membersOf(extraValue{m.ExtraWO}) }

// memory is what private state remembers of a configuration.
func (m *overrideModel) memory() memory { return memory{SecretMembers: namesOf(m.secretMembers())} }

// overrideTextField is a plain text of an override.
type overrideTextField struct {
	name  string
	value types.String
}

// texts are the plain texts, by the API's names for them.
func (m *overrideModel) texts() []overrideTextField {
	return []overrideTextField{{"type", m.Type}, {"host", m.Host}, {"login", m.Login}, {"schema", m.Schema}}
}

// fields names what a plan or state owns, members of extra dotted.
func (m *overrideModel) fields(secretMembers []string) []string {
	var names []string
	for _, f := range m.texts() {
		if !f.value.IsNull() {
			names = append(names, f.name)
		}
	}
	if !m.Port.IsNull() {
		names = append(names, "port")
	}
	if !m.Password.IsNull() || !m.PasswordWOVersion.IsNull() {
		names = append(names, "password")
	}
	for _, member := range append(namesOf(membersOf(m.Extra)), secretMembers...) {
		names = append(names, extraPrefix+member)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// ownsNothing is true of a state just imported: it names the pair alone.
func (m *overrideModel) ownsNothing() bool {
	return len(m.fields(nil)) == 0 && m.Extra.IsNull() && m.ExtraWOVersion.IsNull()
}

// takeAll takes over every field that an entry shows, as an import does.
// Secrets cannot be read: they become owned when the configuration declares them.
func (m *overrideModel) takeAll(entry *readLink) {
	o := entry.link.ConnectionOverrides
	if o == nil {
		return
	}
	none := types.StringNull()
	m.Type, m.Host, m.Login, m.Schema = shownText(o.Type, none), shownText(o.Host, none), shownText(o.Login, none), shownText(o.Schema, none)
	m.Port = types.Int64PointerValue(o.Port)
	m.Extra = extraOf(visibleMembers(o.Extra, entry.object.Connection.ConnectionAuthType))
}

// fromAPI shows drift of the fields that the state owns, and of no others. Of
// secrets it tells only whether they are still set.
func (m *overrideModel) fromAPI(entry *readLink, known memory) {
	o := entry.link.ConnectionOverrides
	if o == nil {
		o = &astro.ConnectionOverrides{}
	}
	set := setFields(entry.link.SetFields)
	believable := set.reliable(len(shownFields(o)) > 0)
	for _, f := range []struct {
		state  *types.String
		answer *string
	}{{&m.Type, o.Type}, {&m.Host, o.Host}, {&m.Login, o.Login}, {&m.Schema, o.Schema}} {
		if !f.state.IsNull() {
			*f.state = shownText(f.answer, types.StringNull())
		}
	}
	if !m.Port.IsNull() {
		m.Port = types.Int64PointerValue(o.Port)
	}
	if believable && !set.has("password") {
		m.Password, m.PasswordWOVersion = types.StringNull(), types.Int64Null()
	}
	if prior := membersOf(m.Extra); !m.Extra.IsNull() {
		m.Extra = keepExtra(m.Extra, observed(o.Extra, set, prior, namesOf(prior)))
	}
	for _, name := range known.SecretMembers {
		if believable && !set.hasMember(name) {
			m.ExtraWOVersion = types.Int64Null()
		}
	}
}
