package walk

import (
	"testing"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

func ptr[T any](v T) *T { return &v }

// What moves by itself between a read and a list does not tell them apart; what
// a list leaves out does.
func TestShapeOfADeployment(t *testing.T) {
	base := func() astro.Deployment {
		return astro.Deployment{
			ID: "d", Name: "one", Status: "HEALTHY", WebserverURL: "https://a", ImageTag: "1", UpdatedAt: "2026-01-01T00:00:00Z",
			EffectiveWorkloadIdentity: ptr("a"), ContactEmails: []string{"a@example.com", "b@example.com"}, ExternalIPs: []string{"192.0.2.1"},
			EnvironmentVariables: []astro.EnvironmentVariable{{Key: "A", Value: ptr("1"), UpdatedAt: "2026-01-01T00:00:00Z"}, {Key: "B", IsSecret: true}},
			RemoteExecution:      &astro.RemoteExecution{Enabled: true, RemoteAPIURL: "https://a"},
		}
	}
	for name, tc := range map[string]struct {
		change func(*astro.Deployment)
		same   bool
	}{
		"status":         {func(d *astro.Deployment) { d.Status, d.StatusReason = "HIBERNATING", ptr("asleep") }, true},
		"time of update": {func(d *astro.Deployment) { d.UpdatedAt = "2026-02-01T00:00:00Z" }, true},
		"computed values": {func(d *astro.Deployment) {
			d.WebserverURL, d.ImageTag, d.EffectiveWorkloadIdentity = "https://b", "2", ptr("b")
		}, true},
		"remote API": {func(d *astro.Deployment) {
			d.RemoteExecution = &astro.RemoteExecution{Enabled: true, RemoteAPIURL: "https://b"}
		}, true},
		"order of e-mails": {func(d *astro.Deployment) { d.ContactEmails = []string{"b@example.com", "a@example.com"} }, true},
		"order of variables": {func(d *astro.Deployment) {
			d.EnvironmentVariables[0], d.EnvironmentVariables[1] = d.EnvironmentVariables[1], d.EnvironmentVariables[0]
		}, true},
		"time of a variable":   {func(d *astro.Deployment) { d.EnvironmentVariables[0].UpdatedAt = "2026-02-01T00:00:00Z" }, true},
		"name":                 {func(d *astro.Deployment) { d.Name = "two" }, false},
		"value of a variable":  {func(d *astro.Deployment) { d.EnvironmentVariables[0].Value = ptr("2") }, false},
		"variables left out":   {func(d *astro.Deployment) { d.EnvironmentVariables = nil }, false},
		"URL left out":         {func(d *astro.Deployment) { d.WebserverURL = "" }, false},
		"identity left out":    {func(d *astro.Deployment) { d.EffectiveWorkloadIdentity = nil }, false},
		"addresses left out":   {func(d *astro.Deployment) { d.ExternalIPs = nil }, false},
		"remote execution off": {func(d *astro.Deployment) { d.RemoteExecution = nil }, false},
	} {
		changed := base()
		tc.change(&changed)
		if same := deploymentShape(base()) == deploymentShape(changed); same != tc.same {
			t.Errorf("%s: same = %v, want %v", name, same, tc.same)
		}
	}
	d := base()
	deploymentShape(d)
	if d.EnvironmentVariables[0].UpdatedAt == "" || d.RemoteExecution.RemoteAPIURL != "https://a" || d.ExternalIPs[0] != "192.0.2.1" {
		t.Error("writing the shape down changed the Deployment")
	}
}

func TestShapeOfAnObject(t *testing.T) {
	link := func(id string, host *string) astro.Link {
		return astro.Link{Scope: astro.ScopeDeployment, ScopeEntityID: id, ConnectionOverrides: &astro.ConnectionOverrides{Host: host}}
	}
	base := objectShape(astro.EnvironmentObject{ObjectKey: "k", UpdatedAt: ptr("1"), Links: []astro.Link{link("a", ptr("x")), link("b", ptr("y"))}})
	for name, tc := range map[string]struct {
		object astro.EnvironmentObject
		same   bool
	}{
		"order and time": {astro.EnvironmentObject{ObjectKey: "k", UpdatedAt: ptr("2"), Links: []astro.Link{link("b", ptr("y")), link("a", ptr("x"))}}, true},
		"swapped values": {astro.EnvironmentObject{ObjectKey: "k", Links: []astro.Link{link("a", ptr("y")), link("b", ptr("x"))}}, false},
		"no links":       {astro.EnvironmentObject{ObjectKey: "k"}, false},
		"no overrides":   {astro.EnvironmentObject{ObjectKey: "k", Links: []astro.Link{link("a", nil), link("b", nil)}}, false},
	} {
		if same := objectShape(tc.object) == base; same != tc.same {
			t.Errorf("%s: same = %v, want %v", name, same, tc.same)
		}
	}
}
