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
	body, changed := request.Connection, false
	for _, f := range c.texts() {
		if f.changes() {
			// What is left out is cleared, but for the description (API facts, E.5).
			if *f.sent(request) = sentText(f.plan); f.name == "description" {
				*f.sent(request) = ptrTo(f.plan.ValueString())
			}
			changed = changed || textOf(f.shown(fresh)) != f.plan.ValueString()
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
		body.Extra, changed = c.extra(fresh), true
	}
	return changed, nil
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

// password is what the update sends as password; "" asks Astro to clear it.
func (c *connectionChange) password() (text string, send bool) {
	switch {
	case !c.plan.PasswordWOVersion.IsNull():
		return c.config.PasswordWO.ValueString(), !c.plan.PasswordWOVersion.Equal(c.state.PasswordWOVersion) && c.config.PasswordWO.ValueString() != ""
	case c.plan.Password.ValueString() != "":
		return c.plan.Password.ValueString(), !c.plan.Password.Equal(c.state.Password)
	default:
		return "", c.state.Password.ValueString() != "" || !c.state.PasswordWOVersion.IsNull()
	}
}

// ownsExtra tells whether extra as a whole is this resource's: declared now, or cleared by this plan.
func (c *connectionChange) ownsExtra() bool { return !c.config.Extra.IsNull() || c.plan.Extra.IsNull() }

func (c *connectionChange) sendsExtra() bool {
	return !c.plan.Extra.means(c.state.Extra) || !c.plan.ExtraWOVersion.Equal(c.state.ExtraWOVersion) ||
		(c.config.ExtraWO.IsNull() && len(c.known.SecretMembers) > 0)
}

// extra is the whole extra to send: the secret members always go with it, and
// where extra is not managed, what the API shows of it. An update is merged into
// what stands, so a member that is to go is sent as null (API facts, E.5).
func (c *connectionChange) extra(fresh *astro.EnvironmentObject) astro.Extra {
	base := membersOf(c.plan.Extra)
	if !c.ownsExtra() {
		base = visibleMembers(fresh.Connection.Extra, fresh.Connection.ConnectionAuthType)
		for _, name := range c.known.SecretMembers {
			delete(base, name)
		}
	}
	extra := merged(base, c.config.secretMembers())
	for _, name := range c.removedMembers(extra) {
		if _, there := fresh.Connection.Extra[name]; there || slices.Contains(fresh.SetFields, extraPrefix+name) {
			extra[name] = nil
		}
	}
	return extra
}

// removedMembers names the members that the update takes away.
func (c *connectionChange) removedMembers(wanted astro.Extra) []string {
	removed := slices.Clone(c.known.SecretMembers)
	if c.ownsExtra() {
		removed = append(removed, namesOf(membersOf(c.state.Extra))...)
	}
	slices.Sort(removed)
	return slices.DeleteFunc(slices.Compact(removed), func(name string) bool { _, stays := wanted[name]; return stays })
}

// membersAtRisk names the members of extra that have a value, cannot be read
// and are declared nowhere here: an update of extra may drop them.
func (c *connectionChange) membersAtRisk(object *astro.EnvironmentObject) []string {
	if object.Connection == nil {
		return nil
	}
	declared, shown := merged(membersOf(c.plan.Extra), c.config.secretMembers()), object.Connection.Extra
	return slices.DeleteFunc(setFields(object.SetFields).members(), func(name string) bool {
		_, here := declared[name]
		value, there := shown[name]
		_, before := membersOf(c.state.Extra)[name]
		return here || before || (there && value != "") || slices.Contains(c.known.SecretMembers, name)
	})
}

// stands tells whether what the update set is there. What it cleared is judged
// by kept, because an API that does not clear would otherwise look like another writer.
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
	if text, send := c.password(); send && text != "" && set.reliable(showsValue(after.Connection)) && !set.has("password") {
		missing = append(missing, "password")
	}
	if c.sendsExtra() {
		missing = append(missing, missingMembers(c.extra(after), after.Connection.Extra, set)...)
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
		if want[name] == nil {
			continue // judged by kept
		}
		value, shown := answer[name]
		masked := !shown || value == ""
		if (masked && want[name] != "" && set.reliable(len(answer) > 0) && !set.hasMember(name)) || (!masked && !sameJSON(value, want[name])) {
			missing = append(missing, extraPrefix+name)
		}
	}
	return missing
}

// kept names what the update was to clear and Astro still has.
func (c *connectionChange) kept(after *astro.EnvironmentObject) []string {
	if after.Connection == nil {
		return nil
	}
	var kept []string
	for _, f := range c.texts() {
		if f.changes() && f.plan.ValueString() == "" && textOf(f.shown(after)) != "" {
			kept = append(kept, f.name)
		}
	}
	if c.plan.Port.IsNull() && !c.state.Port.IsNull() && after.Connection.Port != nil {
		kept = append(kept, "port")
	}
	set := setFields(after.SetFields)
	if text, send := c.password(); send && text == "" && set.has("password") {
		kept = append(kept, "password")
	}
	if !c.sendsExtra() {
		return kept
	}
	for name, value := range c.extra(after) {
		if value == nil {
			kept = append(kept, extraPrefix+name)
		}
	}
	slices.Sort(kept)
	return kept
}

func ptrTo[T any](value T) *T { return &value }

func textOf(p *string) string {
	if p == nil {
		return ""
	}
	return *p
}
