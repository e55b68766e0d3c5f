package provider

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/ownership"
)

func TestClientConfig(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		model   model
		options []Option
		want    astro.Config
		settle  time.Duration
	}{
		"released": {settle: ownership.DefaultSettle},
		"none of it": {
			model:  model{MaxRetries: types.Int64Value(0), SettleTime: types.StringValue("0s")},
			want:   astro.Config{MaxRetries: -1},
			settle: -1,
		},
		"all of it": {
			model: model{
				MaxRetries: types.Int64Value(7), RequestTimeout: types.StringValue("90s"), SettleTime: types.StringValue("5s"),
				RateLimits: &rateLimitsModel{Get: types.Float64Value(12), Post: types.Float64Value(0.5)},
			},
			want:   astro.Config{MaxRetries: 7, RequestTimeout: 90 * time.Second, RateLimits: astro.RateLimits{Get: 12, Post: 0.5}},
			settle: 5 * time.Second,
		},
		"the configuration before the tuning": {
			model: model{SettleTime: types.StringValue("1s"), RateLimits: &rateLimitsModel{Delete: types.Float64Value(1)}},
			options: []Option{WithTuning(Tuning{
				Settle: -1, RateLimits: astro.RateLimits{Get: -1, Delete: -1}, RetryWaitMin: time.Millisecond, RetryWaitMax: 2 * time.Millisecond,
			})},
			want: astro.Config{
				RateLimits: astro.RateLimits{Get: -1, Delete: 1}, RetryWaitMin: time.Millisecond, RetryWaitMax: 2 * time.Millisecond,
			},
			settle: time.Second,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			deps := released()
			for _, apply := range test.options {
				apply(&deps)
			}
			var diags diag.Diagnostics
			r := &resolver{deps: &deps, diags: &diags}
			got, settle := r.clientConfig(test.model, connection{token: "t", host: "h", organizationID: "o"}, "1.2.3")
			test.want.Token, test.want.Host, test.want.OrganizationID, test.want.Version = "t", "h", "o", "1.2.3"
			if diff := cmp.Diff(test.want, got, cmpopts.IgnoreFields(astro.Config{}, "Logger")); diff != "" {
				t.Errorf("configuration (-want +got):\n%s", diff)
			}
			if settle != test.settle || diags.HasError() || got.Logger == nil {
				t.Errorf("settle %s, want %s; %v", settle, test.settle, diags)
			}
		})
	}
}
