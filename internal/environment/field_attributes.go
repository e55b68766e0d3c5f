package environment

import (
	"maps"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
)

// FieldAttributes names the attributes of a connection by the fields of its
// requests (API facts, E.2).
func (r *connectionResource) FieldAttributes() fwkit.FieldAttributes {
	fields := fieldsBelow("connection")
	maps.Copy(fields, fwkit.FieldAttributes{
		"objectKey": "key", "description": "description", "autoLinkDeployments": "auto_link_deployments", "connection.authTypeId": "auth_type_id",
	})
	return fields
}

// FieldAttributes names the attributes of a link by the fields of the object's
// update (API facts, E.2).
func (r *linkResource) FieldAttributes() fwkit.FieldAttributes {
	return fwkit.FieldAttributes{"links.scopeEntityId": "deployment_id"}
}

// FieldAttributes names the attributes of an override by the fields of the
// object's update (API facts, E.2).
func (r *overrideResource) FieldAttributes() fwkit.FieldAttributes {
	fields := fieldsBelow("links.overrides.connection")
	fields["links.scopeEntityId"] = "deployment_id"
	return fields
}

// fieldsBelow are the fields of a connection and of an override alike.
func fieldsBelow(body string) fwkit.FieldAttributes {
	fields := fwkit.FieldAttributes{}
	for _, name := range []string{"type", "host", "port", "login", "schema", "password", "extra"} {
		fields[body+"."+name] = name
	}
	return fields
}
