package acctest_test

import (
	"testing"
	"time"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/ownership"
)

// editDeployment changes a Deployment as a person in the UI would.
func editDeployment(t *testing.T, env *acctest.Env, id string, change func(*astro.UpdateDeploymentRequest)) {
	t.Helper()
	request := ownership.CarryDeployment(deploymentNow(t, env, id), time.Now())
	change(request)
	if _, err := env.Client.UpdateDeployment(t.Context(), id, request); err != nil {
		t.Fatal(err)
	}
}

// carryObject is ownership's carry-over of an object; a person's editor does much the same.
func carryObject(object *astro.EnvironmentObject) *astro.UpdateEnvironmentObjectRequest {
	return ownership.CarryEnvironmentObject(object)
}
