package ownership

import "github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"

// CarryEnvironmentObject makes the update request that changes nothing: every
// entry bare, so that the API's per-entry merge keeps overrides, secrets and
// fields unknown to us (API facts, E.5); excludes, flag and description as
// read; of the typed body the fields that are safe to repeat.
//
// Left out on purpose, because the API masks them or parts of them, and an
// omitted one is kept (axiom one): password and extra of a connection, the
// value of a secret variable, basicToken, password and headers of a metrics
// export. Empty texts are left out as well: they may stand for "masked", and
// where they do not, they mean what is meant by leaving them out.
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
		c := object.Connection
		request.Connection = &astro.ConnectionRequest{
			Type: c.Type, Host: unlessEmpty(c.Host), Login: unlessEmpty(c.Login), Schema: unlessEmpty(c.Schema), Port: c.Port,
		}
		if c.ConnectionAuthType != nil {
			request.Connection.AuthTypeID = unlessEmpty(&c.ConnectionAuthType.ID)
		}
	case object.AirflowVariable != nil:
		request.AirflowVariable = carryValue(object.AirflowVariable)
	case object.EnvironmentVariable != nil:
		request.EnvironmentVariable = carryValue(object.EnvironmentVariable)
	case object.MetricsExport != nil:
		request.MetricsExport = carryMetricsExport(object.MetricsExport)
	}
}

func carryMetricsExport(m *astro.MetricsExport) *astro.MetricsExportRequest {
	return &astro.MetricsExportRequest{
		Endpoint: unlessEmpty(&m.Endpoint), ExporterType: unlessEmpty(&m.ExporterType), AuthType: unlessEmpty(m.AuthType),
		Username: unlessEmpty(m.Username), SigV4AssumeARN: unlessEmpty(m.SigV4AssumeARN), SigV4STSRegion: unlessEmpty(m.SigV4STSRegion),
		Labels: m.Labels,
	}
}

// carryValue repeats a plain value and leaves a secret out, which keeps it.
func carryValue(v *astro.VariableValue) *astro.VariableRequest {
	if v.IsSecret {
		return &astro.VariableRequest{}
	}
	return &astro.VariableRequest{Value: &v.Value}
}

func unlessEmpty(text *string) *string {
	if text == nil || *text == "" {
		return nil
	}
	return text
}
