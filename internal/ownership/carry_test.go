package ownership_test

import (
	"strings"
	"testing"
	"time"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/ownership"
)

func TestCarryKeepsSecretsOut(t *testing.T) {
	for name, read := range map[string]string{
		"connection": `{"connection":{"type":"t","password":"LEAK","login":"","host":"","schema":"","extra":{"k":"LEAK","m":"***"},
			"connectionAuthType":{"id":"a","parameters":[{"airflowParamName":"k","isInExtra":true,"isSecret":true}]}},
			"links":[{"scope":"DEPLOYMENT","scopeEntityId":"d","setFields":["password"],"connectionOverrides":{"password":"LEAK","host":"****","extra":{"k":"LEAK","n":""}}}]}`,
		"secret variable": `{"airflowVariable":{"value":"LEAK","isSecret":true}}`,
		"metrics export":  `{"metricsExport":{"endpoint":"e","exporterType":"PROMETHEUS","authType":"","headers":{"Authorization":"***"}}}`,
	} {
		t.Run(name, func(t *testing.T) {
			var object astro.EnvironmentObject
			mustDecode(t, read, &object)
			sent := asJSON(t, ownership.CarryEnvironmentObject(&object))
			if strings.Contains(sent, "LEAK") || strings.Contains(sent, `""`) || strings.Contains(sent, "**") {
				t.Errorf("sent %s", sent)
			}
		})
	}
}

func TestCarryAlwaysSendsWhatTheAPIEmptiesWhenAbsent(t *testing.T) {
	var object astro.EnvironmentObject
	mustDecode(t, `{"environmentVariable":{"value":"","isSecret":true}}`, &object)
	want := `{"autoLinkDeployments":false,"links":[],"excludeLinks":[],"environmentVariable":{}}`
	if got := asJSON(t, ownership.CarryEnvironmentObject(&object)); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestCarryScalingSpec(t *testing.T) {
	now := time.Date(2030, 1, 1, 12, 0, 0, 0, time.UTC)
	schedules := `"schedules":[{"hibernateAtCron":"0 20 * * *","wakeAtCron":"0 7 * * *","isEnabled":true}]`
	for name, tc := range map[string]struct{ read, want string }{
		"none":                    {`{}`, `{}`},
		"empty":                   {`{"scalingSpec":{"hibernationSpec":{}}}`, `{}`},
		"schedules":               {`{"scalingSpec":{"hibernationSpec":{` + schedules + `}}}`, `{"hibernationSpec":{` + schedules + `}}`},
		"override without an end": {`{"scalingSpec":{"hibernationSpec":{"override":{"isHibernating":false}}}}`, `{"hibernationSpec":{"override":{"isHibernating":false}}}`},
		"override that holds keeps its offset": {
			`{"scalingSpec":{"hibernationSpec":{` + schedules + `,"override":{"isActive":true,"isHibernating":true,"overrideUntil":"2030-01-01T17:31:00+05:30"}}}}`,
			`{"hibernationSpec":{` + schedules + `,"override":{"isHibernating":true,"overrideUntil":"2030-01-01T17:31:00+05:30"}}}`,
		},
		"override that is over":      {`{"scalingSpec":{"hibernationSpec":{` + schedules + `,"override":{"isHibernating":true,"overrideUntil":"2030-01-01T17:29:00+05:30"}}}}`, `{"hibernationSpec":{` + schedules + `}}`},
		"override said to be over":   {`{"scalingSpec":{"hibernationSpec":{"override":{"isActive":false,"isHibernating":true}}}}`, `{}`},
		"override without a meaning": {`{"scalingSpec":{"hibernationSpec":{"override":{"overrideUntil":"2031-01-01T00:00:00Z"}}}}`, `{}`},
	} {
		t.Run(name, func(t *testing.T) {
			var d astro.Deployment
			mustDecode(t, tc.read, &d)
			if got := asJSON(t, ownership.CarryDeployment(&d, now).ScalingSpec); got != tc.want {
				t.Errorf("got %s, want %s", got, tc.want)
			}
		})
	}
}

func TestCarryDeploymentOfEachExecutor(t *testing.T) {
	queue := `"workerQueues":[{"id":"q","name":"default","isDefault":true,"minWorkerCount":0,"maxWorkerCount":1,"workerConcurrency":5,"astroMachine":"A5","podEphemeralStorage":"10Gi","podCpu":"1","podMemory":"2Gi"}]`
	for executor, want := range map[string]bool{astro.ExecutorCelery: true, astro.ExecutorAstro: true, astro.ExecutorKubernetes: false} {
		t.Run(executor, func(t *testing.T) {
			var d astro.Deployment
			mustDecode(t, `{"type":"STANDARD","executor":"`+executor+`",`+queue+`,"environmentVariables":[{"key":"S","isSecret":true,"updatedAt":"x"}]}`, &d)
			sent := asJSON(t, ownership.CarryDeployment(&d, time.Now()))
			if got := strings.Contains(sent, `"id":"q"`) && strings.Contains(sent, `"podEphemeralStorage":"10Gi"`); got != want {
				t.Errorf("sent %s", sent)
			}
			if !strings.Contains(sent, `"environmentVariables":[{"key":"S","isSecret":true}]`) {
				t.Errorf("the secret is not sent by its key alone: %s", sent)
			}
		})
	}
}
