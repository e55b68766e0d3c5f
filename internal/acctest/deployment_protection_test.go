package acctest_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
)

// Every immutable attribute with every protection: an error on that attribute
// while it is on, a replacement for exactly that attribute when it is off.
func TestDeploymentImmutables(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	config := fullStandard(env)
	config["is_development_mode"] = false
	created := env.Provider(t).Create(deploymentType, config)
	for attribute, value := range map[string]any{
		"workspace_id": "cm1a2b3c4d5e6f7g8h9i0j1k2", "cloud_provider": "GCP", "region": "us-west-2",
		"original_astro_runtime_version": "3.1-4", "is_development_mode": true, "type": "DEDICATED", "cluster_id": clusterNamed(t, env, "dedicated").ID,
	} {
		for name, protection := range map[string]any{"true": true, "null": nil, "false": false} {
			t.Run(attribute+" with protection "+name, func(t *testing.T) {
				p := env.Provider(t)
				before := fullStandard(env)
				before["is_development_mode"], before["deletion_protection"] = false, protection
				state := p.Update(created, before)
				after := fullStandard(env)
				// Protection taken off in the same change does not count: the state decides.
				after["is_development_mode"], after["deletion_protection"] = false, false
				after[attribute] = value
				switch attribute {
				case "type":
					after["cluster_id"] = clusterNamed(t, env, "dedicated").ID
					after["cloud_provider"], after["region"] = nil, nil
				case "cluster_id":
					after["cloud_provider"], after["region"] = nil, nil
				}
				change := p.Plan(deploymentType, state, after)
				if attribute == "cluster_id" && state.Get("cluster_id") == nil {
					contains(t, change.OK().Diagnostics.Warnings(), "cluster_id: Cluster is only recorded")
					return // the platform shows no cluster of a STANDARD Deployment: nothing to compare with
				}
				if name != "false" {
					contains(t, change.Diagnostics.Errors(), attribute+": Deployment would be replaced", "deletion_protection")
					if len(change.Replaces) != 0 {
						t.Errorf("the plan replaces for %v", change.Replaces)
					}
					return
				}
				want := []string{attribute}
				if attribute == "type" {
					want = []string{"type", "cluster_id"}
				}
				if attribute == "type" && state.Get("cluster_id") == nil {
					want = []string{"type"}
				}
				slices.Sort(want)
				got := slices.Clone(change.Replaces)
				slices.Sort(got)
				if !slices.Equal(got, want) {
					t.Errorf("replaces for %v, want %v\n%s", got, want, change.Diagnostics)
				}
			})
		}
	}
}

// A DEDICATED Deployment does not move to another cluster.
func TestDeploymentClusterImmutable(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	config := fullDedicated(t, env)
	p := env.Provider(t)
	state := p.Create(deploymentType, config)
	config["cluster_id"] = clusterNamed(t, env, "hybrid").ID
	if replaces := p.Plan(deploymentType, state, config).Replaces; !slices.Equal(replaces, []string{"cluster_id"}) {
		t.Errorf("replaces for %v", replaces)
	}
	config["cluster_id"], config["deletion_protection"] = clusterNamed(t, env, "dedicated").ID, nil
	state = p.Update(state, config)
	config["cluster_id"] = clusterNamed(t, env, "limited").ID
	contains(t, p.Plan(deploymentType, state, config).Diagnostics.Errors(), "cluster_id: Deployment would be replaced")
	config["cluster_id"] = acctest.Unknown
	if change := p.Plan(deploymentType, state, config).OK(); len(change.Replaces) != 0 {
		t.Errorf("an unknown cluster replaces for %v", change.Replaces)
	}
}

// Destroying, by protection and development mode, at plan and in Delete.
func TestDeploymentDestroyProtection(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name       string
		protection any
		developing bool
		refused    bool
	}{
		{"on", true, false, true},
		{"on, developing", true, true, true},
		{"null", nil, false, true},
		{"null, developing", nil, true, false},
		{"off", false, false, false},
		{"off, developing", false, true, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			env := acctest.Start(t)
			p := env.Provider(t)
			state := p.Create(deploymentType, deploymentObject(env, with("deletion_protection", c.protection, "is_development_mode", c.developing)))
			change := p.Plan(deploymentType, state, nil)
			env.ResetJournal()
			result := change.Apply(env.Provider(t)) // as with a tainted resource or -replace, which the plan cannot refuse
			for _, said := range []acctest.Diagnostics{change.Diagnostics, result.Diagnostics} {
				if said.HasError() != c.refused {
					t.Errorf("refused = %v, want %v: %s", said.HasError(), c.refused, said)
				}
				if c.refused {
					contains(t, said.Errors(), "deletion_protection: Deployment is protected", "deletion_protection = false")
				}
			}
			if deletes := env.Requests("DELETE", ""); (deletes == 0) != c.refused {
				t.Errorf("%d deletes were sent", deletes)
			}
		})
	}
}

// The real CLI: neither destroy nor -replace nor taint deletes a protected
// Deployment, and a replacement works once protection is off in the state.
func TestAccDeploymentReplacement(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	config := func(runtime, protection string) string {
		return `
provider "astro" { settle_time = "0s" }

resource "astro_deployment" "it" {
  workspace_id                   = "` + env.WorkspaceID + `"
  name                           = "orders"
  original_astro_runtime_version = "` + runtime + `"
  deletion_protection            = ` + protection + `
}
`
	}
	work := env.Workdir(t, config("3.1-4", "null"))
	if applied := work.Apply(); applied.Code != 0 {
		t.Fatal(applied.Text())
	}
	for _, command := range [][]string{{"destroy", "-auto-approve", "-no-color"}, {"apply", "-auto-approve", "-no-color", "-replace=astro_deployment.it"}} {
		if refused := work.Run(command...); refused.Code == 0 || !strings.Contains(refused.Text(), "Deployment is protected") {
			t.Errorf("%v: %s", command, refused.Text())
		}
	}
	if deletes := env.Requests("DELETE", ""); deletes != 0 {
		t.Fatalf("%d deletes were sent", deletes)
	}
	work.Write(t, "main.tf", config("3.1-5", "false"))
	if refused := work.Apply(); refused.Code == 0 || !strings.Contains(refused.Text(), "Deployment would be replaced") {
		t.Errorf("protection switched off and used in one apply: %s", refused.Text())
	}
	work.Write(t, "main.tf", config("3.1-4", "false"))
	if applied := work.Apply(); applied.Code != 0 {
		t.Fatal(applied.Text())
	}
	work.Write(t, "main.tf", config("3.1-5", "false"))
	planned := work.Run("plan", "-no-color")
	if planned.Code != 0 || strings.Count(planned.Text(), "# forces replacement") != 1 || strings.Contains(planned.Text(), "exists already") {
		t.Errorf("plan of the replacement: %s", planned.Text())
	}
	if applied := work.Apply(); applied.Code != 0 || !strings.Contains(applied.Text(), "1 added, 0 changed, 1 destroyed") {
		t.Errorf("replacement: %s", applied.Text())
	}
	if again := work.Run("plan", "-no-color", "-detailed-exitcode"); again.Code != 0 {
		t.Errorf("the plan after it: %s", again.Text())
	}
	if destroyed := work.Destroy(); destroyed.Code != 0 {
		t.Errorf("destroy: %s", destroyed.Text())
	}
}
