package function

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"

	"github.com/hashicorp/terraform-plugin-framework/types"
)

// connection is an Airflow connection as the functions read and write it. Empty
// texts stand for fields that are not set; Airflow makes no difference.
type connection struct {
	typ, host, login, schema, password, description string
	port                                            int64
	extra                                           map[string]any
}

// connectionMembers are the members of a connection that are read. They have the
// names that astro_connection gives them.
var connectionMembers = []string{"type", "host", "port", "login", "schema", "password", "extra", "description"}

// besideConnection are attributes of the resource and the data sources that say
// nothing about the connection as Airflow sees it, so that they can be given whole.
var besideConnection = []string{
	"id", "key", "workspace_id", "deployment_id", "auto_link_deployments", "linked_deployment_ids", "excluded_deployment_ids", "effective",
	"scope", "sources", "linked_by", "updated_at", "updated_by", "auth_type_id", "password_wo", "password_wo_version", "extra_wo", "extra_wo_version",
	"force_destroy", "allow_secret_loss", "timeouts",
}

// connectionOf reads an object. Errors name members and show no values but ports.
func connectionOf(members map[string]any) (connection, error) {
	var c connection
	var err error
	if err := checkMembers(members, connectionMembers, besideConnection); err != nil {
		return c, err
	}
	for name, field := range map[string]*string{
		"type": &c.typ, "host": &c.host, "login": &c.login, "schema": &c.schema, "password": &c.password, "description": &c.description,
	} {
		if *field, err = textMember(members, name); err != nil {
			return c, err
		}
	}
	if c.typ == "" {
		return c, errors.New("type is missing, for example \"postgres\"")
	}
	if c.port, err = wholeMember(members, "port"); err != nil {
		return c, err
	}
	if c.port < 0 || c.port > maxPort {
		return c, fmt.Errorf("port is %d, and ports are 1 to %d", c.port, maxPort)
	}
	switch extra := members["extra"].(type) {
	case nil:
	case string:
		c.extra, err = parseExtra(extra)
	case map[string]any:
		c.extra, err = jsonMembers(extra)
	default:
		err = errors.New("extra is neither a JSON object as a text nor an object")
	}
	return c, err
}

const maxPort = 65535

// parseExtra reads a JSON object; the error does not repeat it.
func parseExtra(text string) (map[string]any, error) {
	if text == "" {
		return nil, nil //nolint:nilnil // no extra is no error
	}
	decoder := json.NewDecoder(bytes.NewReader([]byte(text)))
	decoder.UseNumber()
	var members map[string]any
	if err := decoder.Decode(&members); err != nil || members == nil {
		return nil, errors.New("extra is no JSON object")
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("text follows the JSON object in extra")
	}
	return members, nil
}

// jsonMembers makes what parseExtra would of an object given in HCL.
func jsonMembers(members map[string]any) (map[string]any, error) {
	encoded, err := json.Marshal(jsonValue(members))
	if err != nil {
		return nil, errors.New("extra cannot be written as JSON")
	}
	return parseExtra(string(encoded))
}

func jsonValue(value any) any {
	switch v := value.(type) {
	case *big.Float:
		return json.Number(v.Text('f', -1))
	case map[string]any:
		members := make(map[string]any, len(v))
		for name, member := range v {
			members[name] = jsonValue(member)
		}
		return members
	case []any:
		elements := make([]any, 0, len(v))
		for _, element := range v {
			elements = append(elements, jsonValue(element))
		}
		return elements
	}
	return value
}

// extraText spells extra the way jsonencode does; "" when there is none.
func (c *connection) extraText() string {
	if len(c.extra) == 0 {
		return ""
	}
	encoded, err := json.Marshal(c.extra)
	if err != nil {
		return "" // members come from decoding JSON
	}
	return string(encoded)
}

// connectionArgument reads an argument that is one connection.
func connectionArgument(ctx context.Context, argument types.Dynamic) (map[string]any, error) {
	given, err := plain(ctx, argument)
	if err != nil {
		return nil, err
	}
	members, ok := given.(map[string]any)
	if !ok {
		return nil, errors.New("connection is no object")
	}
	return members, nil
}
