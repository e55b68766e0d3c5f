package environment

import (
	"errors"
	"fmt"
	"sync/atomic"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/ownership"
)

// linkModel is astro_connection_link in configuration, plan and state.
type linkModel struct {
	ConnectionID types.String   `tfsdk:"connection_id"`
	DeploymentID types.String   `tfsdk:"deployment_id"`
	WorkspaceID  types.String   `tfsdk:"workspace_id"`
	Timeouts     timeouts.Value `tfsdk:"timeouts"`
}

func (m *linkModel) pair() pair {
	return pair{m.ConnectionID.ValueString(), m.DeploymentID.ValueString()}
}

func (m *linkModel) ids() (connectionID, deploymentID types.String) {
	return m.ConnectionID, m.DeploymentID
}

// createLinkEdit ensures the entry. One that is there already is taken over.
func createLinkEdit(p pair) ownership.ObjectEdit {
	return ownership.ObjectEdit{
		What: fmt.Sprintf("link Deployment %s to connection %s", p.deploymentID, p.connectionID), Part: p.deploymentID, Ensures: true,
		Apply: func(fresh *astro.EnvironmentObject, request *astro.UpdateEnvironmentObjectRequest) (bool, error) {
			if err := firstRefusal(checkObject(fresh, p)); err != nil {
				return false, err
			}
			added := requestedEntry(request, p.deploymentID) == nil
			ownership.EnsureLink(request, p.deploymentID)
			return added, nil
		},
		Stands: func(after *astro.EnvironmentObject) error {
			if ownership.FindLink(after, p.deploymentID) == nil {
				return errors.New("the link is not there")
			}
			return nil
		},
	}
}

// linkRemoval is the destruction of a link.
type linkRemoval struct {
	state *walkState
	pair  pair
	// replaces: the link is destroyed to be created anew, of another pair.
	replaces bool
	// certain: nobody of this walk is going to create the pair. Until that is so,
	// an entry with the override fields of others is left alone, and hesitated is true.
	certain, hesitated atomic.Bool
	// spared: the entry was left to a call that creates the pair and has not ended.
	spared atomic.Bool
}

// removes tells whether the entry goes. It stays when a link or override of the
// pair is created in this walk, and for an override: on a connection that
// reaches the Deployment by auto-link, and when the link is only replaced.
func (l *linkRemoval) removes(autoLink bool, fields []string) bool {
	v := l.state.view(l.pair)
	if v.ensured || ((autoLink || l.replaces) && len(fields) > 0) {
		return false
	}
	if v.ensuring {
		l.spared.Store(true)
	}
	return !v.ensuring
}

// edit takes the entry out of the connection's list.
func (l *linkRemoval) edit() ownership.ObjectEdit {
	p := l.pair
	return ownership.ObjectEdit{
		What: fmt.Sprintf("remove the link of Deployment %s from connection %s", p.deploymentID, p.connectionID), Part: p.deploymentID, Removes: true,
		Apply: func(fresh *astro.EnvironmentObject, request *astro.UpdateEnvironmentObjectRequest) (bool, error) {
			if requestedEntry(request, p.deploymentID) != nil {
				fields := fieldsAfter(fresh, request, p.deploymentID)
				if !l.removes(autoLinks(fresh), fields) || l.hesitates(fields) {
					return false, nil
				}
			}
			// An entry may be left out of this write already, because its Deployment is gone.
			ownership.RemoveLink(request, p.deploymentID)
			return ownership.FindLink(fresh, p.deploymentID) != nil, nil
		},
		Stands: func(after *astro.EnvironmentObject) error {
			link := ownership.FindLink(after, p.deploymentID)
			if link != nil && l.removes(autoLinks(after), overriddenFields(link)) && !l.hesitates(overriddenFields(link)) {
				return errors.New("the link is back")
			}
			return nil
		},
	}
}

// hesitates tells that the entry has fields that no override of this walk gives
// up, while it is not certain that nobody creates the pair.
func (l *linkRemoval) hesitates(fields []string) bool {
	if l.certain.Load() || len(without(fields, l.state.view(l.pair).released)) == 0 {
		return false
	}
	l.hesitated.Store(true)
	return true
}

// firstRefusal is the first finding that refuses, as an error.
func firstRefusal(findings []fwkit.Finding) error {
	for _, f := range findings {
		if !f.Warning {
			return &fwkit.Refusal{Findings: []fwkit.Finding{f}}
		}
	}
	return nil
}
