package environment

import (
	"fmt"
	"slices"
	"sync/atomic"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/ownership"
)

// overrideChange is a create, update or destroy of an override: what it sets
// and what it unsets, and nothing else of the entry.
type overrideChange struct {
	pair     pair
	what     string
	creating bool
	// set are the values to send; extra holds the own members, secret ones included.
	set *astro.ConnectionOverrides
	// unset names the fields to unset, members of extra dotted.
	unset []string
	// attempted is true once the change went into a write: from then on a
	// secret of this name on the server may be the change's own.
	// The caller may look at it while the last write is still being judged.
	attempted atomic.Bool
}

// createChange sets everything the plan declares.
func createChange(plan, config *overrideModel) *overrideChange {
	c := &overrideChange{pair: plan.pair(), what: "override connection " + plan.pair().connectionID + " in Deployment " + plan.pair().deploymentID, creating: true}
	c.declare(plan, &overrideModel{}, config)
	return c
}

// updateChange sets what the plan changes and unsets what it no longer declares.
func updateChange(plan, state, config *overrideModel, known memory) *overrideChange {
	c := &overrideChange{pair: plan.pair(), what: "update the override of connection " + plan.pair().connectionID + " in Deployment " + plan.pair().deploymentID}
	c.declare(plan, state, config)
	owned := plan.fields(namesOf(config.secretMembers()))
	for _, name := range state.fields(known.SecretMembers) {
		if !slices.Contains(owned, name) {
			c.unset = append(c.unset, name)
		}
	}
	return c
}

// declare collects what differs between plan and state.
func (c *overrideChange) declare(plan, state, config *overrideModel) {
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
	// An API that replaces extra as a whole must get all own members at once.
	if !plan.Extra.means(state.Extra) || !plan.ExtraWOVersion.Equal(state.ExtraWOVersion) {
		if own := merged(membersOf(plan.Extra), config.secretMembers()); len(own) > 0 {
			c.set.Extra = own
		}
	}
}

// edit is the change as the ownership layer carries it out.
func (c *overrideChange) edit() ownership.ObjectEdit {
	return ownership.ObjectEdit{What: c.what, Apply: c.apply, Stands: c.stands}
}

func (c *overrideChange) apply(fresh *astro.EnvironmentObject, request *astro.UpdateEnvironmentObjectRequest) (bool, error) {
	if err := firstRefusal(checkObject(fresh, c.pair)); err != nil {
		return false, err
	}
	link := ownership.FindLink(fresh, c.pair.deploymentID)
	if c.creating {
		if err := firstRefusal(c.checkFree(link)); err != nil {
			return false, err
		}
	}
	added := requestedEntry(request, c.pair.deploymentID) == nil
	entry := ownership.EnsureLink(request, c.pair.deploymentID)
	changed := c.differs(link)
	if changed {
		ownership.SetOverride(entry, c.set)
	}
	if unsetFields(entry, link, c.unset) {
		changed = true
	}
	if added || changed {
		c.attempted.Store(true)
	}
	return added || changed, nil
}

// checkFree refuses a create whose fields somebody overrides already. The same
// value is adopted, unless it is a secret, which cannot be compared.
func (c *overrideChange) checkFree(link *astro.Link) []fwkit.Finding {
	if taken := c.taken(link); len(taken) > 0 {
		return []fwkit.Finding{c.existsFinding(taken)}
	}
	return nil
}

// taken names the fields that checkFree refuses.
func (c *overrideChange) taken(link *astro.Link) []string {
	var taken []string
	there := overriddenFields(link)
	for _, name := range shownFields(c.set) {
		if !slices.Contains(there, name) {
			continue
		}
		if shown := showsField(link.ConnectionOverrides, name); (!shown && !c.attempted.Load()) || (shown && !sameField(c.set, link.ConnectionOverrides, name)) {
			taken = append(taken, name)
		}
	}
	slices.Sort(taken)
	return taken
}

func (c *overrideChange) existsFinding(taken []string) fwkit.Finding {
	return fwkit.Refuse(path.Root("deployment_id"), "Connection override exists already",
		fmt.Sprintf("In Deployment %s, connection %s overrides %s already, by another configuration or by the Astro UI. Nothing was changed. "+
			"Remove it there, leave these fields out here, or manage the override here by importing it:\n\n"+
			"  terraform import <address of this resource> %q\n\n"+
			"When this resource replaces one of the same pair with create_before_destroy, remove create_before_destroy: the old values have to go first.",
			c.pair.deploymentID, c.pair.connectionID, quoteNames(taken), c.pair.String()))
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
	for _, name := range c.unset {
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

// unsetFields removes fields from an entry of a request; only those that are
// there on the server are named. It reports whether any was.
func unsetFields(entry *astro.LinkRequest, link *astro.Link, names []string) bool {
	there := overriddenFields(link)
	removed := slices.DeleteFunc(slices.Clone(names), func(name string) bool { return !slices.Contains(there, name) })
	if len(removed) > 0 {
		ownership.UnsetOverride(entry, removed...)
	}
	return len(removed) > 0
}
