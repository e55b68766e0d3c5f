package environment

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
)

// ownsExtra tells whether extra as a whole is this resource's: declared now, or cleared by this plan.
func (c *connectionChange) ownsExtra() bool { return !c.config.Extra.IsNull() || c.plan.Extra.IsNull() }

// sendsExtra tells whether the update changes extra.
func (c *connectionChange) sendsExtra() bool {
	return !c.plan.Extra.means(c.state.Extra) || c.changesSecretMembers()
}

// changesSecretMembers tells that members of extra_wo are sent anew or declared no more.
func (c *connectionChange) changesSecretMembers() bool {
	return !c.plan.ExtraWOVersion.Equal(c.state.ExtraWOVersion) || (c.plan.ExtraWOVersion.IsNull() && len(c.known.SecretMembers) > 0)
}

// ownMembers are the members that the update sets. Secret ones go along whenever
// they are at hand: where nothing of them changes they do no harm.
func (c *connectionChange) ownMembers() astro.Extra {
	own := astro.Extra{}
	if c.ownsExtra() {
		own = membersOf(c.plan.Extra)
	}
	return merged(own, c.config.secretMembers())
}

// removedMembers names the members that are declared no more.
func (c *connectionChange) removedMembers() []string {
	var names []string
	if c.ownsExtra() {
		names = namesOf(membersOf(c.state.Extra))
	}
	if c.changesSecretMembers() {
		names = append(names, c.known.SecretMembers...)
	}
	own := c.ownMembers()
	names = slices.DeleteFunc(names, func(name string) bool { _, stays := own[name]; return stays })
	slices.Sort(names)
	return slices.Compact(names)
}

// extra is the extra to send: what the update carries of the connection's, own
// members laid over it, those that are declared no more left out. Whether Astro
// merges it into the one it has or replaces that, the visible members come out
// the same. Members that were left out before and are still there are sent as
// JSON null (API facts, E.5). It is never nil: {} empties it.
func (c *connectionChange) extra(carried astro.Extra) astro.Extra {
	extra := merged(carried, c.ownMembers())
	for _, name := range c.removedMembers() {
		delete(extra, name)
		if slices.Contains(c.kept, extraPrefix+name) {
			extra[name] = nil
		}
	}
	return extra
}

// secretNames are the names of secret members after the update.
func (c *connectionChange) secretNames() []string {
	switch {
	case c.config.ExtraWOVersion.IsNull():
		return nil
	case c.changesSecretMembers():
		return namesOf(c.config.secretMembers())
	case !c.sendsExtra():
		return c.known.SecretMembers
	}
	names := append(namesOf(c.config.secretMembers()), c.known.SecretMembers...)
	slices.Sort(names)
	return slices.Compact(names)
}

// unseenMembers names the members of extra that have a value, are not shown and
// are declared nowhere here, so that an update of extra leaves it to Astro to
// keep them. It certainly does so with those that the auth type calls secret
// (API facts, E.5); those are not among them.
func (c *connectionChange) unseenMembers(object *astro.EnvironmentObject) []string {
	if object.Connection == nil {
		return nil
	}
	var own []string
	for _, extra := range []astro.Extra{membersOf(c.plan.Extra), membersOf(c.state.Extra), membersOf(extraValue{c.config.ExtraWO})} {
		own = append(own, namesOf(extra)...)
	}
	own = append(append(own, c.known.SecretMembers...), slices.Sorted(maps.Keys(c.known.LeftBehind))...)
	return slices.DeleteFunc(setFields(object.SetFields).members(), func(name string) bool {
		parameter := extraParameter(object.Connection.ConnectionAuthType, name)
		value, shown := object.Connection.Extra[name]
		return slices.Contains(own, name) || (shown && !readsMasked(value)) || (parameter != nil && parameter.IsSecret)
	})
}

// readsMasked tells a value that may stand for a hidden one.
func readsMasked(value any) bool {
	text, isText := value.(string)
	return isText && (text == "" || strings.Trim(text, "*") == "")
}

// checkSecretLoss refuses to write extra where members might be lost that
// nobody could bring back, unless the configuration consents.
func (c *connectionChange) checkSecretLoss(object *astro.EnvironmentObject) []fwkit.Finding {
	if !c.sendsExtra() || c.plan.AllowSecretLoss.ValueBool() {
		return nil
	}
	names := c.unseenMembers(object)
	if len(names) == 0 {
		return nil
	}
	return []fwkit.Finding{
		fwkit.Refuse(path.Root("extra"), "Secret members of extra are not declared",
			fmt.Sprintf("Connection %q has members of extra that Astro does not show and this configuration does not declare: %s. "+
				"They cannot be sent along when extra changes, and whether Astro then keeps them is established only for members that the connection's authentication method calls secret, "+
				"which it does not say of these. A lost secret cannot be brought back. Choose one:%s",
				object.ObjectKey, quoteNames(names), bullets([]string{
					"declare them in extra_wo with extra_wo_version, so that they are sent along;",
					"leave extra and extra_wo as they are: all other arguments can be changed;",
					"consent: allow_secret_loss = true writes extra all the same. If Astro drops one of them, the apply fails and names it.",
				}))),
	}
}
