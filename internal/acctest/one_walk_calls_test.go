package acctest_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/provider"
)

// patient lets calls of one walk wait for each other as they do for users.
func patient() acctest.Option {
	return acctest.Tuning(provider.Tuning{PollInterval: 5 * time.Second})
}

func secretly(password string) func(acctest.Object) {
	return func(o acctest.Object) { o["password_wo"], o["password_wo_version"] = password, 1 }
}

// read is closed when the next look at the pair's connection was answered.
func (s shared) read(t *testing.T) <-chan struct{} {
	t.Helper()
	answered := make(chan struct{})
	s.env.AddFault(t, emulator.Fault{Method: http.MethodGet, Path: objects, After: func(*httpRequest) { close(answered) }})
	return answered
}

// stored is what the server stores for the pair's entry, nil when there is none.
func (s shared) stored(t *testing.T) storedLink {
	t.Helper()
	return storedNow(t, s.env, s.connectionID).Links[s.deploymentID]
}

func (s shared) expectStored(t *testing.T, want storedLink) {
	t.Helper()
	if diff := cmp.Diff(want, s.stored(t)); diff != "" {
		t.Errorf("the entry (-want +got):\n%s", diff)
	}
}

// A renamed override hands its fields over, secrets included: its old resource
// and its new one are called in any order, within one walk of the apply, which
// knows nothing of the plan.
func TestRenamedOverride(t *testing.T) {
	t.Parallel()
	for name, order := range map[string]func(s shared, destroy, create func()){
		"destroyed first": func(_ shared, destroy, create func()) { destroy(); create() },
		"at once": func(_ shared, destroy, create func()) {
			var both sync.WaitGroup
			both.Go(destroy)
			both.Go(create)
			both.Wait()
		},
		"created first": func(s shared, destroy, create func()) {
			var both sync.WaitGroup
			found := s.read(t)
			both.Go(create)
			<-found
			both.Go(destroy)
			both.Wait()
		},
	} {
		for _, settle := range []time.Duration{-1, 250 * time.Millisecond} {
			t.Run(fmt.Sprintf("%s settle=%v", name, settle), func(t *testing.T) {
				t.Parallel()
				env := acctest.Start(t, patient(), acctest.Settle(settle))
				s := share(t, env)
				old := env.Provider(t).Create(override, s.object(having("host", "prod"), secretly("s")))
				config := s.object(having("host", "prod2"), secretly("t"))
				plan := env.Provider(t)
				destroy, create := plan.Plan(override, old, nil).OK(), plan.Plan(override, nil, config).OK()
				expectFindings(t, create.Diagnostics, "")
				apply := env.Provider(t)
				var state *acctest.State
				order(s, func() { destroy.Apply(apply).OK() }, func() { state = create.Apply(apply).OK() })
				s.expectStored(t, storedLink{"host": "prod2", "password": "t"})
				next := env.Provider(t)
				if changed := next.Plan(override, next.Read(state).OK(), config).OK().Changed(); len(changed) != 0 {
					t.Errorf("the next plan changes %v", changed)
				}
			})
		}
	}
}

// A destroy that made way for a create removes its part when the create fails.
func TestRenamedOverrideWhoseCreateFails(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t, patient())
	s := share(t, env)
	old := env.Provider(t).Create(override, s.object(secretly("s")))
	plan := env.Provider(t)
	destroy, create := plan.Plan(override, old, nil).OK(), plan.Plan(override, nil, s.object(secretly("t"))).OK()
	env.AddFault(t, emulator.Fault{Method: http.MethodPost, Path: objects, Status: 403, Count: 1})
	apply := env.Provider(t)
	var both sync.WaitGroup
	var failed *acctest.Result
	found := s.read(t)
	both.Go(func() { failed = create.Apply(apply) })
	<-found
	both.Go(func() {
		if result := destroy.Apply(apply); result.Diagnostics.HasError() {
			// The one refused write carried both changes.
			destroy.Apply(env.Provider(t)).OK()
		}
	})
	both.Wait()
	if !failed.Diagnostics.HasError() {
		t.Fatal("the create succeeded")
	}
	s.expect(t)
}

