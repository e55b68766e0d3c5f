package deployment

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

// hibernating is a Deployment that can hibernate, with these schedules.
func hibernating(schedules ...astro.HibernationSchedule) *astro.Deployment {
	return &astro.Deployment{
		Name: "dev", IsDevelopmentMode: ptr(true), SchedulerSize: ptr("SMALL"), IsHighAvailability: ptr(false),
		ScalingSpec: &astro.ScalingSpec{HibernationSpec: &astro.HibernationSpec{Schedules: schedules}},
	}
}

// requestWith is an update that carries these schedules.
func requestWith(schedules ...astro.HibernationSchedule) *astro.UpdateDeploymentRequest {
	request := &astro.UpdateDeploymentRequest{}
	setRequestSchedules(request, schedules)
	return request
}

// changes makes the calls of one apply on one Deployment.
type changes struct {
	exchanges scheduleExchanges
	owners    int
}

// begin begins a call: a create, an update or a destroy.
func (c *changes) begin(t *testing.T, gives, wants *hibernationScheduleModel) *scheduleChange {
	t.Helper()
	c.owners++
	change := &scheduleChange{what: "change a schedule", deploymentID: "d", owner: fmt.Sprint(c.owners), gives: gives, wants: wants, exchange: c.exchanges.of("d")}
	if !change.exchange.begin(change) {
		t.Fatal("the pair is declared twice")
	}
	return change
}

// noted is a schedule with a description of its own.
func noted(hibernate, description string) *hibernationScheduleModel {
	m := scheduleModel(hibernate, "")
	m.Description = types.StringValue(description)
	return &m
}

// texts lists schedules as "hibernate description".
func texts(schedules []astro.HibernationSchedule) string {
	var found []string
	for _, s := range schedules {
		text := s.HibernateAtCron
		if s.Description != nil {
			text += " " + *s.Description
		}
		found = append(found, text)
	}
	return strings.Join(found, ", ")
}

func TestChangesKeepWhatIsNotTheirs(t *testing.T) {
	t.Parallel()
	foreign := astro.HibernationSchedule{HibernateAtCron: "0 1 * * *", WakeAtCron: "0 2 * * *", IsEnabled: true}
	override := &astro.HibernationOverrideRequest{IsHibernating: ptr(true)}
	first, second := scheduleModel("0 18 * * *", ""), scheduleModel("0 19 * * *", "")
	request := requestWith(foreign)
	request.ScalingSpec.HibernationSpec.Override = override
	for _, step := range []struct {
		gives, wants *hibernationScheduleModel
		want         string
	}{{nil, &first, "0 1 * * *, 0 18 * * *"}, {&first, &second, "0 1 * * *, 0 19 * * *"}, {&second, nil, "0 1 * * *"}} {
		change := new(changes).begin(t, step.gives, step.wants)
		if changed, err := change.apply(hibernating(), request); !changed || err != nil {
			t.Fatalf("towards %q: changed %v, error %v", step.want, changed, err)
		}
		if got := texts(requestSchedules(request)); got != step.want {
			t.Fatalf("schedules %q, want %q", got, step.want)
		}
		if changed, err := change.apply(hibernating(), request); changed || err != nil {
			t.Errorf("%q again: changed %v, error %v", step.want, changed, err)
		}
	}
	if request.ScalingSpec.HibernationSpec.Override != override {
		t.Error("the override was lost")
	}
}

func TestLastScheduleLeavesAnEmptySpec(t *testing.T) {
	t.Parallel()
	m := scheduleModel("0 18 * * *", "")
	request := requestWith(m.toAPI())
	if changed, err := new(changes).begin(t, &m, nil).apply(nil, request); !changed || err != nil {
		t.Fatalf("delete: %v %v", changed, err)
	}
	if request.ScalingSpec == nil || request.ScalingSpec.HibernationSpec != nil {
		t.Errorf("scalingSpec = %+v, want {}", request.ScalingSpec)
	}
}

