package emulator_test

import (
	"net/http"
	"reflect"
	"testing"
	"time"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

func TestUpdateRequiredFields(t *testing.T) {
	t.Parallel()
	for _, lenient := range []bool{false, true} {
		c := start(t, emulator.Options{Lenient: lenient})
		d := c.create(t, nil)
		for member := range d.Full {
			r := d.refuseUpdate(t, object{member: nil})
			if fields := r.rows(t, "fieldErrors"); len(fields) != 1 || fields[0]["field"] != member {
				t.Errorf("without %s: %s", member, r.Text)
			}
		}
		fields := d.do(t, http.StatusBadRequest, http.MethodPost, d.Path, object{"type": "STANDARD"}).rows(t, "fieldErrors")
		if lenient && len(fields) != len(d.Full)-1 {
			t.Errorf("an update without all of them names %d fields", len(fields))
		}
	}
}

func TestUpdateImmutables(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{Lenient: true})
	other := c.do(t, http.StatusOK, http.MethodPost, "workspaces", object{"name": "Other"}).text(t, "id")
	d := c.create(t, object{"isDagDeployEnabled": true, "isCicdEnforced": true})
	before := d.get(t)
	d.refuseUpdate(t, object{"type": "DEDICATED"})
	d.refuseUpdate(t, object{"isDevelopmentMode": true})
	d.refuseUpdate(t, object{"workspaceId": other})
	if after := d.get(t); !reflect.DeepEqual(before, after) {
		t.Errorf("a refused update changed %v to %v", before, after)
	}
	// What an update does not have is not read.
	after := d.update(t, object{"region": "us-west-2", "cloudProvider": "AWS", "clusterId": "c000000000000000000000000", "astroRuntimeVersion": "13.2.0"})
	if !reflect.DeepEqual(before, after) {
		t.Errorf("an update changed %v to %v", before, after)
	}
	d.update(t, object{"isDagDeployEnabled": false})
	c.srv.SetSwitches(func(s *emulator.Switches) { s.WorkspaceMoveIgnored, s.DagDeployToggleRefused = true, true })
	if got := d.update(t, object{"workspaceId": other, "isDagDeployEnabled": false})["workspaceId"]; got != before["workspaceId"] {
		t.Errorf("moved to %v", got)
	}
	d.refuseUpdate(t, object{"isDagDeployEnabled": true})
}

// TestOmittedFields sends updates without each optional field, with every
// switch on either word.
func TestOmittedFields(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name    string
		value   object // what the Deployment has before
		member  string
		dropped any // what it has after the contrary switch
		turn    func(*emulator.Switches)
	}{
		{"description", object{"description": "text"}, "description", nil, func(s *emulator.Switches) { s.OmittedDescriptionClears = true }},
		{"emails", object{"contactEmails": []any{"a@b.c"}}, "contactEmails", []any{}, func(s *emulator.Switches) { s.OmittedContactEmailsClears = true }},
		{"quota", object{"resourceQuotaCpu": "20", "resourceQuotaMemory": "40Gi"}, "resourceQuotaMemory", "20Gi", func(s *emulator.Switches) { s.OmittedResourcesReset = true }},
		{"pods", object{"defaultTaskPodCpu": "1", "defaultTaskPodMemory": "2Gi"}, "defaultTaskPodCpu", "0.25", func(s *emulator.Switches) { s.OmittedResourcesReset = true }},
		{"development mode", object{"isDevelopmentMode": true}, "isDevelopmentMode", false, func(s *emulator.Switches) { s.OmittedDevelopmentModeClears = true }},
		{"schedules", object{"isDevelopmentMode": true, "scalingSpec": schedules("0 20 * * *")}, "scalingSpec", nil, func(s *emulator.Switches) { s.OmittedScalingSpecClears = true }},
	} {
		c := start(t, emulator.Options{})
		d := c.create(t, test.value)
		before := d.get(t)[test.member]
		if got := d.update(t, nil)[test.member]; !reflect.DeepEqual(got, before) {
			t.Errorf("%s: omitted, %v became %v", test.name, before, got)
		}
		c.srv.SetSwitches(test.turn)
		if got := d.update(t, nil)[test.member]; !reflect.DeepEqual(got, test.dropped) {
			t.Errorf("%s: with the switch, %v became %v, want %v", test.name, before, got, test.dropped)
		}
	}
}

func TestUpdateInTransition(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{ReadyAfter: time.Minute, Switches: func(s *emulator.Switches) { s.UpdateWhileCreatingRefused = true }})
	d := c.create(t, object{"isDevelopmentMode": true})
	d.refuseUpdate(t, nil)
	c.srv.SetSwitches(func(s *emulator.Switches) { s.UpdateWhileCreatingRefused = false })
	if got := d.update(t, nil)["status"]; got != "CREATING" {
		t.Errorf("status %v", got)
	}
	c.srv.Advance(time.Hour)
	c.srv.SetSwitches(func(s *emulator.Switches) { s.UpdateDeploys, s.UpdateWhileDeployingRefused = true, true })
	if got := d.update(t, nil)["status"]; got != "DEPLOYING" {
		t.Errorf("status after an update %v", got)
	}
	r := d.refuseUpdate(t, nil)
	c.srv.Advance(time.Hour)
	if got := d.get(t)["status"]; got != "HEALTHY" {
		t.Errorf("status after deploying %v: %s", got, r.Text)
	}
	d.do(t, http.StatusOK, http.MethodPost, d.Path+"/hibernation-override", object{"isHibernating": true})
	d.update(t, nil)
	c.srv.Advance(time.Hour)
	c.srv.SetSwitches(func(s *emulator.Switches) { s.UpdateWhileHibernatingRefused = true })
	d.refuseUpdate(t, nil)
	d.do(t, http.StatusNoContent, http.MethodDelete, d.Path, nil)
}

