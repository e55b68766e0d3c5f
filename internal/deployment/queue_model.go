package deployment

import (
	"context"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

// defaultQueue must exist wherever there are worker queues (API facts, C.6).
const defaultQueue = "default"

// queueModel is one element of worker_queues. The id is not part of it: it may
// change whenever the list is written (API facts, C.6).
type queueModel struct {
	AstroMachine      types.String `tfsdk:"astro_machine"`
	NodePoolID        types.String `tfsdk:"node_pool_id"`
	MinWorkerCount    types.Int64  `tfsdk:"min_worker_count"`
	MaxWorkerCount    types.Int64  `tfsdk:"max_worker_count"`
	WorkerConcurrency types.Int64  `tfsdk:"worker_concurrency"`
}

func queueType() types.ObjectType {
	return types.ObjectType{AttrTypes: map[string]attr.Type{
		"astro_machine": types.StringType, "node_pool_id": types.StringType,
		"min_worker_count": types.Int64Type, "max_worker_count": types.Int64Type, "worker_concurrency": types.Int64Type,
	}}
}

// flattenQueues writes queues as read; none, as under KUBERNETES, is null.
func flattenQueues(ctx context.Context, queues []astro.WorkerQueue, diags *diag.Diagnostics) types.Map {
	if len(queues) == 0 {
		return types.MapNull(queueType())
	}
	models := map[string]queueModel{}
	for _, q := range queues {
		models[q.Name] = queueModel{
			AstroMachine: types.StringPointerValue(q.AstroMachine), NodePoolID: types.StringPointerValue(q.NodePoolID),
			MinWorkerCount: types.Int64Value(q.MinWorkerCount), MaxWorkerCount: types.Int64Value(q.MaxWorkerCount),
			WorkerConcurrency: types.Int64Value(q.WorkerConcurrency),
		}
	}
	flattened, problems := types.MapValueFrom(ctx, queueType(), models)
	diags.Append(problems...)
	return flattened
}

// queuesOf decodes worker_queues; queues that are unknown as a whole are left out.
func queuesOf(ctx context.Context, value types.Map) map[string]queueModel {
	return decodeMap[queueModel](ctx, value)
}

// decodeMap decodes the known elements of a map of objects.
func decodeMap[T any](ctx context.Context, value types.Map) map[string]T {
	decoded := map[string]T{}
	for key, element := range value.Elements() {
		object, ok := element.(types.Object)
		if !ok || object.IsNull() || object.IsUnknown() {
			continue
		}
		var model T
		if problems := object.As(ctx, &model, basetypes.ObjectAsOptions{}); !problems.HasError() {
			decoded[key] = model
		}
	}
	return decoded
}

// expandQueues writes the configured queues as a request: those that exist first, in
// the order they are read in, with their ids and their ephemeral storage, which
// a list without them would reset (API facts, C.6).
func expandQueues(ctx context.Context, value types.Map, fresh []astro.WorkerQueue) []astro.WorkerQueueRequest {
	wanted := queuesOf(ctx, value)
	requests := []astro.WorkerQueueRequest{}
	for _, existing := range fresh {
		queue, ok := wanted[existing.Name]
		if !ok {
			continue
		}
		request := queue.toAPI(existing.Name)
		request.ID, request.IsDefault, request.PodEphemeralStorage = &existing.ID, existing.IsDefault, existing.PodEphemeralStorage
		requests = append(requests, request)
		delete(wanted, existing.Name)
	}
	for _, name := range slices.Sorted(maps.Keys(wanted)) {
		queue := wanted[name]
		requests = append(requests, queue.toAPI(name))
	}
	return requests
}

func (q *queueModel) toAPI(name string) astro.WorkerQueueRequest {
	return astro.WorkerQueueRequest{
		Name: name, IsDefault: name == defaultQueue,
		MinWorkerCount: q.MinWorkerCount.ValueInt64(), MaxWorkerCount: q.MaxWorkerCount.ValueInt64(),
		WorkerConcurrency: q.WorkerConcurrency.ValueInt64(),
		AstroMachine:      textOf(q.AstroMachine), NodePoolID: textOf(q.NodePoolID),
	}
}

// textOf is the pointer form of a text; null and unknown give nil.
func textOf(value types.String) *string {
	if value.IsNull() || value.IsUnknown() {
		return nil
	}
	text := value.ValueString()
	return &text
}

// textValue is the value of an optional text.
func textValue(text *string) types.String { return types.StringPointerValue(text) }
