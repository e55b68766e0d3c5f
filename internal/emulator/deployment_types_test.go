package emulator_test

import (
	"fmt"
	"net/http"
	"reflect"
	"testing"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

func TestDedicatedPlacement(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	id := c.cluster(t, "dedicated")
	got := c.create(t, object{"type": "DEDICATED", "clusterId": id}).get(t)
	for member, want := range map[string]any{"clusterId": id, "clusterName": "dedicated", "cloudProvider": "AWS", "region": "us-east-1", "type": "DEDICATED"} {
		if got[member] != want {
			t.Errorf("%s is %v, want %v", member, got[member], want)
		}
	}
	for name, change := range map[string]object{
		"none of several": {"type": "DEDICATED"},
		"unknown":         {"type": "DEDICATED", "clusterId": "c000000000000000000000000"},
		"being created":   {"type": "DEDICATED", "clusterId": c.cluster(t, "dedicated-new")},
		"other Workspace": {"type": "DEDICATED", "clusterId": c.cluster(t, "limited")},
		"hybrid cluster":  {"type": "DEDICATED", "clusterId": c.cluster(t, "hybrid")},
	} {
		t.Run(name, func(t *testing.T) { c.refuse(t, change) })
	}
	w := c.srv.Info().WorkspaceID
	c.do(t, http.StatusOK, http.MethodPost, "workspaces/"+w, object{"name": "Demo", "description": "", "cicdEnforcedDefault": false, "defaultClusterId": id})
	if got := c.create(t, object{"type": "DEDICATED"}).get(t)["clusterId"]; got != id {
		t.Errorf("default cluster %v", got)
	}
}

func TestStandardPlacement(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{Switches: func(s *emulator.Switches) { s.StandardClusterIDShown = true }})
	w := c.srv.Info().WorkspaceID
	c.do(t, http.StatusOK, http.MethodPost, "workspaces/"+w, object{
		"name": "Demo", "description": "", "cicdEnforcedDefault": false, "defaultCloudProvider": "GCP", "defaultRegion": "us-east4",
	})
	place := func(change object) string {
		d := c.create(t, change).get(t)
		return fmt.Sprint(d["cloudProvider"], d["region"])
	}
	if got := place(nil); got != "GCPus-east4" {
		t.Errorf("default place %s", got)
	}
	if got := place(object{"cloudProvider": "AZURE", "region": "westus2"}); got != "AZUREwestus2" {
		t.Errorf("place %s", got)
	}
	cluster := c.create(t, object{"cloudProvider": "AWS", "region": "us-west-2"}).get(t)["clusterId"]
	if got := place(object{"clusterId": cluster, "cloudProvider": "AZURE", "region": "westus2"}); got != "AWSus-west-2" {
		t.Errorf("a cluster goes before a region, got %s", got)
	}
	c.refuse(t, object{"clusterId": "c000000000000000000000000"})
}

func TestHybrid(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{Lenient: true})
	id := c.cluster(t, "hybrid")
	pools := c.do(t, http.StatusOK, http.MethodGet, "clusters/"+id, nil).rows(t, "nodePools")
	base := object{"type": "HYBRID", "clusterId": id}
	d := c.create(t, base)
	got := d.get(t)
	if got["schedulerAu"] != float64(5) || got["schedulerReplicas"] != float64(1) || got["executor"] != "CELERY" || got["schedulerSize"] != nil {
		t.Errorf("hybrid defaults: %v", got)
	}
	hybridQueue := func(change object) object {
		return queue("default", with(object{"astroMachine": nil, "nodePoolId": pools[1]["id"]}, change))
	}
	got = d.update(t, with(queues(hybridQueue(nil)), object{"scheduler": object{"au": 24, "replicas": 4}}))
	if got["schedulerAu"] != float64(24) || fmt.Sprint(d.queuePool(t)) != fmt.Sprint(pools[1]["id"]) {
		t.Errorf("hybrid update: %v", got)
	}
	d.refuseUpdate(t, queues(hybridQueue(object{"nodePoolId": "c000000000000000000000000"})))
	d.refuseUpdate(t, queues(hybridQueue(object{"nodePoolId": nil})))
	d.refuseUpdate(t, object{"scheduler": object{"au": 25, "replicas": 1}})
	d.refuseUpdate(t, object{"scheduler": object{"au": 5, "replicas": 5}})
	d.refuseUpdate(t, object{"scheduler": object{"au": 5}})
	d.refuseUpdate(t, object{"executor": "KUBERNETES"})
	d.refuseUpdate(t, object{"executor": "KUBERNETES", "taskPodNodePoolId": "c000000000000000000000000"})
	got = d.update(t, object{"executor": "KUBERNETES", "taskPodNodePoolId": pools[0]["id"]})
	if got["taskPodNodePoolId"] != pools[0]["id"] {
		t.Errorf("KUBERNETES: %v", got)
	}
	for member, value := range map[string]any{"isDevelopmentMode": got["isDevelopmentMode"], "isHighAvailability": got["isHighAvailability"]} {
		if value != nil {
			t.Errorf("hybrid answers %s: %v", member, value)
		}
	}
	for member, value := range map[string]any{
		"schedulerSize": "SMALL", "isHighAvailability": false, "isDevelopmentMode": false, "scalingSpec": object{}, "remoteExecution": object{"enabled": false},
		"resourceQuotaCpu": "10", "executor": "ASTRO",
	} {
		c.refuse(t, with(base, object{member: value}))
	}
}