// What a create fails to write is nobody's reason to leave anything standing:
// the secret of the destroyed override is gone, and the next apply creates.
func TestDestroyBesideARefusedCreate(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	s := share(t, env)
	old := env.Provider(t).Create(override, s.object(secretly("s")))
	plan := env.Provider(t)
	destroy, create := plan.Plan(override, old, nil).OK(), plan.Plan(override, nil, s.object(secretly("t"))).OK()
	apply := env.Provider(t)
	refused := create.Apply(apply)
	if said := refused.Diagnostics.String(); !refused.Diagnostics.HasError() || !strings.Contains(said, "run terraform apply again") {
		t.Errorf("said:\n%s", said)
	}
	destroy.Apply(apply).OK()
	s.expect(t)
	env.Provider(t).Create(override, s.object(secretly("t")))
	s.expectStored(t, storedLink{"password": "t"})
}

// A field that somebody else overrides is not overwritten either when an
// override declares it later.
func TestOverrideUpdateRefusesWhatIsOverridden(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	s := share(t, env)
	state := env.Provider(t).Create(override, s.object(having("host", "prod")))
	overrideNow(t, env, s.connectionID, s.deploymentID, astro.ConnectionOverrides{Host: ptr("prod"), Login: ptr("theirs"), Password: ptr("theirs")})
	for _, config := range []acctest.Object{s.object(having("host", "prod"), having("login", "mine")), s.object(having("host", "prod"), secretly("mine"))} {
		p := env.Provider(t)
		change := p.Plan(override, p.Read(state).OK(), config).OK()
		expectFindings(t, change.Diagnostics, "~Connection override exists already")
		if result := change.Apply(env.Provider(t)); !strings.Contains(result.Diagnostics.String(), "exists already") || !result.State.Raw.Equal(state.Raw) {
			t.Errorf("said:\n%s", result.Diagnostics)
		}
	}
	s.expectStored(t, storedLink{"host": "prod", "login": "theirs", "password": "theirs"})
}

// One of two resources that hold one pair is not destroyed, whichever of the two
// is planned first; it may be forgotten, or both go.
func TestPairHeldTwice(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	s := share(t, env, autoLinked)
	for _, kind := range []string{link, override} {
		config := s.object()
		if kind == override {
			config["host"] = "x"
		}
		state := env.Provider(t).Create(kind, config)
		p := env.Provider(t)
		p.Plan(kind, state, config).OK()
		said := p.Plan(kind, state, nil).Diagnostics
		expectFindings(t, said, "Connection "+strings.TrimPrefix(kind, "astro_connection_")+" is held by another resource")
		if !strings.Contains(said.String(), "destroy = false") {
			t.Errorf("no removed block:\n%s", said)
		}
		p = env.Provider(t)
		p.Plan(kind, state, nil).OK()
		expectFindings(t, p.Plan(kind, state, config).Diagnostics, "is held by another resource")
		p = env.Provider(t)
		p.Plan(kind, state, nil).OK()
		p.Plan(kind, state, nil).OK()
	}
	// Overrides of one pair that own different fields are no obstacle to each other.
	first := env.Provider(t).Create(override, s.object(having("host", "x")))
	second := env.Provider(t).Create(override, s.object(having("login", "y")))
	p := env.Provider(t)
	p.Plan(override, first, s.object(having("host", "x"))).OK()
	p.Plan(override, second, nil).OK()
}

