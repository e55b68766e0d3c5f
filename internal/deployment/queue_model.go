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
	AstroMachine        types.String `tfsdk:"astro_machine"`
	NodePoolID          types.String `tfsdk:"node_pool_id"`
	MinWorkerCount      types.Int64  `tfsdk:"min_worker_count"`
	MaxWorkerCount      types.Int64  `tfsdk:"max_worker_count"`
	WorkerConcurrency   types.Int64  `tfsdk:"worker_concurrency"`
	PodEphemeralStorage quantity     `tfsdk:"pod_ephemeral_storage"`
}

func queueType() types.ObjectType {
	return types.ObjectType{AttrTypes: map[string]attr.Type{
		"astro_machine": types.StringType, "node_pool_id": types.StringType,
		"min_worker_count": types.Int64Type, "max_worker_count": types.Int64Type, "worker_concurrency": types.Int64Type,
		"pod_ephemeral_storage": quantityType{},
	}}
}

// noQueues is what a Deployment without queues has, as under KUBERNETES: an empty
// map, so that {} in a configuration plans nothing.
func noQueues() types.Map { return types.MapValueMust(queueType(), map[string]attr.Value{}) }

// readQueues writes queues as read, in the spelling that stood before.
func readQueues(ctx context.Context, prior types.Map, queues []astro.WorkerQueue, diags *diag.Diagnostics) types.Map {
	before, models := queuesOf(ctx, prior), map[string]queueModel{}
	for _, q := range queues {
		models[q.Name] = queueModel{
			AstroMachine: types.StringPointerValue(q.AstroMachine), NodePoolID: types.StringPointerValue(q.NodePoolID),
			MinWorkerCount: types.Int64Value(q.MinWorkerCount), MaxWorkerCount: types.Int64Value(q.MaxWorkerCount),
			WorkerConcurrency:   types.Int64Value(q.WorkerConcurrency),
			PodEphemeralStorage: readQuantity(before[q.Name].PodEphemeralStorage, q.PodEphemeralStorage),
		}
	}
	return queueMap(ctx, models, diags)
}

func queueMap(ctx context.Context, models map[string]queueModel, diags *diag.Diagnostics) types.Map {
	value, problems := types.MapValueFrom(ctx, queueType(), models)
	diags.Append(problems...)
	return value
}

// keepQueues keeps the state's storage of planned queues that leave it open, and
// its spelling of the same amount.
func keepQueues(ctx context.Context, config, planned, prior types.Map) types.Map {
	wanted, stand := queuesOf(ctx, config), queuesOf(ctx, prior)
	return changeQueues(ctx, planned, func(name string, queue *queueModel) bool {
		stood, ok := stand[name]
		storage := wanted[name].PodEphemeralStorage
		same := given(storage) && given(stood.PodEphemeralStorage) && sameQuantity(storage.ValueString(), stood.PodEphemeralStorage.ValueString())
		if !same && (!ok || !storage.IsNull()) {
			return false
		}
		queue.PodEphemeralStorage = stood.PodEphemeralStorage
		return true
	})
}

// settleQueues fills the storage that planned queues leave open from those read.
func settleQueues(ctx context.Context, planned, read types.Map) types.Map {
	stand := queuesOf(ctx, read)
	return changeQueues(ctx, planned, func(name string, queue *queueModel) bool {
		if !queue.PodEphemeralStorage.IsUnknown() {
			return false
		}
		queue.PodEphemeralStorage = stand[name].PodEphemeralStorage
		return true
	})
}

// changeQueues changes the known queues of a known map for which change says so.
func changeQueues(ctx context.Context, queues types.Map, change func(name string, queue *queueModel) bool) types.Map {
	if !given(queues) {
		return queues
	}
	elements := maps.Clone(queues.Elements())
	for name, queue := range queuesOf(ctx, queues) {
		if !change(name, &queue) {
			continue
		}
		if element, diags := types.ObjectValueFrom(ctx, queueType().AttrTypes, queue); !diags.HasError() {
			elements[name] = element
		}
	}
	return types.MapValueMust(queueType(), elements)
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
		setQuantity(&request.PodEphemeralStorage, queue.PodEphemeralStorage, asWritten)
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
		PodEphemeralStorage: textOf(q.PodEphemeralStorage.StringValue),
	}
}

// asWritten is how storage is sent: any Kubernetes quantity will do (API facts, C.6).
func asWritten(text string) string { return text }

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
