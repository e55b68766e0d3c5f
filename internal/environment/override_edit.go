package environment

import (
	"fmt"
	"maps"
	"slices"
	"sync/atomic"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/ownership"
)

// maxUnset is how many fields of an entry one update may unset (API facts, Appendix 2.22).
const maxUnset = 100

// overrideChange is a create, update or destroy of an override: what it sets
// and what it unsets, and nothing else of the entry.
type overrideChange struct {
	pair     pair
	what     string
	creating bool
	// owned are the fields that the state owns already; the others of set must be free.
	owned []string
	// set are the values to send; extra holds the own members, secret ones included.
	set *astro.ConnectionOverrides
	// unset names the fields to unset, members of extra dotted.
	unset []string
	// spared names fields that others of this walk have written, so that they are
	// not unset; nil where there can be none.
	spared func() []string
	// given names fields that others of this walk give up, so that they count as
	// free; nil where there can be none.
	given func() []string
	// attempted is true once the change went into a write: from then on a
	// secret of this name on the server may be the change's own.
	// The caller may look at it while the last write is still being judged.
	attempted atomic.Bool
	// refused are the fields that were not free, nil when the change was not
	// refused for that.
	refused atomic.Pointer[[]string]
}

// createChange sets everything the plan declares.
func createChange(plan, config *overrideModel) *overrideChange {
	c := &overrideChange{pair: plan.pair(), what: "override connection " + plan.pair().connectionID + " in Deployment " + plan.pair().deploymentID, creating: true}
	c.declare(plan, &overrideModel{}, config, memory{})
	return c
}

// updateChange sets what the plan changes and unsets what it no longer declares.
// Secrets that an import took over by name stay until they are declared or the
// override is destroyed: no plan could show that they go.
func updateChange(plan, state, config *overrideModel, known memory) *overrideChange {
	c := &overrideChange{pair: plan.pair(), what: "update the override of connection " + plan.pair().connectionID + " in Deployment " + plan.pair().deploymentID}
	c.declare(plan, state, config, known)
	c.owned = state.owns(known)
	c.unset = without(without(c.owned, plan.fields(plan.secretNames(state, config, known))), known.Imported)
	return c
}

// declare collects what differs between plan and state.
func (c *overrideChange) declare(plan, state, config *overrideModel, known memory) {
	c.set = &astro.ConnectionOverrides{}
	for i, target := range []**string{&c.set.Type, &c.set.Host, &c.set.Login, &c.set.Schema} {
		if f := plan.texts()[i]; !f.value.IsNull() && !f.value.Equal(state.texts()[i].value) {
			*target = f.value.ValueStringPointer()
		}
	}
	if !plan.Port.IsNull() && !plan.Port.Equal(state.Port) {
		c.set.Port = plan.Port.ValueInt64Pointer()
	}
	switch {
	case !plan.PasswordWOVersion.IsNull():
		if !plan.PasswordWOVersion.Equal(state.PasswordWOVersion) {
			c.set.Password = config.PasswordWO.ValueStringPointer()
		}
	case !plan.Password.IsNull() && !plan.Password.Equal(state.Password):
		c.set.Password = plan.Password.ValueStringPointer()
	}
	// An API that replaces extra as a whole must get all own members at once, as
	// far as they are at hand.
	visible := overriding(plan.Extra)
	if !sameJSON(map[string]any(visible), map[string]any(overriding(state.Extra))) || !plan.ExtraWOVersion.Equal(state.ExtraWOVersion) {
		secret, owned := config.secretMembers(), plan.secretNames(state, config, known)
		maps.DeleteFunc(secret, func(name string, _ any) bool { return !slices.Contains(owned, name) })
		if own := merged(visible, secret); len(own) > 0 {
			c.set.Extra = own
		}
	}
}

// edit is the change as the ownership layer carries it out.
func (c *overrideChange) edit() ownership.ObjectEdit {
	// Terraform taints an override whose create returns an error, see Create.
	return ownership.ObjectEdit{What: c.what, Part: c.pair.deploymentID, Fragile: c.creating, Apply: c.apply, Stands: c.stands}
}

