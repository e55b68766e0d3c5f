package ownership_test

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/ownership"
)

// TestLateReadsLoseNothing: the API answers the first read after a write with
// the state before it.
func TestLateReadsLoseNothing(t *testing.T) {
	for name, settle := range map[string]time.Duration{"settling": 0, "not settling": -1} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				api := emulate(t, emulator.Options{Switches: func(s *emulator.Switches) { s.StaleReads = true }})
				client := api.client(t)
				id := api.connection(t, client)
				if _, err := client.GetEnvironmentObject(t.Context(), id); !astro.IsNotFound(err) {
					t.Fatalf("the first read is not late: %v", err)
				}
				editor := ownership.New(client, ownership.Options{Settle: settle})
				var names []string
				for _, name := range []string{"one", "two", "three", "four"} {
					names = append(names, api.deployment(t, client, name, astro.DeploymentSettings{}))
				}
				for _, deployment := range names {
					if _, err := editor.EnvironmentObject(t.Context(), id, linkEdit(deployment)); err != nil {
						t.Fatal(err)
					}
				}
				_, _ = client.GetEnvironmentObject(t.Context(), id)
				object, err := client.GetEnvironmentObject(t.Context(), id)
				if err != nil {
					t.Fatal(err)
				}
				for _, deployment := range names {
					if ownership.FindLink(object, deployment) == nil {
						t.Errorf("the link of %s is lost", deployment)
					}
				}
			})
		})
	}
}

// TestMissingReferenceIsNotAMissingObject: the API answers 404 for a link to a
// Deployment that does not exist, and nobody may take the object for gone.
func TestMissingReferenceIsNotAMissingObject(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := emulate(t, emulator.Options{})
		client := api.client(t)
		id := api.connection(t, client)
		there := api.deployment(t, client, "there", astro.DeploymentSettings{})
		editor := ownership.New(client, ownership.Options{})
		results := make(chan error, 2)
		for _, deployment := range []string{"c000000000000000000000000", there} {
			go func() {
				_, err := editor.EnvironmentObject(t.Context(), id, linkEdit(deployment))
				var missing *ownership.ReferenceError
				if deployment != there {
					if !errors.As(err, &missing) || astro.IsNotFound(err) {
						t.Errorf("got %v", err)
					}
					err = nil
				}
				results <- err
			}()
		}
		for range 2 {
			if err := <-results; err != nil {
				t.Error(err)
			}
		}
	})
}
