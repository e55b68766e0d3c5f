package ownership_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/ownership"
)

// part is what one owner declares of a shared connection: the link of its
// Deployment, and an override of the host.
type part struct {
	deployment string
	linked     bool
	host       string
	// unknown says that the last edit failed, so nothing was promised.
	unknown bool
}

// world is a connection with many owners.
type world struct {
	api    *emulated
	client *astro.Client
	id     string
	// foreign are Deployments of people who do not verify what they write.
	still, restless string

	mu        sync.Mutex
	edits     int
	conflicts int
}

// TestManyOwnersManyProcesses runs random edits, adders and destroyers, of many
// goroutines in many processes, next to a person who reads, takes a while,
// writes and never looks again; some callers are cancelled or run out of time. The
// promise is the run's: of every process, what its edits reported as done, and
// no later edit of it named as unsettled, stands in the end. What nobody touched
// is as it was.
func TestManyOwnersManyProcesses(t *testing.T) {
	rounds := 6
	if asked, err := strconv.Atoi(os.Getenv("OWNERSHIP_ROUNDS")); err == nil {
		rounds = asked
	}
	edits, conflicts, posts := 0, 0, 0
	for seed := range rounds {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			profile := emulator.ProfileUsual
			if seed%2 == 1 {
				profile = emulator.ProfileContrary
			}
			synctest.Test(t, func(t *testing.T) {
				w := runWorld(t, uint64(seed), profile)
				edits, conflicts = edits+w.edits, conflicts+w.conflicts
				posts += len(w.api.server.Journal().Operations("UpdateEnvironmentObject"))
			})
		})
	}
	t.Logf("%d edits, %d conflicts, %d writes", edits, conflicts, posts)
	if conflicts*20 > edits {
		t.Errorf("%d of %d edits ended in a conflict", conflicts, edits)
	}
}

const (
	processes       = 6
	ownersOfProcess = 3
	editsOfOwner    = 4
)

func runWorld(t *testing.T, seed uint64, profile string) *world {
	t.Helper()
	w := &world{api: emulate(t, emulator.Options{Profile: profile, RandomOrder: true})}
	w.client = w.api.client(t)
	w.id = w.api.connection(t, w.client)
	w.still, w.restless = w.api.deployment(t, w.client, "still", astro.DeploymentSettings{}), w.api.deployment(t, w.client, "restless", astro.DeploymentSettings{})
	excluded := w.api.deployment(t, w.client, "excluded", astro.DeploymentSettings{})
	w.person(t, func(request *astro.UpdateEnvironmentObjectRequest) {
		request.AutoLinkDeployments = true
		request.ExcludeLinks = append(request.ExcludeLinks, astro.ExcludeLink{Scope: astro.ScopeDeployment, ScopeEntityID: excluded})
		ownership.SetOverride(ownership.EnsureLink(request, w.still), &astro.ConnectionOverrides{Host: text("still"), Password: text("still-secret")})
	})
	var parts []*part
	for i := range processes * ownersOfProcess {
		parts = append(parts, &part{deployment: w.api.deployment(t, w.client, fmt.Sprintf("d%d", i), astro.DeploymentSettings{})})
	}

	random := rand.New(rand.NewPCG(seed, 1))
	var dice sync.Mutex
	roll := func(n int) int {
		dice.Lock()
		defer dice.Unlock()
		return random.IntN(n)
	}
	w.api.latency = func() time.Duration { return time.Duration(20+roll(440)) * time.Millisecond }

	stop := make(chan struct{})
	var foreign, owners sync.WaitGroup
	foreign.Go(func() { w.foreignActor(t, stop, roll) })
	for i := range processes {
		editor := ownership.New(w.api.client(t), ownership.Options{})
		run := parts[i*ownersOfProcess : (i+1)*ownersOfProcess]
		for _, own := range run {
			owners.Go(func() {
				for range editsOfOwner {
					// Some runs are busy, so that calls return before they are settled.
					<-time.After(time.Duration(roll([]int{4000, 200}[i%2])) * time.Millisecond)
					w.editPart(t, editor, run, own, roll)
				}
			})
		}
	}
	owners.Wait()
	close(stop)
	foreign.Wait()
	<-time.After(time.Minute) // a look that was under way when the last caller was interrupted ends
	w.check(t, parts, excluded)
	return w
}