// Calls that share a write, in both orders: what one gives up and another takes
// over stays, with what its new owner declares.
func TestExchangeInOneWrite(t *testing.T) {
	t.Parallel()
	x, y, z := noted("0 1 * * *", "x"), noted("0 2 * * *", "y"), noted("0 3 * * *", "z")
	newX := noted("0 1 * * *", "new x")
	type call struct{ gives, wants *hibernationScheduleModel }
	for name, c := range map[string]struct {
		before []*hibernationScheduleModel
		calls  []call
		want   []string
	}{
		"renamed":            {[]*hibernationScheduleModel{x}, []call{{x, nil}, {nil, x}}, []string{"0 1 * * * x"}},
		"renamed, described": {[]*hibernationScheduleModel{x}, []call{{x, nil}, {nil, newX}}, []string{"0 1 * * * new x"}},
		"swapped":            {[]*hibernationScheduleModel{x, y}, []call{{x, y}, {y, newX}}, []string{"0 1 * * * new x", "0 2 * * * y"}},
		"head removed":       {[]*hibernationScheduleModel{x, y}, []call{{x, y}, {y, nil}}, []string{"0 2 * * * y"}},
		"put in front":       {[]*hibernationScheduleModel{x, y}, []call{{x, z}, {y, x}, {nil, y}}, []string{"0 1 * * * x", "0 2 * * * y", "0 3 * * * z"}},
		"a round of three":   {[]*hibernationScheduleModel{x, y, z}, []call{{x, y}, {y, z}, {z, x}}, []string{"0 1 * * * x", "0 2 * * * y", "0 3 * * * z"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for turn := range c.calls {
				request, all := requestWith(), new(changes)
				for _, m := range c.before {
					setRequestSchedules(request, append(requestSchedules(request), m.toAPI()))
				}
				var begun []*scheduleChange
				for i := range c.calls {
					next := c.calls[(i+turn)%len(c.calls)]
					begun = append(begun, all.begin(t, next.gives, next.wants))
				}
				for _, change := range begun {
					if _, err := change.apply(hibernating(), request); err != nil {
						t.Fatal(err)
					}
				}
				left := hibernating(requestSchedules(request)...)
				for _, want := range c.want {
					if got := texts(schedulesOf(left)); !strings.Contains(got, want) || len(schedulesOf(left)) != len(c.want) {
						t.Errorf("turn %d: left %q, want %q", turn, got, c.want)
					}
				}
				for i, change := range begun {
					if err := change.stands(left); err != nil {
						t.Errorf("turn %d, call %d: %v", turn, i, err)
					}
				}
			}
		})
	}
}

// A want that came to nothing protects nothing: what was left for it goes.
func TestExchangeThatFails(t *testing.T) {
	t.Parallel()
	x, all := noted("0 1 * * *", "x"), new(changes)
	destroy, create := all.begin(t, x, nil), all.begin(t, nil, x)
	stands := hibernating(x.toAPI())
	if changed, err := destroy.apply(stands, requestWith(x.toAPI())); changed || err != nil {
		t.Fatalf("what is about to be taken over: changed %v, error %v", changed, err)
	}
	waited := make(chan bool)
	go func() {
		again, err := destroy.exchange.settleRelease(t.Context(), destroy, stands)
		waited <- again && err == nil
	}()
	create.exchange.end(create)
	if !<-waited {
		t.Error("the destroy took the failed create for a success")
	}
	if err := destroy.stands(stands); err == nil {
		t.Error("the entry that nobody wants may stay")
	}
	if changed, err := destroy.apply(stands, requestWith(x.toAPI())); !changed || err != nil {
		t.Errorf("the second try: changed %v, error %v", changed, err)
	}
}

// Two resources that turn out to want one pair are an error, in whatever order,
// and a resource that gave its pair up is not in the way of another.
func TestExchangeRefusesTheSecond(t *testing.T) {
	t.Parallel()
	x, y, all := noted("0 1 * * *", "x"), noted("0 2 * * *", "y"), new(changes)
	first := all.begin(t, nil, x)
	second := &scheduleChange{owner: "other", wants: x, exchange: first.exchange}
	if second.exchange.begin(second) {
		t.Error("two calls under way want one pair")
	}
	first.exchange.succeed(first)
	first.exchange.end(first)
	if second.exchange.begin(second) {
		t.Error("the pair was written already")
	}
	moved := &scheduleChange{owner: first.owner, gives: x, wants: y, exchange: first.exchange}
	if !moved.exchange.begin(moved) {
		t.Fatal("the owner's own update is refused")
	}
	moved.exchange.succeed(moved)
	moved.exchange.end(moved)
	if !second.exchange.begin(second) {
		t.Error("a pair that its owner gave up is refused")
	}
}

