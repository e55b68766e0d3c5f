package function

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// extraKey is the parameter of a URI that holds extra as JSON, where single
// parameters cannot: they are texts.
const extraKey = "__extra__"

var schemeForm = regexp.MustCompile(`^[a-z][a-z0-9+.-]*$`)

// uri writes a connection as the environment variable AIRFLOW_CONN_… takes it.
func (c *connection) uri() (string, error) {
	scheme := strings.ReplaceAll(c.typ, "_", "-")
	if !schemeForm.MatchString(scheme) {
		return "", fmt.Errorf("the type %q cannot begin a URI; give \"json\" as the second argument", c.typ)
	}
	protocol, host, hasProtocol := strings.Cut(c.host, "://")
	if !hasProtocol {
		protocol, host = "", c.host
	}
	var out strings.Builder
	out.WriteString(scheme + "://")
	if hasProtocol {
		out.WriteString(protocol + "://")
	}
	authority := c.login != "" || c.password != ""
	if authority {
		out.WriteString(quote(c.login))
		if c.password != "" {
			out.WriteString(":" + quote(c.password))
		}
		out.WriteString("@")
	}
	out.WriteString(quote(host))
	if c.port != 0 {
		if host == "" && !authority {
			out.WriteString("@")
		}
		out.WriteString(":" + strconv.FormatInt(c.port, 10))
	}
	if c.schema != "" {
		out.WriteString("/" + quote(c.schema))
	}
	if len(c.extra) > 0 {
		if c.schema == "" {
			out.WriteString("/")
		}
		out.WriteString("?" + c.query())
	}
	return out.String(), c.checkURI(out.String())
}

// query writes extra: a parameter for each member when all are texts, else one
// with the JSON of it all.
func (c *connection) query() string {
	values := url.Values{}
	for name, member := range c.extra {
		text, ok := member.(string)
		if !ok || name == extraKey || name == "" {
			return url.Values{extraKey: {c.extraText()}}.Encode()
		}
		values.Set(name, text)
	}
	return values.Encode()
}

// checkURI reads a URI back: what Airflow would read in another way is an error
// and no surprise. Upper case in a host is none, because names have no case.
func (c *connection) checkURI(text string) error {
	back, err := parseURI(text)
	if err != nil {
		return errors.New("the fields cannot be written as a URI; give \"json\" as the second argument")
	}
	for name, same := range map[string]bool{
		"type": back.typ == c.typ, "host": strings.EqualFold(back.host, c.host), "login": back.login == c.login, "password": back.password == c.password,
		"schema": back.schema == c.schema, "port": back.port == c.port, "extra": back.extraText() == c.extraText(),
	} {
		if !same {
			return fmt.Errorf("from a URI, Airflow would read another %s; give \"json\" as the second argument", name)
		}
	}
	return nil
}

// parseConnection reads what AIRFLOW_CONN_… holds, a URI or JSON.
func parseConnection(text string) (connection, error) {
	text = strings.TrimSpace(text)
	switch {
	case text == "":
		return connection{}, errors.New("it is empty")
	case text[0] == '{':
		return parseJSON(text)
	}
	return parseURI(text)
}

