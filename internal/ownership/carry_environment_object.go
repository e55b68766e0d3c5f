package ownership

import "github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"

// CarryEnvironmentObject makes the update request that changes nothing: every
// entry bare, so that the API's per-entry merge keeps overrides, secrets and
// fields unknown to us (API facts, E.5); excludes, flag and description as
// read; of the typed body the fields that are safe to repeat. Passwords and
// extra are left out: the API masks parts of them, and an omitted one is kept
// (axiom one).
func CarryEnvironmentObject(object *astro.EnvironmentObject) *astro.UpdateEnvironmentObjectRequest {
	request := &astro.UpdateEnvironmentObjectRequest{
		Description:         object.Description,
		AutoLinkDeployments: object.AutoLinkDeployments != nil && *object.AutoLinkDeployments,
		Links:               []astro.LinkRequest{},
		ExcludeLinks:        []astro.ExcludeLink{},
	}
	for _, link := range object.Links {
		request.Links = append(request.Links, astro.LinkRequest{Scope: link.Scope, ScopeEntityID: link.ScopeEntityID})
	}
	request.ExcludeLinks = append(request.ExcludeLinks, object.ExcludeLinks...)
	carryTypedBody(object, request)
	return request
}

func carryTypedBody(object *astro.EnvironmentObject, request *astro.UpdateEnvironmentObjectRequest) {
	switch {
	case object.Connection != nil:
		request.Connection = &astro.ConnectionRequest{
			Type: object.Connection.Type, Host: object.Connection.Host, Login: object.Connection.Login,
			Schema: object.Connection.Schema, Port: object.Connection.Port,
		}
		if authType := object.Connection.ConnectionAuthType; authType != nil {
			request.Connection.AuthTypeID = &authType.ID
		}
	case object.AirflowVariable != nil:
		request.AirflowVariable = carryValue(object.AirflowVariable)
	case object.EnvironmentVariable != nil:
		request.EnvironmentVariable = carryValue(object.EnvironmentVariable)
	case object.MetricsExport != nil:
		request.MetricsExport = &astro.MetricsExportRequest{
			Endpoint: &object.MetricsExport.Endpoint, ExporterType: &object.MetricsExport.ExporterType,
		}
	}
}

// carryValue repeats a plain value and leaves a secret out, which keeps it.
func carryValue(v *astro.VariableValue) *astro.VariableRequest {
	if v.IsSecret {
		return &astro.VariableRequest{}
	}
	return &astro.VariableRequest{Value: &v.Value}
}
