package environment

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
)

// check judges an override's configuration by itself.
func (m *overrideModel) check(writeOnly bool) []fwkit.Finding {
	extra := m.Extra
	if members := membersOf(extra); len(overriding(extra)) < len(members) {
		extra = extraOf(overriding(extra)) // null members override nothing
	}
	findings := append(checkExtra(extra, extraValue{m.ExtraWO}, writeOnly), m.secrets(nil).checkConfig()...)
	empty := m.Port.IsNull() && m.Password.IsNull() && noMembers(m.Extra) &&
		m.PasswordWO.IsNull() && m.PasswordWOVersion.IsNull() && m.ExtraWO.IsNull() && m.ExtraWOVersion.IsNull()
	for _, f := range m.texts() {
		empty = empty && f.value.IsNull()
	}
	if empty {
		findings = append(findings, fwkit.Refuse(path.Empty(), "Override without a value",
			"An override needs at least one of host, port, login, schema, type, password, password_wo, extra and extra_wo; null members of extra override nothing. "+
				"To link the Deployment without other values, use astro_connection_link."))
	}
	return findings
}

// noMembers tells a value that is known to override nothing; malformed texts
// have a finding of their own.
func noMembers(v extraValue) bool {
	if v.IsNull() {
		return true
	}
	_, err := parseExtra(v.ValueString())
	return !v.IsUnknown() && err == nil && len(overriding(v)) == 0
}

// baseValues is the connection that an override is laid over.
type baseValues struct {
	key      string
	autoLink bool
	values   astro.ConnectionRequest
	// unknown names values that are not known yet.
	unknown []string
	// password tells whether the connection has one, or is planned to.
	password bool
	// authType is nil where the API does not give it, or where it is about to change.
	authType *astro.ConnectionAuthType
}

// baseOf gives the connection as planned in this walk, else as read.
func (s *walkState) baseOf(id string, object *astro.EnvironmentObject) baseValues {
	c := object.Connection
	base := baseValues{
		key: object.ObjectKey, autoLink: autoLinks(object), authType: c.ConnectionAuthType,
		values:   astro.ConnectionRequest{Type: c.Type, Host: c.Host, Login: c.Login, Schema: c.Schema, Port: c.Port, Extra: c.Extra},
		password: len(object.SetFields) == 0 || setFields(object.SetFields).has("password"), // an empty list tells nothing
	}
	if planned, ok := s.planned(id); ok {
		base.autoLink, base.values, base.unknown = planned.autoLink, planned.request, planned.unknown
		base.password = base.password || planned.password
		if !planned.sameAuthType {
			base.authType = nil
		}
	}
	return base
}

// checkAgainst judges the override's fields against its connection; unknown
// values are never judged.
func (m *overrideModel) checkAgainst(base baseValues, config *overrideModel) []fwkit.Finding {
	findings := m.checkSame(base)
	if base.authType == nil || len(base.authType.Parameters) == 0 || !m.Type.IsNull() {
		return findings // the parameters are not known, or are those of another type
	}
	for _, f := range m.texts() {
		if f.name != "type" && !f.value.IsNull() {
			findings = append(findings, checkField(base, f.name, f.value.ValueString(), f.value.IsUnknown())...)
		}
	}
	if !m.Port.IsNull() {
		findings = append(findings, checkField(base, "port", strconv.FormatInt(m.Port.ValueInt64(), 10), m.Port.IsUnknown())...)
	}
	if !m.Password.IsNull() || !m.PasswordWOVersion.IsNull() {
		findings = append(findings, checkField(base, "password", "", true)...)
	}
	extra := overriding(m.Extra)
	for _, name := range namesOf(extra) {
		findings = append(findings, checkMember(base, "extra", name, extra[name])...)
	}
	secret := config.secretMembers()
	for _, name := range namesOf(secret) {
		findings = append(findings, checkMember(base, "extra_wo", name, secret[name])...)
	}
	return findings
}

// checkSame warns of values that are the connection's own: they change nothing
// today, and hide a later change of the connection.
func (m *overrideModel) checkSame(base baseValues) []fwkit.Finding {
	var findings []fwkit.Finding
	same := func(attribute, field string) {
		findings = append(findings, fwkit.Warn(path.Root(attribute), "Override equals the connection",
			fmt.Sprintf("The override sets %s to the value that connection %q has itself. It has no effect now, and hides a later change of the connection from this Deployment.",
				field, base.key)))
	}
	known := func(name string) bool { return !slices.Contains(base.unknown, name) }
	own := map[string]string{
		"type": base.values.Type, "host": textOf(base.values.Host), "login": textOf(base.values.Login), "schema": textOf(base.values.Schema),
	}
	for _, f := range m.texts() {
		if known(f.name) && !f.value.IsUnknown() && f.value.ValueString() != "" && f.value.ValueString() == own[f.name] {
			same(f.name, f.name)
		}
	}
	if known("port") && !m.Port.IsNull() && !m.Port.IsUnknown() && base.values.Port != nil && *base.values.Port == m.Port.ValueInt64() {
		same("port", "port")
	}
	for name, value := range overriding(m.Extra) {
		if there, ok := base.values.Extra[name]; known("extra") && ok && value != "" && sameJSON(there, value) {
			same("extra", fmt.Sprintf("the member %q of extra", name))
		}
	}
	return findings
}

// linksDeployment tells that an override gives a Deployment a connection it does not have.
func linksDeployment(object *astro.EnvironmentObject, p pair) fwkit.Finding {
	return fwkit.Warn(pathDeployment, "Override links the Deployment",
		fmt.Sprintf("Connection %q (%s) is Restricted and Deployment %s is not linked to it. An override is a link with values, so this one links the Deployment, "+
			"and destroying it leaves the link. Declare an astro_connection_link and let the override refer to it to have both under control.",
			object.ObjectKey, p.connectionID, p.deploymentID))
}

// importedSecrets says what an import took over besides what it shows.
func importedSecrets(p pair, names []string) []fwkit.Finding {
	if len(names) == 0 {
		return nil
	}
	return []fwkit.Finding{fwkit.Warn(pathDeployment, "Import takes over secrets by name",
		fmt.Sprintf("In Deployment %s, connection %s overrides %s, whose values Astro does not return. They belong to this resource from now on: "+
			"destroying it unsets them. Declare them in password_wo or extra_wo to set them; what is not declared stays as it is until then.",
			p.deploymentID, p.connectionID, quoteNames(names)))}
}
