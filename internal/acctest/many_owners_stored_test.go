package acctest_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
)

// storedDeployment is a Deployment as the server keeps it, values of secrets
// included: everything that somebody can write, lists by the name of their
// rows, and not who wrote it when.
type storedDeployment map[string]any

// deploymentStored reads a Deployment from the server's store, past all masking.
func deploymentStored(tb testing.TB, env *acctest.Env, id string) storedDeployment {
	tb.Helper()
	text, err := env.Emulator.State()
	if err != nil {
		tb.Fatal(err)
	}
	var store struct {
		Deployments []map[string]any `json:"deployments"`
	}
	if err := json.Unmarshal(text, &store); err != nil {
		tb.Fatal(err)
	}
	at := slices.IndexFunc(store.Deployments, func(d map[string]any) bool { return d["id"] == id })
	if at < 0 {
		tb.Fatalf("the server has no Deployment %s", id)
	}
	found := store.Deployments[at]
	for _, moving := range []string{"updatedAt", "updatedBy", "deployingUntil", "imageTag"} {
		delete(found, moving)
	}
	found["environmentVariables"] = rowsBy(found["environmentVariables"], "key")
	found["workerQueues"] = rowsBy(found["workerQueues"], "name")
	found["schedules"] = rowsBy(found["schedules"], "hibernateAtCron")
	if emails, ok := found["contactEmails"].([]any); ok {
		slices.SortFunc(emails, func(a, b any) int { return len(textOf(a)) - len(textOf(b)) })
	}
	return found
}

// rowsBy makes a map of a list of objects, without the times of its rows.
func rowsBy(list any, name string) map[string]any {
	rows, _ := list.([]any)
	keyed := map[string]any{}
	for _, row := range rows {
		object, _ := row.(map[string]any)
		delete(object, "updatedAt")
		keyed[textOf(object[name])] = object
	}
	return keyed
}

func textOf(value any) string {
	text, _ := value.(string)
	return text
}

// schedules are the entries of a stored Deployment, by the cron that hibernates.
func (d storedDeployment) schedules() map[string]any {
	rows, _ := d["schedules"].(map[string]any)
	return rows
}

// variables are the environment variables of a stored Deployment, by key.
func (d storedDeployment) variables() map[string]any {
	rows, _ := d["environmentVariables"].(map[string]any)
	return rows
}

// copied is a deep copy, to say what is expected of.
func (d storedDeployment) copied(tb testing.TB) storedDeployment {
	tb.Helper()
	text, err := json.Marshal(d)
	if err != nil {
		tb.Fatal(err)
	}
	twin := storedDeployment{}
	if err := json.Unmarshal(text, &twin); err != nil {
		tb.Fatal(err)
	}
	return twin
}
