package acctest_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
)

// Where the organization itself is not visible, or the token may not look, a
// 404 or 403 says nothing about what is in it: no resource leaves the state by
// a read, and no delete is taken for done.
func TestNothingLeavesTheStateUnseen(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	s := share(t, env, autoLinked)
	states := map[string]*acctest.State{
		connection:     env.Provider(t).Create(connection, warehouse(env, having("key", "own"))),
		link:           env.Provider(t).Create(link, s.object()),
		override:       env.Provider(t).Create(override, s.object(having("host", "prod"))),
		deploymentType: env.Provider(t).Create(deploymentType, deploymentObject(env)),
		schedule:       env.Provider(t).Create(schedule, scheduleObject(development(t, env).ID)),
	}
	for status, says := range map[int]string{http.StatusNotFound: "is not visible to this token", http.StatusForbidden: "403"} {
		for _, method := range []string{http.MethodGet, http.MethodDelete} {
			env.AddFault(t, faultOn(method, "", status))
		}
		env.ResetJournal()
		for kind, state := range states {
			for what, result := range map[string]*acctest.Result{"read": env.Provider(t).Read(state), "delete": env.Provider(t).Delete(state)} {
				if result.State.Gone() || !result.Diagnostics.HasError() || !strings.Contains(result.Diagnostics.String(), says) {
					t.Errorf("HTTP %d, %s of %s: gone %v, said:\n%s", status, what, kind, result.State.Gone(), result.Diagnostics)
				}
			}
		}
		if writes := env.Requests(http.MethodPost, ""); writes != 0 {
			t.Errorf("HTTP %d: %d updates were sent", status, writes)
		}
		env.Emulator.ClearFaults()
	}
	for kind, state := range states {
		if env.Provider(t).Read(state).OK().Gone() {
			t.Errorf("%s is gone", kind)
		}
	}
}
