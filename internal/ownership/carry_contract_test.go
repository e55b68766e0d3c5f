package ownership_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/ownership"
)

const (
	whyMasked     = "read masked, and an omitted one is kept"
	whyNoClear    = "names fields to remove, of which a request that changes nothing has none"
	whyEffective  = "reads only as the effective one, which would be pinned by repeating it"
	whyNotOfKind  = "a Deployment has hosted or hybrid fields, never both"
	whyNotThisOne = "an object has one typed body"
)

// fullObjects are objects as read with every field that there is.
const (
	fullConnection = `{"id":"o","objectKey":"k","objectType":"CONNECTION","scope":"WORKSPACE","scopeEntityId":"w","description":"d","autoLinkDeployments":true,
		"links":[{"scope":"DEPLOYMENT","scopeEntityId":"d1","setFields":["host"],
			"connectionOverrides":{"type":"t","host":"h","login":"l","password":"***","schema":"s","port":1,"extra":{"a":1}}}],
		"excludeLinks":[{"scope":"DEPLOYMENT","scopeEntityId":"d2"}],
		"connection":{"type":"t","host":"h","login":"l","password":"***","schema":"s","port":1,"extra":{"a":1},"connectionAuthType":{"id":"a"}},"setFields":[]}`
	fullAirflowVariable = `{"objectType":"AIRFLOW_VARIABLE","airflowVariable":{"value":"v","isSecret":false},
		"links":[{"scope":"DEPLOYMENT","scopeEntityId":"d1","setFields":["value"],"airflowVariableOverrides":{"value":""}}]}`
	fullEnvironmentVariable = `{"objectType":"ENVIRONMENT_VARIABLE","environmentVariable":{"value":"v","isSecret":false},
		"links":[{"scope":"DEPLOYMENT","scopeEntityId":"d1","setFields":["value"],"environmentVariableOverrides":{"value":"o"}}]}`
	fullMetrics       = `{"endpoint":"e","exporterType":"PROMETHEUS","authType":"BASIC","basicToken":"***","username":"u","password":"***","sigV4AssumeArn":"a","sigV4StsRegion":"r","headers":{"X":"v"},"labels":{"l":"1"}}`
	fullMetricsExport = `{"objectType":"METRICS_EXPORT","metricsExport":` + fullMetrics + `,
		"links":[{"scope":"DEPLOYMENT","scopeEntityId":"d1","setFields":["endpoint"],"metricsExportOverrides":` + fullMetrics + `}]}`
	fullHosted = `{"id":"d","name":"n","description":"d","type":"STANDARD","workspaceId":"w","executor":"CELERY","isCicdEnforced":true,"isDagDeployEnabled":true,
		"schedulerSize":"SMALL","isHighAvailability":true,"isDevelopmentMode":true,"contactEmails":["e"],"defaultTaskPodCpu":"1","defaultTaskPodMemory":"2Gi",
		"resourceQuotaCpu":"1","resourceQuotaMemory":"2Gi","effectiveWorkloadIdentity":"i",
		"environmentVariables":[{"key":"k","value":"v","isSecret":false,"updatedAt":""}],
		"workerQueues":[{"id":"q","name":"default","isDefault":true,"minWorkerCount":0,"maxWorkerCount":1,"workerConcurrency":5,"astroMachine":"A5","nodePoolId":"p","podEphemeralStorage":"1Gi"}],
		"scalingSpec":{"hibernationSpec":{"schedules":[{"hibernateAtCron":"1 * * * *","wakeAtCron":"2 * * * *","isEnabled":true,"description":"s"}],
			"override":{"isActive":true,"isHibernating":true,"overrideUntil":"2100-01-01T00:00:00Z"}}},
		"remoteExecution":{"enabled":true,"allowedIpAddressRanges":["r"],"taskLogBucket":"b","taskLogUrlPattern":"p"}}`
	fullHybrid = `{"id":"d","name":"n","description":"d","type":"HYBRID","workspaceId":"w","executor":"CELERY","isCicdEnforced":true,"isDagDeployEnabled":true,
		"schedulerAu":5,"schedulerReplicas":1,"taskPodNodePoolId":"p","contactEmails":["e"],"environmentVariables":[{"key":"k","value":"v","isSecret":false}],
		"workerQueues":[{"id":"q","name":"default","isDefault":true,"minWorkerCount":0,"maxWorkerCount":1,"workerConcurrency":5,"astroMachine":"A5","nodePoolId":"p","podEphemeralStorage":"1Gi"}]}`
)

