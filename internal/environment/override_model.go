package environment

import (
	"maps"
	"slices"
	"strings"

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

func (m *overrideModel) ids() (connectionID, deploymentID types.String) {
	return m.ConnectionID, m.DeploymentID
}

// overriding are the members of a value that override something. A null member
// overrides nothing, as a null argument does.
func overriding(v extraValue) astro.Extra {
	members := membersOf(v)
	maps.DeleteFunc(members, func(_ string, value any) bool { return value == nil })
	return members
}

// secretMembers are the members of extra_wo, which only a configuration holds,
// and may not hold either where it is not sent.
func (m *overrideModel) secretMembers() astro.Extra {
	members := overriding(extraValue{m.ExtraWO})
	maps.DeleteFunc(members, func(_ string, value any) bool { return value == "" })
	return members
}

// secrets are the write-only secrets of a configuration; state is nil on create.
func (m *overrideModel) secrets(state *overrideModel) writeOnlySecrets {
	if state == nil {
		state = &overrideModel{}
	}
	return newWriteOnlySecrets(m.PasswordWO, m.ExtraWO, m.PasswordWOVersion, m.ExtraWOVersion, state.PasswordWOVersion, state.ExtraWOVersion)
}

// secretNames are the members of extra_wo that a plan owns: those of the
// configuration when they are sent, else those that were sent before.
func (m *overrideModel) secretNames(state, config *overrideModel, known memory) []string {
	switch {
	case m.ExtraWOVersion.IsNull():
		return nil
	case m.ExtraWOVersion.Equal(state.ExtraWOVersion):
		return known.SecretMembers
	}
	return namesOf(config.secretMembers())
}

// memory is what private state remembers of a create or update.
func (m *overrideModel) memory(state, config *overrideModel, known memory) memory {
	secret := m.secretNames(state, config, known)
	return memory{SecretMembers: secret, Imported: without(known.Imported, m.fields(secret))}
}

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
	for _, member := range append(namesOf(overriding(m.Extra)), secretMembers...) {
		names = append(names, extraPrefix+member)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// owns names what a state owns, the secrets that it knows by name included.
func (m *overrideModel) owns(known memory) []string {
	names := append(m.fields(known.SecretMembers), known.Imported...)
	slices.Sort(names)
	return slices.Compact(names)
}

// ownsNothing is true of a state just imported: it names the pair alone.
func (m *overrideModel) ownsNothing(known memory) bool {
	return len(m.fields(known.Imported)) == 0 && m.Extra.IsNull() && m.ExtraWOVersion.IsNull()
}

// takeAll takes over every field that an entry has, as an import does: into the
// state what reads show, and into the memory the names of the others, which are
// secret. So the destruction of an imported override leaves no secret behind.
func (m *overrideModel) takeAll(entry *readLink) memory {
	if o := entry.link.ConnectionOverrides; o != nil {
		none := types.StringNull()
		m.Type, m.Host, m.Login, m.Schema = shownText(o.Type, none), shownText(o.Host, none), shownText(o.Login, none), shownText(o.Schema, none)
		m.Port = types.Int64PointerValue(o.Port)
		m.Extra = extraOf(visibleMembers(o.Extra, entry.object.Connection.ConnectionAuthType))
	}
	return memory{Imported: without(overriddenFields(entry.link), append(m.fields(nil), "extra"))}
}

// fromAPI shows drift of the fields that the state owns, and of no others. Of
// secrets it tells only whether they are still set. It gives back what is to be
// remembered from now on.
func (m *overrideModel) fromAPI(entry *readLink, known memory) memory {
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
	if prior := overriding(m.Extra); !m.Extra.IsNull() {
		if now := observed(o.Extra, set, prior, namesOf(prior)); !sameJSON(map[string]any(prior), map[string]any(now)) {
			m.Extra = extraOf(now)
		}
	}
	for _, name := range known.SecretMembers {
		if believable && !set.hasMember(name) {
			m.ExtraWOVersion = types.Int64Null()
		}
	}
	if believable {
		known.Imported = slices.DeleteFunc(slices.Clone(known.Imported), func(name string) bool {
			member, isMember := strings.CutPrefix(name, extraPrefix)
			return !set.has(name) && (!isMember || !set.hasMember(member))
		})
	}
	return known
}
