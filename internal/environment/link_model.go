package environment

import (
	"errors"
	"fmt"

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

// createLinkEdit ensures the entry. One that is there already is taken over.
func createLinkEdit(p pair) ownership.ObjectEdit {
	return ownership.ObjectEdit{
		What: fmt.Sprintf("link Deployment %s to connection %s", p.deploymentID, p.connectionID),
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

// deleteLinkEdit removes the entry, unless a link or override of the pair was
// created in this walk, or unless the connection reaches the Deployment by
// auto-link and the entry holds an override: then it stays for the override.
func deleteLinkEdit(s *walkState, p pair) ownership.ObjectEdit {
	removes := func(autoLink bool, fields []string) bool {
		return !s.events(p).ensured && (!autoLink || len(fields) == 0)
	}
	return ownership.ObjectEdit{
		What: fmt.Sprintf("remove the link of Deployment %s from connection %s", p.deploymentID, p.connectionID),
		Apply: func(fresh *astro.EnvironmentObject, request *astro.UpdateEnvironmentObjectRequest) (bool, error) {
			if requestedEntry(request, p.deploymentID) != nil && !removes(autoLinks(fresh), fieldsAfter(fresh, request, p.deploymentID)) {
				return false, nil
			}
			// An entry may be left out of this write already, because its Deployment is gone.
			ownership.RemoveLink(request, p.deploymentID)
			return ownership.FindLink(fresh, p.deploymentID) != nil, nil
		},
		Stands: func(after *astro.EnvironmentObject) error {
			link := ownership.FindLink(after, p.deploymentID)
			if link != nil && removes(autoLinks(after), overriddenFields(link)) {
				return errors.New("the link is back")
			}
			return nil
		},
	}
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
