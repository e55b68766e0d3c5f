package deployment

import (
	"slices"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

// schedulesOf are a Deployment's schedules, nil when it has none.
func schedulesOf(d *astro.Deployment) []astro.HibernationSchedule {
	if d.ScalingSpec == nil || d.ScalingSpec.HibernationSpec == nil {
		return nil
	}
	return d.ScalingSpec.HibernationSpec.Schedules
}

// requestSchedules are the schedules that an update is going to write.
func requestSchedules(request *astro.UpdateDeploymentRequest) []astro.HibernationSchedule {
	if request.ScalingSpec == nil || request.ScalingSpec.HibernationSpec == nil {
		return nil
	}
	return request.ScalingSpec.HibernationSpec.Schedules
}

// setRequestSchedules writes schedules into a request and leaves the override
// in it alone. Without either the spec is {}, which is how the API is told to
// clear it (API facts, D.5).
func setRequestSchedules(request *astro.UpdateDeploymentRequest, schedules []astro.HibernationSchedule) {
	var override *astro.HibernationOverrideRequest
	if request.ScalingSpec != nil && request.ScalingSpec.HibernationSpec != nil {
		override = request.ScalingSpec.HibernationSpec.Override
	}
	if len(schedules) == 0 {
		schedules = nil
	}
	if schedules == nil && override == nil {
		request.ScalingSpec = &astro.ScalingSpecRequest{}
		return
	}
	request.ScalingSpec = &astro.ScalingSpecRequest{HibernationSpec: &astro.HibernationSpecRequest{Schedules: schedules, Override: override}}
}

// indexOfPair finds an entry by its crons, -1 when it is not there.
func indexOfPair(schedules []astro.HibernationSchedule, pair schedulePair) int {
	return slices.IndexFunc(schedules, func(s astro.HibernationSchedule) bool { return pairOf(s) == pair })
}

// identical tells whether two entries are written alike.
func identical(a, b astro.HibernationSchedule) bool {
	return a.HibernateAtCron == b.HibernateAtCron && a.WakeAtCron == b.WakeAtCron && a.IsEnabled == b.IsEnabled &&
		(a.Description == nil) == (b.Description == nil) && (a.Description == nil || *a.Description == *b.Description)
}

// knownEntry is an entry as it was at the last read or write; private state
// keeps the list.
type knownEntry struct {
	schedulePair
	Description string `json:"description,omitempty"`
}

func knownEntries(schedules []astro.HibernationSchedule) []knownEntry {
	known := make([]knownEntry, 0, len(schedules))
	for _, s := range schedules {
		entry := knownEntry{schedulePair: pairOf(s)}
		if s.Description != nil {
			entry.Description = *s.Description
		}
		known = append(known, entry)
	}
	return known
}

// findEntry finds the model's entry in what was read: by its exact pair; else
// the single entry that shares a cron or the description with it and was not in
// the list before, which is how an entry looks whose cron was edited elsewhere.
// Without the list only the exact pair counts.
func (m *hibernationScheduleModel) findEntry(schedules []astro.HibernationSchedule, before []knownEntry) (astro.HibernationSchedule, bool) {
	if i := indexOfPair(schedules, m.pair()); i >= 0 {
		return schedules[i], true
	}
	var candidates []astro.HibernationSchedule
	for _, s := range schedules {
		if before != nil && !slices.ContainsFunc(before, func(k knownEntry) bool { return k.schedulePair == pairOf(s) }) && m.resembles(s) {
			candidates = append(candidates, s)
		}
	}
	if len(candidates) != 1 {
		return astro.HibernationSchedule{}, false
	}
	return candidates[0], true
}

func (m *hibernationScheduleModel) resembles(s astro.HibernationSchedule) bool {
	own, other := m.pair(), pairOf(s)
	sameDescription := s.Description != nil && *s.Description != "" && *s.Description == m.Description.ValueString()
	return own.Hibernate == other.Hibernate || own.Wake == other.Wake || sameDescription
}