// editPart makes one random change of a part and notes what was promised.
func (w *world) editPart(t *testing.T, editor *ownership.Editor, run []*part, own *part, roll func(int) int) {
	t.Helper()
	w.mu.Lock()
	after := *own
	w.mu.Unlock()
	var edit ownership.ObjectEdit
	switch roll(4) {
	case 0:
		edit, after.linked = linkEdit(own.deployment), true
		edit.Ensures = true
	case 1:
		edit, after.linked, after.host = unlinkEdit(own.deployment), false, ""
		edit.Removes = true
	case 2:
		if after.host != "" || after.unknown {
			return
		}
		after.linked, after.host = true, "host-"+own.deployment
		edit = overrideEdit(own.deployment, after.host)
		edit.Fragile = true
	default:
		edit, after.host = dropOverrideEdit(own.deployment), ""
		edit.Removes = true
	}
	edit.Part = own.deployment
	ctx, patience := t.Context(), time.Hour
	if roll(12) == 0 {
		patience = time.Duration(roll(6000)) * time.Millisecond
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	_, err := editor.EnvironmentObject(ctx, w.id, edit)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.edits++
	var unsettled *ownership.UnsettledError
	if errors.As(err, &unsettled) {
		for _, one := range run {
			if strings.Contains(strings.Join(unsettled.Parts, "\n"), one.deployment) {
				w.conflicts++
				one.unknown = true
			}
		}
		err = unsettled.Own
	}
	var conflict *ownership.ConflictError
	var interrupted *ownership.InterruptedError
	switch {
	case err == nil:
		after.unknown = own.unknown
		*own = after
	case errors.As(err, &conflict):
		w.conflicts++
		own.unknown = true
	case errors.As(err, &interrupted), own.unknown: // or another call gave this part up meanwhile
		own.unknown = true
	default:
		t.Errorf("%s: %v", edit.What, err)
		own.unknown = true
	}
}

// foreignActor is a person in the UI or the CLI: it links and unlinks its own
// Deployment, by whole writes of what it read a moment ago.
func (w *world) foreignActor(t *testing.T, stop chan struct{}, roll func(int) int) {
	t.Helper()
	for {
		select {
		case <-stop:
			return
		case <-time.After(time.Duration(2000+roll(4000)) * time.Millisecond):
		}
		w.person(t, func(request *astro.UpdateEnvironmentObjectRequest) {
			if !ownership.RemoveLink(request, w.restless) {
				ownership.EnsureLink(request, w.restless)
			}
		})
	}
}

// person reads, changes and writes, without looking again.
func (w *world) person(t *testing.T, change func(*astro.UpdateEnvironmentObjectRequest)) {
	t.Helper()
	object, err := w.client.GetEnvironmentObject(t.Context(), w.id)
	if err != nil {
		t.Error(err)
		return
	}
	request := ownership.CarryEnvironmentObject(object)
	change(request)
	if _, err := w.client.UpdateEnvironmentObject(t.Context(), w.id, request); err != nil {
		t.Error(err)
	}
}

func (w *world) check(t *testing.T, parts []*part, excluded string) {
	t.Helper()
	object, err := w.client.GetEnvironmentObject(t.Context(), w.id)
	if err != nil {
		t.Fatal(err)
	}
	for _, own := range parts {
		if own.unknown {
			continue
		}
		if linked := ownership.FindLink(object, own.deployment) != nil; linked != own.linked {
			t.Errorf("Deployment %s: linked %t, reported %t", own.deployment, linked, own.linked)
		}
		if host := overridden(object, own.deployment); host != own.host {
			t.Errorf("Deployment %s: host %q, reported %q", own.deployment, host, own.host)
		}
	}
	if overridden(object, w.still) != "still" {
		t.Error("the override that nobody touched is gone")
	}
	if link := ownership.FindLink(object, w.still); link == nil || len(link.SetFields) < 2 {
		t.Error("the secret that nobody touched is gone")
	}
	if len(object.ExcludeLinks) != 1 || object.ExcludeLinks[0].ScopeEntityID != excluded {
		t.Errorf("excludes: %v", object.ExcludeLinks)
	}
	if object.AutoLinkDeployments == nil || !*object.AutoLinkDeployments {
		t.Error("auto-link is off")
	}
	if *object.Connection.Host != "db.example.com" || object.Connection.Extra["sslmode"] != "require" {
		t.Errorf("the base changed: %+v", object.Connection)
	}
}