// At the limit, what other calls are about to give up makes room, and nothing else does.
func TestExchangeAtTheLimit(t *testing.T) {
	t.Parallel()
	var full []astro.HibernationSchedule
	for hour := range maxSchedules {
		m := scheduleModel(fmt.Sprintf("0 %d * * *", hour), "")
		full = append(full, m.toAPI())
	}
	eleventh, all := noted("0 23 * * *", "eleventh"), new(changes)
	create := all.begin(t, nil, eleventh)
	var refused *noRoom
	if _, err := create.apply(hibernating(full...), requestWith(full...)); !errors.As(err, &refused) || !strings.Contains(err.Error(), "would have 11 schedules") {
		t.Fatalf("the eleventh: %v", err)
	}
	leaving := scheduleModel("0 4 * * *", "")
	destroy := all.begin(t, &leaving, nil)
	request := requestWith(full...)
	if changed, err := create.apply(hibernating(full...), request); !changed || err != nil {
		t.Fatalf("with one leaving: changed %v, error %v", changed, err)
	}
	if got := requestSchedules(request); len(got) != maxSchedules || indexOfPair(got, leaving.pair()) >= 0 {
		t.Errorf("left %s", texts(got))
	}
	if changed, err := destroy.apply(hibernating(full...), request); changed || err != nil {
		t.Errorf("the destroy whose work was done: changed %v, error %v", changed, err)
	}
}

func TestClaims(t *testing.T) {
	t.Parallel()
	var claims scheduleClaims
	m, other := scheduleModel("0 18 * * *", ""), scheduleModel("0 19 * * *", "")
	if twice, declared := claims.claim("d", m.toAPI(), true); twice || declared != 1 {
		t.Errorf("first claim: %v %d", twice, declared)
	}
	if twice, declared := claims.claim("d", m.toAPI(), false); twice || declared != 1 {
		t.Errorf("the other half of a replacement: %v %d", twice, declared)
	}
	if twice, _ := claims.claim("d", m.toAPI(), true); !twice {
		t.Error("a second claim of the same sort")
	}
	if _, declared := claims.claim("d", other.toAPI(), true); declared != 2 {
		t.Errorf("declared = %d", declared)
	}
	if twice, _ := claims.claim("d", noted("0 19 * * *", "differs").toAPI(), false); !twice {
		t.Error("a create beside a schedule of other values is no replacement of it")
	}
	if beside := claims.declaredBeside("d", map[schedulePair]bool{m.pair(): true}); len(beside) != 1 {
		t.Errorf("beside = %v", beside)
	}
}

// Of the resources that hold one entry, the first that is seen has it.
func TestHolders(t *testing.T) {
	t.Parallel()
	var holders scheduleHolders
	entry := heldEntry{"d", schedulePair{"0 1 * * *", "0 2 * * *"}}
	if holders.held(entry) || holders.hasRead("a") {
		t.Error("held before anybody was read")
	}
	for range 2 {
		if !holders.hold(entry, "a") {
			t.Error("the first that was read, and may be read again, has it")
		}
	}
	if holders.hold(entry, "b") || !holders.held(entry) {
		t.Error("the second has it as well")
	}
	if holders.noteRead("a"); !holders.hasRead("a") || holders.hasRead("b") {
		t.Error("who was read is not told from who was not")
	}
}

func TestPlannedDeployments(t *testing.T) {
	t.Parallel()
	var planned plannedDeployments
	if names, possible := planned.hibernators(); possible || len(checkPlannedDeployments(names)) != 0 {
		t.Errorf("without Deployments: %v %v", names, possible)
	}
	planned.note("", "prod", plannedDeployment{isDevelopmentMode: ptr(false)})
	planned.note("id", "prod", plannedDeployment{isDevelopmentMode: ptr(false)})
	names, possible := planned.hibernators()
	if found := checkPlannedDeployments(names); possible || len(found) != 1 || !found[0].Warning || !strings.Contains(found[0].Detail, `("prod")`) {
		t.Errorf("said %v, possible %v", found, possible)
	}
	planned.note("", "maybe", plannedDeployment{})
	if _, possible := planned.hibernators(); !possible {
		t.Error("an unknown mode was judged")
	}
}
