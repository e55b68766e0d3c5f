package ownership

import (
	"cmp"
	"encoding/json"
	"slices"
	"time"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

// writableOfObject writes down what of an environment object somebody can
// write, as far as reads show it: not who changed it when, and in an order of its own.
func writableOfObject(o *astro.EnvironmentObject) string {
	links := slices.Clone(o.Links)
	for i := range links {
		links[i].SetFields = slices.Sorted(slices.Values(links[i].SetFields))
	}
	slices.SortFunc(links, func(a, b astro.Link) int {
		return cmp.Or(cmp.Compare(a.Scope, b.Scope), cmp.Compare(a.ScopeEntityID, b.ScopeEntityID))
	})
	excludes := slices.Clone(o.ExcludeLinks)
	slices.SortFunc(excludes, func(a, b astro.ExcludeLink) int { return cmp.Compare(a.ScopeEntityID, b.ScopeEntityID) })
	connection := o.Connection
	if connection != nil && connection.ConnectionAuthType != nil {
		plain := *connection
		plain.ConnectionAuthType = &astro.ConnectionAuthType{ID: connection.ConnectionAuthType.ID}
		connection = &plain
	}
	return asText(struct {
		Description                          string
		AutoLink                             bool
		Links                                []astro.Link
		Excludes                             []astro.ExcludeLink
		SetFields                            []string
		Connection                           *astro.Connection
		AirflowVariable, EnvironmentVariable *astro.VariableValue
		MetricsExport                        *astro.MetricsExport
	}{
		valueOr(o.Description, ""), valueOr(o.AutoLinkDeployments, false), links, excludes,
		slices.Sorted(slices.Values(o.SetFields)), connection, o.AirflowVariable, o.EnvironmentVariable, o.MetricsExport,
	})
}

// writableOfDeployment writes down what of a Deployment somebody can write: what
// an update would carry, in an order of its own and without the ids of queues,
// which the API may change (API facts, C.6).
func writableOfDeployment(d *astro.Deployment) string {
	request := CarryDeployment(d, time.Time{})
	slices.Sort(request.ContactEmails)
	slices.SortFunc(request.EnvironmentVariables, func(a, b astro.EnvironmentVariableRequest) int { return cmp.Compare(a.Key, b.Key) })
	for i := range request.WorkerQueues {
		request.WorkerQueues[i].ID = nil
	}
	slices.SortFunc(request.WorkerQueues, func(a, b astro.WorkerQueueRequest) int { return cmp.Compare(a.Name, b.Name) })
	if request.RemoteExecution != nil {
		slices.Sort(request.RemoteExecution.AllowedIPAddressRanges)
	}
	if request.ScalingSpec != nil && request.ScalingSpec.HibernationSpec != nil {
		slices.SortFunc(request.ScalingSpec.HibernationSpec.Schedules, func(a, b astro.HibernationSchedule) int {
			return cmp.Or(cmp.Compare(a.HibernateAtCron, b.HibernateAtCron), cmp.Compare(a.WakeAtCron, b.WakeAtCron),
				cmp.Compare(valueOr(a.Description, ""), valueOr(b.Description, "")))
		})
	}
	return asText(request)
}

// asText writes a value down. What cannot be written, which no answer of the
// API leads to, is equal to nothing but itself.
func asText(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(text)
}
