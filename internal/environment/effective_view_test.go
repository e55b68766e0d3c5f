package environment

import (
	"maps"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

func pointer[T any](v T) *T { return &v }

// sharedConnection is auto-linked, overridden for "prod", excluded for "lab".
func sharedConnection() *astro.EnvironmentObject {
	return &astro.EnvironmentObject{
		ID: pointer("c1"), ObjectKey: "snowflake", ObjectType: astro.ObjectTypeConnection, Scope: astro.ScopeWorkspace, ScopeEntityID: "w1",
		AutoLinkDeployments: pointer(true), SetFields: []string{"login", "password", "schema", "extra.account", "extra.database", "extra.private_key_content"},
		Connection: &astro.Connection{
			Type: "snowflake", Login: pointer("loader"), Password: pointer(""), Schema: pointer("COOKIES"),
			Extra: astro.Extra{"account": "acme", "database": "CONN_DEMO_DEV", "private_key_content": "leaked"},
		},
		Links: []astro.Link{{
			Scope: astro.ScopeDeployment, ScopeEntityID: "prod", SetFields: []string{"extra.database", "password"},
			ConnectionOverrides: &astro.ConnectionOverrides{Password: pointer("leaked"), Extra: astro.Extra{"database": "CONN_DEMO_PROD"}},
		}},
		ExcludeLinks: []astro.ExcludeLink{{Scope: astro.ScopeDeployment, ScopeEntityID: "lab"}},
	}
}

func TestViewFor(t *testing.T) {
	t.Parallel()
	base := map[string]string{
		"type": "CONNECTION", "login": "CONNECTION", "schema": "CONNECTION", "extra.account": "CONNECTION", "extra.database": "CONNECTION",
		"password": "CONNECTION", "extra.private_key_content": "CONNECTION",
	}
	overridden := maps.Clone(base)
	overridden["extra.database"], overridden["password"] = "OVERRIDE", "OVERRIDE"
	cases := map[string]struct {
		deployment string
		reached    bool
		linkedBy   string
		database   string
		sources    map[string]string
	}{
		"auto-link":    {"dev", true, "AUTO_LINK", "CONN_DEMO_DEV", base},
		"own override": {"prod", true, "LINK", "CONN_DEMO_PROD", overridden},
		"excluded":     {deployment: "lab"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			view, reached := viewFor(sharedConnection(), c.deployment)
			if reached != c.reached {
				t.Fatalf("reached = %v", reached)
			}
			if !reached {
				return
			}
			if view.linkedBy != c.linkedBy || view.fields.Extra["database"] != c.database || view.fields.Extra["account"] != "acme" {
				t.Errorf("view = %+v", view)
			}
			if view.fields.Password != nil || view.fields.Extra["private_key_content"] != nil {
				t.Errorf("a secret is shown: %+v", view.fields)
			}
			if diff := cmp.Diff(c.sources, view.sources); diff != "" {
				t.Errorf("sources (-want +got):\n%s", diff)
			}
		})
	}
}

func TestViewForRestricted(t *testing.T) {
	t.Parallel()
	object := sharedConnection()
	object.AutoLinkDeployments = nil
	if _, reached := viewFor(object, "dev"); reached {
		t.Error("a Restricted connection reaches a Deployment without a link")
	}
	if view, reached := viewFor(object, "prod"); !reached || view.linkedBy != "LINK" {
		t.Errorf("an explicit link must reach: %v %v", view.linkedBy, reached)
	}
}

func TestMergeByKeyPrefersTheDeploymentsOwn(t *testing.T) {
	t.Parallel()
	own := astro.EnvironmentObject{
		ID: pointer("c2"), ObjectKey: "snowflake", Scope: astro.ScopeDeployment, ScopeEntityID: "dev",
		Connection: &astro.Connection{Type: "snowflake", Login: pointer("mine")},
	}
	rows := mergeByKey([]astro.EnvironmentObject{own}, []astro.EnvironmentObject{*sharedConnection()}, "dev")
	if len(rows) != 1 || rows[0].ID.ValueString() != "c2" || rows[0].Login.ValueString() != "mine" {
		t.Errorf("rows = %+v", rows)
	}
}

func TestEffectiveRowsLeaveOutDeletedDeployments(t *testing.T) {
	t.Parallel()
	rows := effectiveRows(sharedConnection(), []string{"dev", "lab"})
	if _, there := rows["prod"]; there || len(rows) != 1 {
		t.Errorf("rows = %v", rows)
	}
}
