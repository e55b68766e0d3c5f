package ownership_test

import (
	"encoding/json"
	"testing"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/ownership"
)

func asJSON(t *testing.T, v any) string {
	t.Helper()
	written, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(written)
}

func TestEnsureAndRemoveLink(t *testing.T) {
	request := &astro.UpdateEnvironmentObjectRequest{}
	ownership.EnsureLink(request, "d1")
	first := ownership.EnsureLink(request, "d2")
	ownership.SetOverride(first, &astro.ConnectionOverrides{Host: text("h")})
	ownership.EnsureLink(request, "d2")
	if got, want := asJSON(t, request.Links), `[{"scope":"DEPLOYMENT","scopeEntityId":"d1"},{"scope":"DEPLOYMENT","scopeEntityId":"d2","overrides":{"connection":{"host":"h"}}}]`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if !ownership.RemoveLink(request, "d2") || ownership.RemoveLink(request, "d2") || len(request.Links) != 1 {
		t.Errorf("links: %v", request.Links)
	}
}

func TestFindLinkWantsADeployment(t *testing.T) {
	object := &astro.EnvironmentObject{Links: []astro.Link{{Scope: astro.ScopeWorkspace, ScopeEntityID: "d1"}, {Scope: astro.ScopeDeployment, ScopeEntityID: "d2"}}}
	if ownership.FindLink(object, "d1") != nil || ownership.FindLink(object, "d2") == nil {
		t.Error("found the wrong entry")
	}
}

func TestOverridesOfSeveralEditsMerge(t *testing.T) {
	port := int64(5432)
	for name, tc := range map[string]struct {
		edits []func(*astro.LinkRequest)
		want  string
	}{
		"nothing": {want: `null`},
		"two owners of two fields": {[]func(*astro.LinkRequest){
			func(l *astro.LinkRequest) { ownership.SetOverride(l, &astro.ConnectionOverrides{Host: text("h")}) },
			func(l *astro.LinkRequest) { ownership.SetOverride(l, &astro.ConnectionOverrides{Port: &port}) },
		}, `{"connection":{"host":"h","port":5432}}`},
		"two owners of two members": {[]func(*astro.LinkRequest){
			func(l *astro.LinkRequest) {
				ownership.SetOverride(l, &astro.ConnectionOverrides{Extra: astro.Extra{"a": 1}})
			},
			func(l *astro.LinkRequest) {
				ownership.SetOverride(l, &astro.ConnectionOverrides{Extra: astro.Extra{"b": 2}})
			},
		}, `{"connection":{"extra":{"a":1,"b":2}}}`},
		"set after unset": {[]func(*astro.LinkRequest){
			func(l *astro.LinkRequest) { ownership.UnsetOverride(l, "host", "extra.a", "login") },
			func(l *astro.LinkRequest) {
				ownership.SetOverride(l, &astro.ConnectionOverrides{Host: text("h"), Extra: astro.Extra{"a": 1}})
			},
		}, `{"connection":{"host":"h","extra":{"a":1}},"unsetFields":["login"]}`},
		"unset after set": {[]func(*astro.LinkRequest){
			func(l *astro.LinkRequest) {
				ownership.SetOverride(l, &astro.ConnectionOverrides{Host: text("h"), Password: text("p"), Extra: astro.Extra{"a": 1}})
			},
			func(l *astro.LinkRequest) {
				ownership.UnsetOverride(l, "password", "extra.a", "host")
				ownership.UnsetOverride(l, "host")
			},
		}, `{"unsetFields":["password","extra.a","host"]}`},
		"unset nothing": {[]func(*astro.LinkRequest){func(l *astro.LinkRequest) { ownership.UnsetOverride(l) }}, `null`},
	} {
		t.Run(name, func(t *testing.T) {
			link := &astro.LinkRequest{}
			for _, edit := range tc.edits {
				edit(link)
			}
			if got := asJSON(t, link.Overrides); got != tc.want {
				t.Errorf("got %s, want %s", got, tc.want)
			}
		})
	}
}
