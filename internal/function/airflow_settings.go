package function

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"go.yaml.in/yaml/v3"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/validate"
)

// airflowSettings is provider::astro::airflow_settings.
type airflowSettings struct{}

// NewAirflowSettings returns the function airflow_settings.
func NewAirflowSettings() function.Function { return airflowSettings{} }

// Metadata names the function.
func (airflowSettings) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "airflow_settings"
}

// Definition says what it takes and gives.
func (airflowSettings) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Writes connections for local development",
		MarkdownDescription: "Writes connections as the file `airflow_settings.yaml`, from which `astro dev start` makes the connections of a local Airflow. " +
			"It is for organizations that do not let the Astro CLI fetch secrets, and for work without a network.\n\n" +
			"There are no secrets in it: passwords are left out, and so are members of extra that look secret. Developers put a connection that needs one into their own `.env`, " +
			"as `AIRFLOW_CONN_…`, which wins over the file; `connection_uri` writes the value.",
		Parameters: []function.Parameter{
			function.DynamicParameter{
				Name: "connections",
				MarkdownDescription: "A list of objects with `key`, `type` and any of `host`, `port`, `login`, `schema` and `extra`: the `connections` of the data source `astro_connections`. " +
					"With its `deployment_id` they have the values that this Deployment gets, overrides included.",
			},
		},
		Return: function.StringReturn{},
	}
}

// Run writes the file.
func (airflowSettings) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var argument types.Dynamic
	if resp.Error = req.Arguments.Get(ctx, &argument); resp.Error != nil {
		return
	}
	text, err := settingsFile(ctx, argument)
	switch {
	case errors.Is(err, errUnknown):
		resp.Error = resp.Result.Set(ctx, types.StringUnknown())
	case err != nil:
		resp.Error = function.NewArgumentFuncError(0, "Could not write the settings: "+err.Error()+".")
	default:
		resp.Error = resp.Result.Set(ctx, text)
	}
}

// settingsConnection is a connection as the Astro CLI reads it.
type settingsConnection struct {
	ID     string `yaml:"conn_id"`
	Type   string `yaml:"conn_type"`
	Host   string `yaml:"conn_host,omitempty"`
	Schema string `yaml:"conn_schema,omitempty"`
	Login  string `yaml:"conn_login,omitempty"`
	Port   int64  `yaml:"conn_port,omitempty"`
	// Extra is JSON and no map: of a map the CLI drops what is no text, escapes
	// nothing and makes the names of members small.
	Extra string `yaml:"conn_extra,omitempty"`
}

const settingsHead = "# Connections for local development, without secrets. Put those that need one\n" +
	"# into .env as AIRFLOW_CONN_...; it wins over this file.\n"

func settingsFile(ctx context.Context, argument types.Dynamic) (string, error) {
	rows, err := connectionRows(ctx, argument)
	if err != nil {
		return "", err
	}
	connections, seen := make([]settingsConnection, 0, len(rows)), map[string]bool{}
	for i, row := range rows {
		one, err := settingsOf(row)
		if err != nil {
			return "", fmt.Errorf("connection %d%s: %w", i+1, named(row), err)
		}
		if seen[one.ID] {
			return "", fmt.Errorf("the key %q is there twice", one.ID)
		}
		seen[one.ID] = true
		connections = append(connections, one)
	}
	slices.SortFunc(connections, func(a, b settingsConnection) int { return strings.Compare(a.ID, b.ID) })
	var out bytes.Buffer
	out.WriteString(settingsHead)
	encoder := yaml.NewEncoder(&out)
	encoder.SetIndent(2)
	if err := encoder.Encode(map[string]any{"airflow": map[string]any{"connections": connections}}); err != nil {
		return "", errors.New("they cannot be written as YAML")
	}
	return out.String(), nil
}

// connectionRows reads a list or set of objects, or a map of them.
func connectionRows(ctx context.Context, argument types.Dynamic) ([]map[string]any, error) {
	given, err := plain(ctx, argument)
	if err != nil {
		return nil, err
	}
	var elements []any
	switch v := given.(type) {
	case nil:
	case []any:
		elements = v
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			elements = append(elements, v[name])
		}
	default:
		return nil, errors.New("connections is no list of objects")
	}
	rows := make([]map[string]any, 0, len(elements))
	for _, element := range elements {
		row, ok := element.(map[string]any)
		if !ok {
			return nil, errors.New("connections is no list of objects; an example is data.astro_connections.dev.connections")
		}
		rows = append(rows, row)
	}
	return rows, nil
}

func settingsOf(row map[string]any) (settingsConnection, error) {
	var out settingsConnection
	c, err := connectionOf(row)
	if err != nil {
		return out, err
	}
	key, err := textMember(row, "key")
	if err != nil || key == "" {
		return out, errors.New("key, the Airflow conn_id, is missing")
	}
	maps.DeleteFunc(c.extra, func(name string, _ any) bool { return validate.LooksSecret(name) })
	out = settingsConnection{ID: key, Type: c.typ, Host: c.host, Schema: c.schema, Login: c.login, Port: c.port, Extra: c.extraText()}
	for name, value := range map[string]string{"key": key, "type": c.typ, "host": c.host, "schema": c.schema, "login": c.login} {
		if strings.Contains(value, "'") {
			return out, fmt.Errorf("%s contains a single quote, which the Astro CLI cannot hand over to Airflow; leave this connection out and put it into .env", name)
		}
	}
	out.Extra = strings.ReplaceAll(out.Extra, "'", `\u0027`)
	return out, nil
}

func named(row map[string]any) string {
	if key, ok := row["key"].(string); ok {
		return " (" + key + ")"
	}
	return ""
}
