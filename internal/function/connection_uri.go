package function

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// connectionURI is provider::astro::connection_uri.
type connectionURI struct{}

// NewConnectionURI returns the function connection_uri.
func NewConnectionURI() function.Function { return connectionURI{} }

// Metadata names the function.
func (connectionURI) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "connection_uri"
}

// Definition says what it takes and gives.
func (connectionURI) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Writes a connection for AIRFLOW_CONN_…",
		MarkdownDescription: "Writes a connection as the environment variables `AIRFLOW_CONN_…` and the secret stores of Airflow take it: as a URI with percent-encoding, or as JSON. " +
			"Members of extra become parameters of the URI when all of them are texts, else one parameter `__extra__` with the JSON of them.\n\n" +
			"A connection that Airflow would read in another way from a URI is an error; its JSON form can be taken then. " +
			"The result is sensitive or ephemeral when a field is.",
		Parameters: []function.Parameter{
			function.DynamicParameter{
				Name: "connection",
				MarkdownDescription: "An object with `type` and any of `host`, `port`, `login`, `schema`, `password`, `extra` (an object, or one in JSON) and `description`. " +
					"A row of `astro_connections`, an `astro_connection` or one of its `effective` values can be given whole; secrets are not in them.",
			},
		},
		VariadicParameter: function.StringParameter{
			Name:                "form",
			MarkdownDescription: "May be left out. `uri` (the default) or `json`. The description is in the JSON form only.",
		},
		Return: function.StringReturn{},
	}
}

// Run writes the connection.
func (connectionURI) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	const failed = "Could not write the connection: "
	var argument types.Dynamic
	var form []string
	if resp.Error = req.Arguments.Get(ctx, &argument, &form); resp.Error != nil {
		return
	}
	if len(form) > 1 || len(form) == 1 && form[0] != "uri" && form[0] != "json" {
		resp.Error = function.NewArgumentFuncError(1, failed+"form is \"uri\" or \"json\".")
		return
	}
	members, err := connectionArgument(ctx, argument)
	var c connection
	if err == nil {
		c, err = connectionOf(members)
	}
	if errors.Is(err, errUnknown) {
		resp.Error = resp.Result.Set(ctx, types.StringUnknown())
		return
	}
	var text string
	if err == nil {
		if len(form) == 1 && form[0] == "json" {
			text, err = c.json()
		} else {
			text, err = c.uri()
		}
	}
	if err != nil {
		resp.Error = function.NewArgumentFuncError(0, failed+err.Error()+".")
		return
	}
	resp.Error = resp.Result.Set(ctx, text)
}

// parseConnectionURI is provider::astro::parse_connection_uri.
type parseConnectionURI struct{}

// NewParseConnectionURI returns the function parse_connection_uri.
func NewParseConnectionURI() function.Function { return parseConnectionURI{} }

// Metadata names the function.
func (parseConnectionURI) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "parse_connection_uri"
}

// fieldTypes are the attributes of the result.
func fieldTypes() map[string]attr.Type {
	return map[string]attr.Type{
		"type": types.StringType, "host": types.StringType, "port": types.Int64Type, "login": types.StringType, "schema": types.StringType,
		"password": types.StringType, "extra": types.StringType, "description": types.StringType,
	}
}

// Definition says what it takes and gives.
func (parseConnectionURI) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Reads a connection from AIRFLOW_CONN_…",
		MarkdownDescription: "Reads a connection in one of the forms that the environment variables `AIRFLOW_CONN_…` and the secret stores of Airflow have, a URI or JSON, as Airflow itself reads it. " +
			"The result is an object with `type`, `host`, `port`, `login`, `schema`, `password`, `extra` (JSON) and `description`, null where there is none: the arguments of `astro_connection`.\n\n" +
			"What is read from a sensitive text is sensitive, and Terraform then takes none of it for a key of `for_each`; say `nonsensitive(….host)` of what is no secret.",
		Parameters: []function.Parameter{
			function.StringParameter{
				Name:                "uri",
				MarkdownDescription: "What the variable holds, for example `postgres://airflow@db.example.com:5432/orders?sslmode=require` or `{\"conn_type\":\"postgres\",\"host\":\"db.example.com\"}`.",
			},
		},
		Return: function.ObjectReturn{AttributeTypes: fieldTypes()},
	}
}

// Run reads the connection.
func (parseConnectionURI) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var text string
	if resp.Error = req.Arguments.Get(ctx, &text); resp.Error != nil {
		return
	}
	c, err := parseConnection(text)
	if err != nil {
		resp.Error = function.NewArgumentFuncError(0, "Could not read the connection: "+err.Error()+".")
		return
	}
	port := types.Int64Null()
	if c.port != 0 {
		port = types.Int64Value(c.port)
	}
	resp.Error = resp.Result.Set(ctx, types.ObjectValueMust(fieldTypes(), map[string]attr.Value{
		"type": orNull(c.typ), "host": orNull(c.host), "port": port, "login": orNull(c.login), "schema": orNull(c.schema),
		"password": orNull(c.password), "extra": orNull(c.extraText()), "description": orNull(c.description),
	}))
}

func orNull(text string) types.String {
	if text == "" {
		return types.StringNull()
	}
	return types.StringValue(text)
}