// A link that the same plan makes again keeps its entry with everybody's
// overrides: replaced in either order, tainted, or renamed.
func TestRemadeLinkKeepsOverrides(t *testing.T) {
	t.Parallel()
	entry := storedLink{"schema": "prod", "password": "theirs"}
	for name, run := range map[string]func(t *testing.T, env *acctest.Env, s shared, state *acctest.State){
		"replaced": func(t *testing.T, env *acctest.Env, s shared, state *acctest.State) {
			t.Helper()
			destroy, create := env.Provider(t).Replace(state, s.object())
			expectFindings(t, destroy.Diagnostics, "")
			apply := env.Provider(t)
			destroy.Apply(apply).OK()
			s.expectStored(t, entry)
			create.Apply(apply).OK()
		},
		"created before destroy": func(t *testing.T, env *acctest.Env, s shared, state *acctest.State) {
			t.Helper()
			destroy, create := env.Provider(t).Replace(state, s.object())
			apply := env.Provider(t)
			create.OK().Apply(apply).OK()
			destroy.Apply(apply).OK()
		},
		"tainted": func(t *testing.T, env *acctest.Env, s shared, state *acctest.State) {
			t.Helper()
			p := env.Provider(t)
			p.Read(state).OK()
			create := p.Plan(link, nil, s.object()).OK()
			apply := env.Provider(t)
			acctest.DestroyOf(create, state).Apply(apply).OK()
			create.Apply(apply).OK()
		},
		"renamed, the new one planned first": func(t *testing.T, env *acctest.Env, s shared, state *acctest.State) {
			t.Helper()
			p := env.Provider(t)
			create := p.Plan(link, nil, s.object()).OK()
			destroy := p.Plan(link, state, nil).OK()
			expectFindings(t, destroy.Diagnostics, "")
			apply := env.Provider(t)
			destroy.Apply(apply).OK()
			create.Apply(apply).OK()
		},
		"renamed, the old one planned first": func(t *testing.T, env *acctest.Env, s shared, state *acctest.State) {
			t.Helper()
			p := env.Provider(t)
			var destroy, create *acctest.Change
			var both sync.WaitGroup
			found := s.read(t)
			both.Go(func() { destroy = p.Plan(link, state, nil) })
			<-found
			both.Go(func() { create = p.Plan(link, nil, s.object()) })
			both.Wait()
			expectFindings(t, destroy.OK().Diagnostics, "")
			apply := env.Provider(t)
			destroy.Apply(apply).OK()
			create.OK().Apply(apply).OK()
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.Start(t, patient())
			s := share(t, env)
			overrideNow(t, env, s.connectionID, s.deploymentID, astro.ConnectionOverrides{Schema: ptr("prod"), Password: ptr("theirs")})
			run(t, env, s, env.Provider(t).Create(link, s.object()))
			s.expectStored(t, entry)
		})
	}
}

// A link that moves to another Deployment leaves the override of somebody else,
// and takes a bare entry along.
func TestMovedLinkLeavesForeignOverrides(t *testing.T) {
	t.Parallel()
	for name, foreign := range map[string]bool{"bare": false, "overridden": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.Start(t)
			s := share(t, env)
			state := env.Provider(t).Create(link, s.object())
			var want storedLink
			if foreign {
				want = storedLink{"password": "theirs"}
				overrideNow(t, env, s.connectionID, s.deploymentID, astro.ConnectionOverrides{Password: ptr("theirs")})
			}
			destroy, create := env.Provider(t).Replace(state, s.object(having("deployment_id", deploymentNamed(t, env, "other"))))
			apply := env.Provider(t)
			destroy.Apply(apply).OK()
			create.Apply(apply).OK()
			s.expectStored(t, want)
		})
	}
}

// The destruction of a link does not wait for what nobody creates, and takes the
// entry of a Restricted connection along, as the plan says.
func TestPlainDestroyOfALinkTakesTheEntry(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	s := share(t, env)
	state := env.Provider(t).Create(link, s.object())
	overrideNow(t, env, s.connectionID, s.deploymentID, astro.ConnectionOverrides{Password: ptr("theirs")})
	destroy := env.Provider(t).Plan(link, state, nil).OK()
	expectFindings(t, destroy.Diagnostics, "~Destroying a link takes its override along")
	destroy.Apply(env.Provider(t)).OK()
	s.expectStored(t, nil)
}