// The node pool of task pods goes with the executor that has them, when it is left
// out; whether one that is sent with CELERY stays is not known.
func TestTaskPoolFollowsTheExecutor(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	id := c.cluster(t, "hybrid")
	pool := c.do(t, http.StatusOK, http.MethodGet, "clusters/"+id, nil).rows(t, "nodePools")[0]["id"]
	d := c.create(t, object{"type": "HYBRID", "clusterId": id, "executor": "KUBERNETES", "taskPodNodePoolId": pool})
	celery := with(queues(queue("default", object{"astroMachine": nil, "nodePoolId": pool})), object{"executor": "CELERY"})
	if got := d.update(t, nil)["taskPodNodePoolId"]; got != pool {
		t.Errorf("omitted under KUBERNETES, the pool is %v", got)
	}
	if got := d.update(t, celery)["taskPodNodePoolId"]; got != nil {
		t.Errorf("under CELERY the pool is %v", got)
	}
	for dropped, want := range map[bool]any{false: pool, true: nil} {
		c.srv.SetSwitches(func(s *emulator.Switches) { s.TaskPoolOfCeleryDropped = dropped })
		d.update(t, object{"taskPodNodePoolId": pool})
		if got := d.update(t, with(celery, object{"taskPodNodePoolId": pool}))["taskPodNodePoolId"]; got != want {
			t.Errorf("sent with CELERY, the pool is %v, want %v", got, want)
		}
	}
}

// queuePool reads the node pool of the first queue.
func (d *deployment) queuePool(t *testing.T) any {
	t.Helper()
	r := d.do(t, http.StatusOK, http.MethodGet, d.Path, nil)
	return r.rows(t, "workerQueues")[0]["nodePoolId"]
}

func TestRemoteExecution(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	d := c.create(t, object{
		"type": "DEDICATED", "clusterId": c.cluster(t, "dedicated"), "executor": "ASTRO",
		"remoteExecution": object{"enabled": true, "taskLogBucket": "", "taskLogUrlPattern": "p"},
	})
	got := d.get(t)
	remote, ok := got["remoteExecution"].(object)
	if !ok || !reflect.DeepEqual(with(remote, object{"remoteApiUrl": nil}), object{"enabled": true, "allowedIpAddressRanges": []any{}, "taskLogUrlPattern": "p"}) {
		t.Errorf("remote execution %v", got["remoteExecution"])
	}
	if got["workerQueues"] != nil || got["defaultTaskPodCpu"] != nil || got["resourceQuotaCpu"] != nil {
		t.Errorf("remote execution has queues %v, pods %v, quota %v", got["workerQueues"], got["defaultTaskPodCpu"], got["resourceQuotaCpu"])
	}
	if kept := d.update(t, nil)["remoteExecution"]; !reflect.DeepEqual(kept, got["remoteExecution"]) {
		t.Errorf("omitted, it became %v", kept)
	}
	d.refuseUpdate(t, object{"remoteExecution": object{"enabled": true, "allowedIpAddressRanges": []any{"10.0.0.0"}}})
	d.refuseUpdate(t, object{"executor": "CELERY"})
	if off := d.update(t, with(queues(queue("default", nil)), object{"remoteExecution": object{"enabled": false}})); off["remoteExecution"] != nil || off["resourceQuotaCpu"] != "10" {
		t.Errorf("disabled: %v", off)
	}
	d.update(t, object{"remoteExecution": object{"enabled": true}})
	c.srv.SetSwitches(func(s *emulator.Switches) {
		s.OmittedRemoteExecutionClears, s.RemoteExecutionOnStandardAccepted = true, true
	})
	if off := d.update(t, queues(queue("default", nil))); off["remoteExecution"] != nil {
		t.Errorf("cleared: %v", off["remoteExecution"])
	}
	c.create(t, object{"remoteExecution": object{"enabled": true}})
}
