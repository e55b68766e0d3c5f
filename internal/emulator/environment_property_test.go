package emulator_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

// randomFields makes typed bodies and overrides of random fields.
func randomFields(r *rand.Rand, base bool) map[string]any {
	fields := map[string]any{}
	if base || r.IntN(4) == 0 {
		fields["type"] = []string{"postgres", "http", "aws"}[r.IntN(3)]
	}
	for _, name := range []string{"host", "login", "password", "schema"} {
		if r.IntN(2) == 0 {
			fields[name] = fmt.Sprintf("%s-%d", name, r.IntN(1000))
		}
	}
	if r.IntN(2) == 0 {
		fields["port"] = 1 + r.IntN(65535)
	}
	if r.IntN(2) == 0 {
		extra := map[string]any{}
		for range r.IntN(4) {
			extra[[]string{"a", "b", "token", "private_key_content", "n"}[r.IntN(5)]] = []any{"x", 12, true, nil, []any{1}}[r.IntN(5)]
		}
		fields["extra"] = extra
	}
	return fields
}

// listed turns the links of an answer into a list that names them bare.
func listed(t *testing.T, body map[string]any, member string) []any {
	t.Helper()
	entries, _ := body[member].([]any)
	bare := make([]any, 0, len(entries))
	for _, entry := range entries {
		e, ok := entry.(map[string]any)
		if !ok {
			t.Fatalf("entry %v", entry)
		}
		bare = append(bare, map[string]any{"scope": e["scope"], "scopeEntityId": e["scopeEntityId"]})
	}
	return bare
}

// TestListingAsReadChangesNothing sends, for random connections in both profiles,
// an update with everything as read: all entries with the override fields that
// are shown, excludes, flag and description, and of the body what is answered. The
// whole stored object must stay, secrets included; that is what the axioms say.
func TestListingAsReadChangesNothing(t *testing.T) {
	t.Parallel()
	for _, profile := range []string{emulator.ProfileUsual, emulator.ProfileContrary} {
		t.Run(profile, func(t *testing.T) {
			t.Parallel()
			w := newWorldOf(t, emulator.Options{Profile: profile, Switches: func(s *emulator.Switches) { s.NestedOrderShuffled, s.ShowSecretsAllowed = false, true }})
			r := rand.New(rand.NewPCG(7, 11))
			for i := range 60 {
				body := map[string]any{"connection": randomFields(r, true), "autoLinkDeployments": r.IntN(2) == 0, "description": fmt.Sprint("d", i)}
				links, excludes := []any{}, []any{}
				for _, id := range []string{deploymentA, deploymentB, deploymentC} {
					entry := map[string]any{"scope": "DEPLOYMENT", "scopeEntityId": id}
					switch r.IntN(4) {
					case 0:
						links = append(links, entry)
					case 1:
						entry["overrides"] = map[string]any{"connection": randomFields(r, false)}
						links = append(links, entry)
					case 2:
						excludes = append(excludes, entry)
					}
				}
				body["links"], body["excludeLinks"] = links, excludes
				key := fmt.Sprintf("k%d", i)
				path := w.make(t, w.object("CONNECTION", key, body))
				before := storedAs(t, w, key)
				w.do(t, http.StatusOK, http.MethodPost, path, asRead(t, w, path))
				same(t, fmt.Sprintf("object %d", i), storedAs(t, w, key), before)
			}
		})
	}
}

// asRead builds the update that carries everything of an object over.
func asRead(t *testing.T, w *environmentWorld, path string) map[string]any {
	t.Helper()
	body := w.do(t, http.StatusOK, http.MethodGet, path, nil).Body
	read, ok := body["connection"].(map[string]any)
	if !ok {
		t.Fatalf("no connection: %v", body)
	}
	links := listed(t, body, "links")
	entries, _ := body["links"].([]any)
	for i := range entries {
		entry, _ := entries[i].(map[string]any)
		carried, _ := links[i].(map[string]any)
		if shown, overrides := entry["connectionOverrides"].(map[string]any); overrides {
			carried["overrides"] = map[string]any{"connection": visibleFields(shown)}
		}
	}
	update := map[string]any{"connection": visibleFields(read), "links": links, "excludeLinks": listed(t, body, "excludeLinks")}
	update["autoLinkDeployments"] = body["autoLinkDeployments"] == true
	if description, there := body["description"]; there {
		update["description"] = description
	}
	return update
}

// visibleFields are the fields of an answer that may be sent back: no masks.
func visibleFields(shown map[string]any) map[string]any {
	visible := map[string]any{}
	for name, value := range shown {
		members, isMap := value.(map[string]any)
		if isMap && name != "connectionAuthType" {
			some := maps.Clone(members)
			maps.DeleteFunc(some, func(_ string, value any) bool { return value == "" })
			visible[name] = some
		} else if value != "" && !isMap {
			visible[name] = value
		}
	}
	return visible
}

// storedAs renders an object with its secrets.
func storedAs(t *testing.T, w *environmentWorld, key string) string {
	t.Helper()
	rows := w.do(t, http.StatusOK, http.MethodGet, "environment-objects?showSecrets=true&objectKey="+key, nil).rows(t, "environmentObjects")
	return render(t, rows[0], "connection", "setFields", "links", "excludeLinks", "autoLinkDeployments", "description")
}

// TestLostUpdate lets two clients read before either writes: the later write
// erases the earlier one's link, because there is no etag. A client that does
// not guard against that must lose here as it would on the platform.
func TestLostUpdate(t *testing.T) {
	t.Parallel()
	w := newWorldOf(t, emulator.Options{Latency: 20 * time.Millisecond})
	path := w.connection(t, `{"type":"t"}`, "")
	var read, done sync.WaitGroup
	read.Add(2)
	for _, id := range []string{deploymentA, deploymentB} {
		done.Go(func() {
			got, err := w.send(t, http.MethodGet, path, nil)
			read.Done()
			if err != nil {
				t.Errorf("get: %s", err)
				return
			}
			links := append(listed(t, got.Body, "links"), map[string]any{"scope": "DEPLOYMENT", "scopeEntityId": id})
			read.Wait()
			if r, err := w.send(t, http.MethodPost, path, map[string]any{"connection": map[string]any{"type": "t"}, "links": links}); err != nil || r.Status != http.StatusOK {
				t.Errorf("post: %v %v", r, err)
			}
		})
	}
	done.Wait()
	if links, _ := w.do(t, http.StatusOK, http.MethodGet, path, nil).Body["links"].([]any); len(links) != 1 {
		t.Errorf("both links stand, so a lost update cannot be tried here: %v", links)
	}
}
