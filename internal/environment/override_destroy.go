package environment

import (
	"errors"
	"slices"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/ownership"
)

// deleteOverrideEdit unsets the fields of an override. The entry stays, unless
// the link of the pair was destroyed in this walk and nothing is left in it.
// Fields that another override of the pair set in this walk stay, too. On an
// entry that is gone the work is done.
func deleteOverrideEdit(s *walkState, p pair, fields []string) ownership.ObjectEdit {
	own := func() []string {
		kept := s.events(p).fields
		return slices.DeleteFunc(slices.Clone(fields), func(f string) bool { return slices.Contains(kept, f) })
	}
	takesEntry := func() bool { e := s.events(p); return e.linkRemoved && !e.ensured }
	c := &overrideChange{pair: p, set: &astro.ConnectionOverrides{}}
	return ownership.ObjectEdit{
		What: "remove the override of connection " + p.connectionID + " in Deployment " + p.deploymentID,
		Apply: func(fresh *astro.EnvironmentObject, request *astro.UpdateEnvironmentObjectRequest) (bool, error) {
			entry, link := requestedEntry(request, p.deploymentID), ownership.FindLink(fresh, p.deploymentID)
			if entry == nil {
				// Gone, or left out of this write because its Deployment is.
				return link != nil, nil
			}
			changed := unsetFields(entry, link, own())
			if takesEntry() && len(fieldsAfter(fresh, request, p.deploymentID)) == 0 {
				return ownership.RemoveLink(request, p.deploymentID), nil
			}
			return changed, nil
		},
		Stands: func(after *astro.EnvironmentObject) error {
			if link := ownership.FindLink(after, p.deploymentID); takesEntry() && link != nil && len(overriddenFields(link)) == 0 {
				return errors.New("the link is back")
			}
			c.unset = own()
			return c.stands(after)
		},
	}
}