func TestForcedStatus(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	d := c.create(t, nil)
	if err := c.srv.ForceDeploymentStatus(d.ID, "UNHEALTHY", "The scheduler does not answer"); err != nil {
		t.Fatal(err)
	}
	if got := d.get(t); got["status"] != "UNHEALTHY" || got["statusReason"] != "The scheduler does not answer" {
		t.Errorf("status %v: %v", got["status"], got["statusReason"])
	}
	c.do(t, http.StatusNoContent, http.MethodPost, "/_emulator/deployment-status", object{"deploymentId": d.ID, "status": ""})
	if got := d.get(t); got["status"] != "HEALTHY" || got["statusReason"] != nil {
		t.Errorf("status %v: %v", got["status"], got["statusReason"])
	}
	c.do(t, http.StatusBadRequest, http.MethodPost, "/_emulator/deployment-status", object{"deploymentId": d.ID, "status": "ILL"})
	c.do(t, http.StatusBadRequest, http.MethodPost, "/_emulator/deployment-status", object{"deploymentId": "x", "status": ""})
	c.do(t, http.StatusBadRequest, http.MethodPost, "/_emulator/deployment-status", "{")
}

func TestCreateSwitches(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	w := c.srv.Info().WorkspaceID
	c.do(t, http.StatusOK, http.MethodPost, "workspaces/"+w, object{"name": "Demo", "description": "", "cicdEnforcedDefault": true})
	if got := c.create(t, nil).get(t); got["isCicdEnforced"] != true || got["astroRuntimeVersion"] != "3.1-5" || got["type"] != "STANDARD" {
		t.Errorf("defaults: %v", got)
	}
	c.srv.SetSwitches(func(s *emulator.Switches) { s.CicdDefaultIgnored = true })
	if got := c.create(t, nil).get(t)["isCicdEnforced"]; got != false {
		t.Errorf("isCicdEnforced %v", got)
	}
	c.srv.SetSwitches(func(s *emulator.Switches) { s.TypeRequired = true })
	c.refuse(t, nil)
	c.create(t, object{"type": "STANDARD"})
	c.srv.SetSwitches(func(s *emulator.Switches) { s.RuntimeRequired = true })
	c.refuse(t, object{"type": "STANDARD"})
}

func TestWorkloadIdentity(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	d := c.create(t, nil)
	platform := d.get(t)["effectiveWorkloadIdentity"]
	if got := d.update(t, object{"workloadIdentity": "arn:own"})["effectiveWorkloadIdentity"]; got != "arn:own" || platform == "" {
		t.Errorf("identity %v after %v", got, platform)
	}
	if got := d.update(t, nil)["effectiveWorkloadIdentity"]; got != "arn:own" {
		t.Errorf("omitted, identity is %v", got)
	}
	if got := d.update(t, object{"workloadIdentity": "", "drWorkloadIdentity": ""})["effectiveWorkloadIdentity"]; got != "arn:own" {
		t.Errorf("sent empty, identity is %v", got)
	}
}

func TestNormalisation(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	d := c.create(t, nil)
	change := object{
		"contactEmails":    []any{"Ada@example.com", "ada@example.com", "bob@example.com"},
		"resourceQuotaCpu": "10.0", "resourceQuotaMemory": "20480Mi", "defaultTaskPodCpu": "500m", "defaultTaskPodMemory": "1.0Gi",
	}
	got := d.update(t, change)
	if !reflect.DeepEqual(got["contactEmails"], change["contactEmails"]) || got["resourceQuotaMemory"] != "20480Mi" || got["resourceQuotaCpu"] != "10.0" {
		t.Errorf("usual: %v", got)
	}
	c.srv.SetSwitches(func(s *emulator.Switches) { s.ContactEmailsNormalised, s.QuantitiesNormalised = true, true })
	got = d.update(t, change)
	want := object{
		"contactEmails":    []any{"ada@example.com", "bob@example.com"},
		"resourceQuotaCpu": "10", "resourceQuotaMemory": "20Gi", "defaultTaskPodCpu": "0.5", "defaultTaskPodMemory": "1Gi",
	}
	for member, value := range want {
		if !reflect.DeepEqual(got[member], value) {
			t.Errorf("normalised %s is %v, want %v", member, got[member], value)
		}
	}
	c.srv.SetSwitches(func(s *emulator.Switches) { s.NestedOrderShuffled = true })
	if emails := d.get(t)["contactEmails"]; !reflect.DeepEqual(emails, []any{"bob@example.com", "ada@example.com"}) {
		t.Errorf("turned %v", emails)
	}
}
