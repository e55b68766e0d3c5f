package environment

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
)

// change writes the update and gives the object afterwards; nil after an error.
// What the configuration no longer sets is left out, which clears it (API facts,
// E.5). What is there all the same is asked for once more in so many words: ""
// for a text, JSON null for a member of extra. What stays even then is a warning
// and managed no more: it would be the same at every later apply.
func (r *connectionResource) change(ctx context.Context, c *connectionChange, diags *diag.Diagnostics) *astro.EnvironmentObject {
	after, err := r.write(ctx, c)
	if err != nil {
		r.FieldAttributes().AddError(diags, "Could not update connection", err)
		return nil
	}
	c.kept = c.stillThere(after)
	if slices.ContainsFunc(c.kept, canBeAskedFor) {
		again, err := r.write(ctx, c)
		switch {
		case err == nil:
			after, c.kept = again, c.stillThere(again)
		case astro.StatusOf(err) != http.StatusBadRequest: // it may not take a null
			r.FieldAttributes().AddError(diags, "Could not update connection", err)
			return nil
		}
	}
	if len(c.kept) > 0 {
		fwkit.AddFindings(diags, c.keptWarning())
	}
	return after
}

func (r *connectionResource) write(ctx context.Context, c *connectionChange) (*astro.EnvironmentObject, error) {
	after, err := r.Data.Editor.EnvironmentObject(ctx, c.plan.ID.ValueString(), c.edit())
	at := c.plan.scope()
	return after, r.Data.Walk.JudgeIn(ctx, err, at.scope, at.entityID)
}

// canBeAskedFor tells the fields whose removal can be asked for otherwise than
// by leaving them out. A port cannot: 0 is none, and null is the same as nothing.
func canBeAskedFor(field string) bool { return field != "port" && field != "description" }

// stillThere names what the update was to clear and Astro still has.
func (c *connectionChange) stillThere(after *astro.EnvironmentObject) []string {
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
	if !c.sendsExtra() {
		return kept
	}
	for _, name := range c.removedMembers() {
		value, shown := after.Connection.Extra[name]
		if (shown && value != "") || setFields(after.SetFields).has(extraPrefix+name) {
			kept = append(kept, extraPrefix+name)
		}
	}
	return kept
}

// keptWarning tells what Astro did not clear.
func (c *connectionChange) keptWarning() fwkit.Finding {
	attribute, _, _ := strings.Cut(c.kept[0], ".")
	return fwkit.Warn(path.Root(attribute), "Astro keeps what was removed",
		fmt.Sprintf("Connection %q (%s) was updated, but Astro still has a value for %s, which the configuration no longer sets. "+
			"The provider does not replace a connection for this, because that would destroy its links and overrides. "+
			"What is left behind is not managed any more and plans do not show it. If it does harm, clear it in the Astro UI, or set it to a harmless value.",
			c.plan.Key.ValueString(), c.plan.ID.ValueString(), quoteNames(c.kept)))
}

// memory is what private state remembers after the update.
func (c *connectionChange) memory(after *astro.EnvironmentObject) memory {
	m := memory{Configured: c.config.declared(), SecretMembers: c.secretNames(), LeftBehind: map[string]string{}}
	if after.Connection == nil {
		return m
	}
	own, shown, set := c.ownMembers(), after.Connection.Extra, setFields(after.SetFields)
	maps.Copy(m.LeftBehind, c.known.LeftBehind)
	maps.DeleteFunc(m.LeftBehind, func(name, _ string) bool {
		value, there := shown[name]
		_, declared := own[name]
		return declared || slices.Contains(m.SecretMembers, name) || (!set.has(extraPrefix+name) && (!there || value == ""))
	})
	for _, field := range c.kept {
		name, isMember := strings.CutPrefix(field, extraPrefix)
		if !isMember {
			continue
		}
		m.LeftBehind[name] = ""
		if value, there := shown[name]; there && !slices.Contains(c.known.SecretMembers, name) && !isSecretMember(after.Connection.ConnectionAuthType, name) {
			m.LeftBehind[name] = markOf(value)
		}
	}
	return m
}

// checkDroppedPassword warns that a password which is declared no more stays:
// the platform cannot clear one (API facts, E.5).
func (m *connectionModel) checkDroppedPassword(state *connectionModel) []fwkit.Finding {
	at := path.Root("password")
	if !state.PasswordWOVersion.IsNull() {
		at = path.Root("password_wo")
	}
	managed := func(password types.String, version types.Int64) bool { return !password.IsNull() || !version.IsNull() }
	if managed(m.Password, m.PasswordWOVersion) || !managed(state.Password, state.PasswordWOVersion) {
		return nil
	}
	return []fwkit.Finding{fwkit.Warn(at, "Password stays on the connection",
		fmt.Sprintf("The configuration of connection %q no longer has a password. Astro has no way to clear one, so the connection keeps the one it has, and this resource does not manage it any more. "+
			"To make it useless, set another one first. To get rid of it, the connection has to be made anew (terraform apply -replace), which takes its links and overrides along.",
			state.Key.ValueString()))}
}