// TestCarryKnowsEveryWritableField fails when the API gains a writable field
// that an update would neither carry nor leave out on purpose.
func TestCarryKnowsEveryWritableField(t *testing.T) {
	for _, tc := range []struct {
		schema, read string
		omitted      map[string]string
	}{
		{"ObjectUpdate", fullConnection, map[string]string{
			"links.overrides.unsetFields": whyNoClear, "links.overrides.connection.password": whyMasked, "connection.password": whyMasked,
			"links.overrides.airflowVariable": whyNotThisOne, "links.overrides.environmentVariable": whyNotThisOne, "links.overrides.metricsExport": whyNotThisOne,
			"airflowVariable": whyNotThisOne, "environmentVariable": whyNotThisOne, "metricsExport": whyNotThisOne,
		}},
		{"ObjectUpdate", fullAirflowVariable, onlyBody("airflowVariable", nil)},
		{"ObjectUpdate", fullEnvironmentVariable, onlyBody("environmentVariable", nil)},
		{"ObjectUpdate", fullMetricsExport, onlyBody("metricsExport", map[string]string{
			"metricsExport.basicToken": whyMasked, "metricsExport.password": whyMasked,
			"links.overrides.metricsExport.basicToken": whyMasked, "links.overrides.metricsExport.password": whyMasked,
		})},
		{"StandardUpdate", fullHosted, map[string]string{
			"workloadIdentity": whyEffective, "drWorkloadIdentity": whyEffective,
			"scheduler": whyNotOfKind, "taskPodNodePoolId": whyNotOfKind,
		}},
		{"DedicatedUpdate", fullHosted, map[string]string{"workloadIdentity": whyEffective, "drWorkloadIdentity": whyEffective}},
		{"HybridUpdate", fullHybrid, map[string]string{"workloadIdentity": whyEffective, "drWorkloadIdentity": whyEffective}},
	} {
		t.Run(tc.schema, func(t *testing.T) {
			carried := map[string]bool{}
			leaves("", carriedBody(t, tc.read), carried)
			var known []string
			for _, field := range writable(t, tc.schema) {
				known = append(known, field)
				reason, left := omittedBecause(tc.omitted, field)
				switch {
				case left && carried[field]:
					t.Errorf("%s is carried, although it is named as left out (%s)", field, reason)
				case !left && !carried[field]:
					t.Errorf("%s is writable, but an update neither carries it nor names it as left out", field)
				}
			}
			for field := range carried {
				if !slices.Contains(known, field) {
					t.Errorf("%s is carried, but the API does not know it", field)
				}
			}
		})
	}
}

// onlyBody leaves out all that an object without links and excludes does not have.
func onlyBody(name string, more map[string]string) map[string]string {
	omitted := map[string]string{"description": "none", "excludeLinks": "none", "links.overrides.unsetFields": whyNoClear}
	for _, body := range []string{"connection", "airflowVariable", "environmentVariable", "metricsExport"} {
		if body != name {
			omitted[body], omitted["links.overrides."+body] = whyNotThisOne, whyNotThisOne
		}
	}
	maps.Copy(omitted, more)
	return omitted
}

// omittedBecause finds the reason for a field or something that it is part of.
func omittedBecause(omitted map[string]string, field string) (string, bool) {
	for name, reason := range omitted {
		if field == name || (len(field) > len(name) && field[:len(name)+1] == name+".") {
			return reason, true
		}
	}
	return "", false
}

func carriedBody(t *testing.T, read string) any {
	t.Helper()
	var probe struct {
		ObjectType string `json:"objectType"`
	}
	mustDecode(t, read, &probe)
	var request any
	if probe.ObjectType != "" {
		var object astro.EnvironmentObject
		mustDecode(t, read, &object)
		request = ownership.CarryEnvironmentObject(&object)
	} else {
		var deployment astro.Deployment
		mustDecode(t, read, &deployment)
		request = ownership.CarryDeployment(&deployment, time.Now())
	}
	text, err := json.Marshal(request)
	if err != nil {
		t.Fatal(err)
	}
	var body any
	mustDecode(t, string(text), &body)
	return body
}

func mustDecode(t *testing.T, text string, into any) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), into); err != nil {
		t.Fatal(err)
	}
}

// leaves collects the dotted names of all members that hold no further ones;
// items of lists count under the list's name. An empty list holds nothing.
func leaves(name string, value any, into map[string]bool) {
	switch v := value.(type) {
	case map[string]any:
		if strings.HasSuffix(name, "metricsExport.labels") || strings.HasSuffix(name, "metricsExport.headers") || strings.HasSuffix(name, "connection.extra") {
			into[name] = true
			return
		}
		for member, inner := range v {
			leaves(joined(name, member), inner, into)
		}
	case []any:
		for _, item := range v {
			leaves(name, item, into)
		}
	default:
		into[name] = true
	}
}

func joined(name, member string) string {
	if name == "" {
		return member
	}
	return name + "." + member
}

// writable lists the dotted names of the members of a request in the API's description.
func writable(t *testing.T, schema string) []string {
	t.Helper()
	document, err := openapi3.NewLoader().LoadFromFile("../emulator/openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	members("", document.Components.Schemas[schema], found)
	if len(found) == 0 {
		t.Fatalf("the description has no schema %s", schema)
	}
	return slices.Sorted(maps.Keys(found))
}

func members(name string, ref *openapi3.SchemaRef, into map[string]bool) {
	schema := ref.Value
	switch {
	case schema.Items != nil:
		members(name, schema.Items, into)
	case len(schema.Properties) > 0:
		for member, inner := range schema.Properties {
			members(joined(name, member), inner, into)
		}
	default:
		into[name] = true
	}
}