// parseURI reads a URI as Airflow does. Errors do not repeat it.
func parseURI(text string) (connection, error) {
	var c connection
	scheme, rest, found := strings.Cut(text, "://")
	if !found || !schemeForm.MatchString(strings.ToLower(scheme)) {
		return c, errors.New("it is neither JSON nor a URI that begins with the type of the connection, such as postgres://…")
	}
	c.typ = typeOf(strings.ToLower(scheme))
	protocol := ""
	switch strings.Count(rest, "://") {
	case 0:
	case 1:
		if protocol, rest, _ = strings.Cut(rest, "://"); strings.ContainsAny(protocol, "@:/?#") {
			return c, errors.New("\"://\" stands a second time, and not before the host; in a login, a password, a host or a parameter it has to be percent-encoded (%3A%2F%2F)")
		}
		protocol += "://"
	default:
		return c, errors.New("\"://\" stands more than twice; in a login, a password or a parameter it has to be percent-encoded (%3A%2F%2F)")
	}
	rest, _, _ = strings.Cut(rest, "#")
	rest, query, _ := strings.Cut(rest, "?")
	location, schema, _ := strings.Cut(rest, "/")
	c.schema = unquote(schema)
	if at := strings.LastIndex(location, "@"); at >= 0 {
		login, password, _ := strings.Cut(location[:at], ":")
		c.login, c.password = unquote(login), unquote(password)
		location = location[at+1:]
	}
	host, port := splitPort(location)
	if port != "" {
		number, err := strconv.ParseUint(port, 10, 16)
		if err != nil {
			return c, fmt.Errorf("what stands behind the host's colon is no port from 0 to %d; a colon in a login or password has to be percent-encoded (%%3A)", maxPort)
		}
		c.port = int64(number)
	}
	// Airflow reads a host in small letters, unless it is one with a path.
	c.host = unquote(host)
	if !strings.Contains(c.host, "/") {
		c.host = unquote(strings.ToLower(host))
	}
	if c.host != "" {
		c.host = protocol + c.host
	}
	if query == "" {
		return c, nil
	}
	c.extra = parseQuery(query)
	if whole, ok := c.extra[extraKey].(string); ok {
		var err error
		if c.extra, err = parseExtra(whole); err != nil {
			return c, errors.New("the parameter __extra__ is no JSON object")
		}
	}
	return c, nil
}

// splitPort parts a host from its port; a host in brackets is one of IPv6.
func splitPort(location string) (host, port string) {
	if inner, behind, found := strings.Cut(location, "]"); found && strings.HasPrefix(inner, "[") {
		return inner[1:], strings.TrimPrefix(behind, ":")
	}
	host, port, _ = strings.Cut(location, ":")
	return host, port
}

// typeOf spells a type as Airflow does.
func typeOf(scheme string) string {
	if scheme == "postgresql" {
		return "postgres"
	}
	return strings.ReplaceAll(scheme, "-", "_")
}

// json writes a connection in Airflow's JSON form.
func (c *connection) json() (string, error) {
	members := map[string]any{"conn_type": c.typ}
	for name, field := range map[string]string{"host": c.host, "login": c.login, "schema": c.schema, "password": c.password, "description": c.description} {
		if field != "" {
			members[name] = field
		}
	}
	if c.port != 0 {
		members["port"] = c.port
	}
	if len(c.extra) > 0 {
		members["extra"] = c.extra
	}
	encoded, err := json.Marshal(members)
	return string(encoded), err
}

// jsonNames are the members of Airflow's JSON form.
var jsonNames = []string{"conn_type", "host", "port", "login", "schema", "password", "extra", "description"}

// parseJSON reads Airflow's JSON form. Errors do not repeat it.
func parseJSON(text string) (connection, error) {
	members, err := parseExtra(text)
	if err != nil {
		return connection{}, errors.New("it begins like JSON, but is no JSON object")
	}
	for _, name := range slices.Sorted(maps.Keys(members)) {
		if !slices.Contains(jsonNames, name) {
			return connection{}, fmt.Errorf("the JSON has a member %q, which Airflow does not know; it knows %s", name, strings.Join(jsonNames, ", "))
		}
	}
	fields := map[string]any{}
	for name, member := range members {
		switch v := member.(type) {
		case json.Number:
			member = v.String()
		case bool, []any:
			return connection{}, fmt.Errorf("%s is neither a text nor a number", name)
		case map[string]any:
			if name != "extra" {
				return connection{}, fmt.Errorf("%s is an object", name)
			}
		}
		fields[name] = member
	}
	if extra, ok := members["extra"].(map[string]any); ok {
		encoded, err := json.Marshal(extra)
		if err != nil {
			return connection{}, errors.New("extra cannot be read")
		}
		fields["extra"] = string(encoded)
	}
	if port, ok := fields["port"].(string); ok && port == "" {
		delete(fields, "port")
	}
	typ, ok := fields["conn_type"].(string)
	if !ok || typ == "" {
		return connection{}, errors.New("the JSON has no conn_type")
	}
	delete(fields, "conn_type")
	fields["type"] = typeOf(typ)
	return connectionOf(fields)
}
