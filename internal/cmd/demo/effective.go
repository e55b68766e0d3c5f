package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/cmd/stage"
)

// world is the emulator with the demo's own way of asking it.
type world struct {
	*stage.World
}

// askTimeout bounds one question.
const askTimeout = 10 * time.Second

// connection is the part of an environment object that the demo shows.
type connection struct {
	ObjectKey string `json:"objectKey"`
	Links     []struct {
		ScopeEntityID       string          `json:"scopeEntityId"`
		ConnectionOverrides json.RawMessage `json:"connectionOverrides"`
	} `json:"links"`
	Connection struct {
		Schema string            `json:"schema"`
		Extra  map[string]string `json:"extra"`
	} `json:"connection"`
}

// deploymentRow is the part of a Deployment that the demo shows.
type deploymentRow struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// deployments lists the Deployments, by name.
func (w world) deployments(ctx context.Context) ([]deploymentRow, error) {
	var answer struct {
		Deployments []deploymentRow `json:"deployments"`
	}
	err := w.get(ctx, "/deployments", url.Values{"limit": {"1000"}}, &answer)
	slices.SortFunc(answer.Deployments, func(a, b deploymentRow) int { return strings.Compare(a.Name, b.Name) })
	return answer.Deployments, err
}

// effective returns the connections that a Deployment gets, by conn_id, with its
// overrides applied: the API's own resolved view, not Terraform's idea of it.
func (w world) effective(ctx context.Context, deploymentID string) (map[string]connection, error) {
	return w.connections(ctx, url.Values{
		"deploymentId": {deploymentID}, "resolveLinked": {"true"}, "showSecrets": {"false"},
	})
}

// shared returns the connections of the Workspace as they are defined.
func (w world) shared(ctx context.Context) (map[string]connection, error) {
	return w.connections(ctx, url.Values{"workspaceId": {w.Info.WorkspaceID}, "resolveLinked": {"false"}})
}

func (w world) connections(ctx context.Context, query url.Values) (map[string]connection, error) {
	query.Set("objectType", "CONNECTION")
	query.Set("limit", "1000")
	var answer struct {
		EnvironmentObjects []connection `json:"environmentObjects"`
	}
	if err := w.get(ctx, "/environment-objects", query, &answer); err != nil {
		return nil, err
	}
	found := map[string]connection{}
	for _, c := range answer.EnvironmentObjects {
		found[c.ObjectKey] = c
	}
	return found, nil
}

// get asks the emulator as any HTTP client would.
func (w world) get(ctx context.Context, path string, query url.Values, answer any) error {
	address := w.URL + "/v1/organizations/" + w.Info.OrganizationID + path + "?" + query.Encode()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		return fmt.Errorf("asking the API: %w", err)
	}
	req.Header.Set("Authorization", "Bearer "+w.Info.Token)
	client := &http.Client{Timeout: askTimeout}
	resp, err := client.Do(req)
	if err != nil {
		return fmt.Errorf("asking the API: %w", err)
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		return fmt.Errorf("reading the API's answer: %w", err)
	}
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("GET %s: %s: %s", path, resp.Status, text)
	}
	if err := json.Unmarshal(text, answer); err != nil {
		return fmt.Errorf("reading the API's answer to GET %s: %w", path, err)
	}
	return nil
}
