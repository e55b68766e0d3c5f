package deployment

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

// remoteExecutionModel is remote_execution.
type remoteExecutionModel struct {
	Enabled                types.Bool   `tfsdk:"enabled"`
	AllowedIPAddressRanges types.Set    `tfsdk:"allowed_ip_address_ranges"`
	TaskLogBucket          types.String `tfsdk:"task_log_bucket"`
	TaskLogURLPattern      types.String `tfsdk:"task_log_url_pattern"`
	RemoteAPIURL           types.String `tfsdk:"remote_api_url"`
}

func remoteExecutionTypes() map[string]attr.Type {
	return map[string]attr.Type{
		"enabled": types.BoolType, "allowed_ip_address_ranges": types.SetType{ElemType: types.StringType},
		"task_log_bucket": types.StringType, "task_log_url_pattern": types.StringType, "remote_api_url": types.StringType,
	}
}

// remoteExecutionOf decodes the object; false when it is null or unknown.
func remoteExecutionOf(ctx context.Context, value types.Object) (remoteExecutionModel, bool) {
	var model remoteExecutionModel
	if value.IsNull() || value.IsUnknown() || value.As(ctx, &model, basetypes.ObjectAsOptions{}).HasError() {
		return remoteExecutionModel{}, false
	}
	return model, true
}

// readRemoteExecution undoes what the API does to the object: off reads as
// absent, an empty text as absent, no ranges as an empty list (API facts, C.8).
func readRemoteExecution(ctx context.Context, value types.Object, read *astro.RemoteExecution, diags *diag.Diagnostics) types.Object {
	prior, known := remoteExecutionOf(ctx, value)
	if read == nil {
		if !known || prior.Enabled.ValueBool() {
			return types.ObjectNull(remoteExecutionTypes())
		}
		prior.Enabled = types.BoolValue(false)
		prior.RemoteAPIURL = types.StringNull()
		if prior.AllowedIPAddressRanges.IsUnknown() {
			prior.AllowedIPAddressRanges = types.SetNull(types.StringType)
		}
		return remoteExecutionObject(ctx, prior, diags)
	}
	model := remoteExecutionModel{
		Enabled:                types.BoolValue(read.Enabled),
		AllowedIPAddressRanges: setOf(ctx, append([]string{}, read.AllowedIPAddressRanges...), diags),
		TaskLogBucket:          readDescription(prior.TaskLogBucket, read.TaskLogBucket),
		TaskLogURLPattern:      readDescription(prior.TaskLogURLPattern, read.TaskLogURLPattern),
		RemoteAPIURL:           types.StringValue(read.RemoteAPIURL),
	}
	return remoteExecutionObject(ctx, model, diags)
}

func remoteExecutionObject(ctx context.Context, model remoteExecutionModel, diags *diag.Diagnostics) types.Object {
	object, problems := types.ObjectValueFrom(ctx, remoteExecutionTypes(), model)
	diags.Append(problems...)
	return object
}

// toAPI writes all four values: what the API does with omitted ones is not
// known (API facts, C.8).
func (m *remoteExecutionModel) toAPI(ctx context.Context, diags *diag.Diagnostics) *astro.RemoteExecutionRequest {
	if !m.Enabled.ValueBool() {
		return &astro.RemoteExecutionRequest{Enabled: false}
	}
	return &astro.RemoteExecutionRequest{
		Enabled: true, AllowedIPAddressRanges: textsOf(ctx, m.AllowedIPAddressRanges, diags),
		TaskLogBucket: textOf(m.TaskLogBucket), TaskLogURLPattern: textOf(m.TaskLogURLPattern),
	}
}

// keepRemoteExecution keeps the state's value of what a planned object leaves
// open: the ranges as they are, and the URL unless the object is switched on.
func keepRemoteExecution(ctx context.Context, planned, prior types.Object) types.Object {
	plan, isPlanned := remoteExecutionOf(ctx, planned)
	before, stood := remoteExecutionOf(ctx, prior)
	if !isPlanned || !stood || !plan.Enabled.Equal(before.Enabled) {
		return planned
	}
	return completeRemoteExecution(ctx, plan, before, &diag.Diagnostics{})
}

// settleRemoteExecution fills what the plan left open from what was read.
func settleRemoteExecution(ctx context.Context, planned, read types.Object, diags *diag.Diagnostics) types.Object {
	plan, isPlanned := remoteExecutionOf(ctx, planned)
	if !isPlanned {
		return planned
	}
	seen, ok := remoteExecutionOf(ctx, read)
	if !ok {
		seen = remoteExecutionModel{AllowedIPAddressRanges: types.SetNull(types.StringType)}
	}
	return completeRemoteExecution(ctx, plan, seen, diags)
}

func completeRemoteExecution(ctx context.Context, plan, from remoteExecutionModel, diags *diag.Diagnostics) types.Object {
	if plan.AllowedIPAddressRanges.IsUnknown() {
		plan.AllowedIPAddressRanges = from.AllowedIPAddressRanges
	}
	if plan.RemoteAPIURL.IsUnknown() {
		plan.RemoteAPIURL = from.RemoteAPIURL
	}
	return remoteExecutionObject(ctx, plan, diags)
}