func (c *overrideChange) apply(fresh *astro.EnvironmentObject, request *astro.UpdateEnvironmentObjectRequest) (bool, error) {
	if err := firstRefusal(checkObject(fresh, c.pair)); err != nil {
		return false, err
	}
	link := ownership.FindLink(fresh, c.pair.deploymentID)
	if err := c.checkFree(link); err != nil {
		return false, err
	}
	added := requestedEntry(request, c.pair.deploymentID) == nil
	entry := ownership.EnsureLink(request, c.pair.deploymentID)
	changed := c.differs(link)
	if changed {
		ownership.SetOverride(entry, c.set)
	}
	if unsetFields(entry, link, c.unsets()) {
		changed = true
	}
	if added || changed {
		c.attempted.Store(true)
	}
	return added || changed, nil
}

// checkFree refuses fields that somebody overrides already. The same value is
// adopted, unless it is a secret, which cannot be compared.
func (c *overrideChange) checkFree(link *astro.Link) error {
	taken := c.taken(link)
	if len(taken) == 0 {
		c.refused.Store(nil)
		return nil
	}
	c.refused.Store(&taken)
	return &fwkit.Refusal{Findings: []fwkit.Finding{c.existsFinding(taken)}}
}

// taken names the fields that are not free: others own them, and no other call of
// this walk gives them up.
func (c *overrideChange) taken(link *astro.Link) []string {
	there := overriddenFields(link)
	var free []string
	if c.given != nil {
		free = c.given()
	}
	taken := slices.DeleteFunc(without(shownFields(c.set), append(free, c.owned...)), func(name string) bool {
		if !slices.Contains(there, name) {
			return true
		}
		shown := showsField(link.ConnectionOverrides, name)
		return (!shown && c.attempted.Load()) || (shown && sameField(c.set, link.ConnectionOverrides, name))
	})
	slices.Sort(taken)
	return taken
}

// existsFinding says what is in the way and whose it may be.
func (c *overrideChange) existsFinding(taken []string) fwkit.Finding {
	return fwkit.Refuse(path.Root("deployment_id"), "Connection override exists already",
		fmt.Sprintf("In Deployment %s, connection %s overrides %s already, and this run has not released %s. Nothing was changed.\n\n"+
			"When another resource of this configuration had them until now, as after a rename without a moved block, run terraform apply again: it has given them up by then. "+
			"With create_before_destroy the old values have to go first: remove it.\n\n"+
			"When another configuration or the Astro UI has set them, remove them there, leave these fields out here, or manage the override here by importing it:\n\n"+
			"  terraform import <address of this resource> %q",
			c.pair.deploymentID, c.pair.connectionID, quoteNames(taken), itOrThem(len(taken)), c.pair.String()))
}

// differs tells whether there is something to write: a secret always is, once.
func (c *overrideChange) differs(link *astro.Link) bool {
	for _, name := range shownFields(c.set) {
		if link == nil || !sameField(c.set, link.ConnectionOverrides, name) {
			return true
		}
	}
	return false
}

// stands tells whether what the change set is there and what it unset is not.
func (c *overrideChange) stands(after *astro.EnvironmentObject) error {
	link := ownership.FindLink(after, c.pair.deploymentID)
	if link == nil {
		if len(shownFields(c.set)) == 0 && !c.creating {
			return nil
		}
		return fmt.Errorf("the entry of Deployment %s is not there", c.pair.deploymentID)
	}
	set := setFields(link.SetFields)
	there := overriddenFields(link)
	var wrong []string
	for _, name := range shownFields(c.set) {
		masked := !showsField(link.ConnectionOverrides, name) && (slices.Contains(there, name) || !set.reliable(len(there) > 0))
		if !masked && !sameField(c.set, link.ConnectionOverrides, name) {
			wrong = append(wrong, name)
		}
	}
	for _, name := range c.unsets() {
		if slices.Contains(there, name) {
			wrong = append(wrong, name)
		}
	}
	if len(wrong) > 0 {
		slices.Sort(wrong)
		return fmt.Errorf("%s %s not as this run wrote it", quoteNames(wrong), isOrAre(len(wrong)))
	}
	return nil
}

// unsets names what is to be unset now.
func (c *overrideChange) unsets() []string {
	if c.spared == nil {
		return c.unset
	}
	return without(c.unset, c.spared())
}

// unsetFields removes fields from an entry of a request; only those that are
// there on the server are named. It reports whether any was. What is too much for
// one update, together with what others unset, waits for the next one.
func unsetFields(entry *astro.LinkRequest, link *astro.Link, names []string) bool {
	removed := common(names, overriddenFields(link))
	already := 0
	if entry.Overrides != nil {
		already = len(entry.Overrides.UnsetFields)
	}
	if len(removed) == 0 || already+len(removed) > maxUnset {
		return false
	}
	ownership.UnsetOverride(entry, removed...)
	return true
}
