package acctest_test

import (
	"strings"
	"testing"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

// carried is the update that a person's editor would send who changes nothing.
func carried(t *testing.T, env *acctest.Env, id string) *astro.UpdateEnvironmentObjectRequest {
	t.Helper()
	return carryObject(connectionNow(t, env, id))
}

// vanish deletes a Deployment just before the nth update of a connection is
// carried out, after the provider has read the object.
func vanish(t *testing.T, env *acctest.Env, id, deployment string, nth int) {
	t.Helper()
	env.AddFault(t, emulator.Fault{Method: "POST", Path: updates(id), Nth: nth, Before: func(*httpRequest) {
		if err := env.Client.DeleteDeployment(t.Context(), deployment); err != nil {
			t.Error(err)
		}
	}})
}

// A write that lists the entry of a Deployment which has just been deleted is
// refused, in one profile as 404. That is not about the connection: the write
// is made again without the entry.
func TestManyOwnersForeignDeploymentVanishes(t *testing.T) {
	inBothProfiles(t, func(t *testing.T, env *acctest.Env) {
		id, parts := sharedConnection(t, env)
		own := clusterOf(t, env, 1)[0]
		vanish(t, env, id, parts.overridden, 1)
		vanish(t, env, id, parts.linked, 2) // the second attempt meets the next one
		state := env.Provider(t).Create(override, acctest.Object{"connection_id": id, "deployment_id": own, "host": "own.example.com", "port": 1})
		if got := storedNow(t, env, id).Links[own]; got["host"] != "own.example.com" {
			t.Errorf("the entry is %v", got)
		}

		more := clusterOf(t, env, 1)[0]
		editConnection(t, env, id, func(r *astro.UpdateEnvironmentObjectRequest) {
			r.Links = append(r.Links, astro.LinkRequest{Scope: astro.ScopeDeployment, ScopeEntityID: more})
		})
		vanish(t, env, id, more, 1)
		env.Provider(t).Delete(state).OK()
		if got, there := storedNow(t, env, id).Links[own]; !there || len(got) != 0 {
			t.Errorf("the override was not taken away: %v", got)
		}
	})
}

// The Deployment to be linked vanishes itself: the error is about the Deployment,
// and nobody is told that the connection is gone.
func TestManyOwnersOwnDeploymentVanishes(t *testing.T) {
	inBothProfiles(t, func(t *testing.T, env *acctest.Env) {
		id, _ := sharedConnection(t, env)
		own := clusterOf(t, env, 1)[0]
		want := storedNow(t, env, id)
		vanish(t, env, id, own, 1)
		result := env.Provider(t).Plan(link, nil, acctest.Object{"connection_id": id, "deployment_id": own}).OK().Apply(nil)
		said := result.Diagnostics.String()
		if !result.Diagnostics.HasError() || strings.Contains(said, "Connection does not exist") || !strings.Contains(said, own) {
			t.Errorf("the error does not name the Deployment, or blames the connection:\n%s", said)
		}
		if !result.State.Gone() {
			t.Error("there is a state of a link that was not made")
		}
		if diff := diffStored(want, storedNow(t, env, id)); diff != "" {
			t.Errorf("the connection on the server (-want +got):\n%s", diff)
		}
	})
}
