package environment

import (
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/ownership"
)

// connectionChange is an update of a connection's own fields: those that the
// plan changes, and no others.
type connectionChange struct {
	plan, state, config *connectionModel
	known               memory
	// kept are fields that an update has left out and that Astro still has: the
	// next one asks for their removal in so many words.
	kept []string
}

// edit is the change as the ownership layer carries it out.
func (c *connectionChange) edit() ownership.ObjectEdit {
	return ownership.ObjectEdit{
		What: fmt.Sprintf("update connection %q (%s)", c.plan.Key.ValueString(), c.plan.ID.ValueString()), Apply: c.apply, Stands: c.stands,
	}
}

func (c *connectionChange) apply(fresh *astro.EnvironmentObject, request *astro.UpdateEnvironmentObjectRequest) (bool, error) {
	if fresh.Connection == nil || request.Connection == nil {
		return false, &fwkit.Refusal{Findings: []fwkit.Finding{fwkit.Refuse(path.Root("id"), "Could not update connection", "The object "+c.plan.ID.ValueString()+" is not a connection.")}}
	}
	if err := firstRefusal(c.checkSecretLoss(fresh)); err != nil {
		return false, err
	}
	body, changed := request.Connection, false
	for _, f := range c.texts() {
		if f.changes() {
			text := f.plan.ValueString()
			changed = changed || textOf(f.shown(fresh)) != text
			*f.sent(request) = c.asSent(f.name, text)
		}
	}
	if !c.plan.Port.Equal(c.state.Port) {
		body.Port = c.plan.Port.ValueInt64Pointer()
		changed = changed || !types.Int64PointerValue(fresh.Connection.Port).Equal(c.plan.Port)
	}
	if !c.plan.Type.Equal(c.state.Type) {
		body.Type = c.plan.Type.ValueString()
		body.AuthTypeID = nil // it described the parameters of the old type
		changed = true
	}
	if c.plan.AuthTypeID.ValueString() != "" && (!c.plan.AuthTypeID.Equal(c.state.AuthTypeID) || body.AuthTypeID == nil) {
		changed = changed || !c.plan.AuthTypeID.Equal(c.state.AuthTypeID)
		body.AuthTypeID = c.plan.AuthTypeID.ValueStringPointer()
	}
	if !c.plan.AutoLink.Equal(c.state.AutoLink) {
		request.AutoLinkDeployments = c.plan.AutoLink.ValueBool()
		changed = changed || autoLinks(fresh) != c.plan.AutoLink.ValueBool()
	}
	if password, send := c.password(); send {
		body.Password, changed = &password, true
	}
	if c.sendsExtra() {
		body.Extra, changed = c.extra(body.Extra), true
	}
	return changed, nil
}

// asSent is a text as an update sends it. A field of a connection is cleared by
// leaving it out; where that did not do, by the empty text. Whether leaving out
// clears a description is not known, the empty text does (API facts, E.5).
func (c *connectionChange) asSent(name, text string) *string {
	if text == "" && name != "description" && !slices.Contains(c.kept, name) {
		return nil
	}
	return &text
}

// changedText is a text field whose place in answer and request is known.
type changedText struct {
	name        string
	plan, state types.String
	shown       func(*astro.EnvironmentObject) *string
	sent        func(*astro.UpdateEnvironmentObjectRequest) **string
}

func (f changedText) changes() bool { return f.plan.ValueString() != f.state.ValueString() }

func (c *connectionChange) texts() []changedText {
	type object = astro.EnvironmentObject
	type request = astro.UpdateEnvironmentObjectRequest
	return []changedText{
		{"host", c.plan.Host, c.state.Host, func(o *object) *string { return o.Connection.Host }, func(r *request) **string { return &r.Connection.Host }},
		{"login", c.plan.Login, c.state.Login, func(o *object) *string { return o.Connection.Login }, func(r *request) **string { return &r.Connection.Login }},
		{"schema", c.plan.Schema, c.state.Schema, func(o *object) *string { return o.Connection.Schema }, func(r *request) **string { return &r.Connection.Schema }},
		{"description", c.plan.Description, c.state.Description, func(o *object) *string { return o.Description }, func(r *request) **string { return &r.Description }},
	}
}

// password is what the update sends as password. One that is declared no more is
// not sent: the platform cannot clear a password (API facts, E.5).
func (c *connectionChange) password() (text string, send bool) {
	if !c.plan.PasswordWOVersion.IsNull() {
		text = c.config.PasswordWO.ValueString()
		return text, text != "" && !c.plan.PasswordWOVersion.Equal(c.state.PasswordWOVersion)
	}
	text = c.plan.Password.ValueString()
	return text, text != "" && !c.plan.Password.Equal(c.state.Password)
}

// stands tells whether what the update set is there. What it cleared is judged
// by stillThere, because an API that does not clear would otherwise look like another writer.
func (c *connectionChange) stands(after *astro.EnvironmentObject) error {
	if after.Connection == nil {
		return fmt.Errorf("the object is no connection any more")
	}
	var missing []string
	for _, f := range c.texts() {
		if want := f.plan.ValueString(); f.changes() && want != "" && textOf(f.shown(after)) != want {
			missing = append(missing, f.name)
		}
	}
	if !c.plan.Port.IsNull() && !c.plan.Port.Equal(c.state.Port) && !types.Int64PointerValue(after.Connection.Port).Equal(c.plan.Port) {
		missing = append(missing, "port")
	}
	if !c.plan.Type.Equal(c.state.Type) && after.Connection.Type != c.plan.Type.ValueString() {
		missing = append(missing, "type")
	}
	if !c.plan.AutoLink.Equal(c.state.AutoLink) && autoLinks(after) != c.plan.AutoLink.ValueBool() {
		missing = append(missing, "auto_link_deployments")
	}
	set := setFields(after.SetFields)
	if _, send := c.password(); send && set.reliable(showsValue(after.Connection)) && !set.has("password") {
		missing = append(missing, "password")
	}
	if c.sendsExtra() {
		missing = append(missing, missingMembers(c.ownMembers(), after.Connection.Extra, set)...)
	}
	if len(missing) > 0 {
		return fmt.Errorf("%s %s not as this run wrote it", quoteNames(missing), isOrAre(len(missing)))
	}
	return nil
}

// missingMembers names the members that an answer lacks or shows otherwise. A
// blank or absent one may be masked: then setFields decides.
func missingMembers(want, answer astro.Extra, set setFields) []string {
	var missing []string
	for _, name := range namesOf(want) {
		value, shown := answer[name]
		masked := !shown || value == ""
		if (masked && want[name] != "" && set.reliable(len(answer) > 0) && !set.hasMember(name)) || (!masked && !sameJSON(value, want[name])) {
			missing = append(missing, extraPrefix+name)
		}
	}
	return missing
}

func textOf(p *string) string {
	if p == nil {
		return ""
	}
	return *p
}
