package ownership

import (
	"maps"
	"strings"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

// CarryEnvironmentObject makes the update request that changes nothing: every
// entry with the override fields that reads show, because the API keeps only
// the secret ones of an entry that is listed bare; excludes, flag and
// description as read; of the typed body every visible field, because omitted
// ones are cleared (API facts, E.5).
//
// Left out on purpose, because reads mask them and an omitted one is kept
// (axioms one and two): passwords, tokens, secret values, secret members of
// extra, and whatever reads blank or as a row of asterisks, which may be a mask.
func CarryEnvironmentObject(object *astro.EnvironmentObject) *astro.UpdateEnvironmentObjectRequest {
	request := &astro.UpdateEnvironmentObjectRequest{
		Description:         object.Description,
		AutoLinkDeployments: object.AutoLinkDeployments != nil && *object.AutoLinkDeployments,
		Links:               []astro.LinkRequest{},
		ExcludeLinks:        []astro.ExcludeLink{},
	}
	for i := range object.Links {
		link := &object.Links[i]
		request.Links = append(request.Links, astro.LinkRequest{
			Scope: link.Scope, ScopeEntityID: link.ScopeEntityID, Overrides: carryOverrides(object, link),
		})
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
			Type: c.Type, Host: unlessMasked(c.Host), Login: unlessMasked(c.Login), Schema: unlessMasked(c.Schema), Port: c.Port,
			Extra: carryExtra(c.Extra, c.ConnectionAuthType),
		}
		if c.ConnectionAuthType != nil {
			request.Connection.AuthTypeID = unlessMasked(&c.ConnectionAuthType.ID)
		}
	case object.AirflowVariable != nil:
		request.AirflowVariable = carryValue(object.AirflowVariable)
	case object.EnvironmentVariable != nil:
		request.EnvironmentVariable = carryValue(object.EnvironmentVariable)
	case object.MetricsExport != nil:
		m := object.MetricsExport
		request.MetricsExport = &astro.MetricsExportRequest{
			Endpoint: unlessMasked(&m.Endpoint), ExporterType: unlessMasked(&m.ExporterType), AuthType: unlessMasked(m.AuthType),
			Username: unlessMasked(m.Username), SigV4AssumeARN: unlessMasked(m.SigV4AssumeARN), SigV4STSRegion: unlessMasked(m.SigV4STSRegion),
			Headers: carryTexts(m.Headers), Labels: carryTexts(m.Labels),
		}
	}
}

// carryOverrides repeats what an entry shows; nil when that is nothing.
func carryOverrides(object *astro.EnvironmentObject, link *astro.Link) *astro.OverridesRequest {
	switch {
	case object.Connection != nil && link.ConnectionOverrides != nil:
		o := link.ConnectionOverrides
		carried := &astro.ConnectionOverrides{
			Type: unlessMasked(o.Type), Host: unlessMasked(o.Host), Login: unlessMasked(o.Login), Schema: unlessMasked(o.Schema), Port: o.Port,
			Extra: carryExtra(o.Extra, object.Connection.ConnectionAuthType),
		}
		if !isEmptyOverride(carried) {
			return &astro.OverridesRequest{Connection: carried}
		}
	case object.AirflowVariable != nil && link.AirflowVariableOverrides != nil && !object.AirflowVariable.IsSecret:
		return &astro.OverridesRequest{AirflowVariable: &astro.VariableRequest{Value: &link.AirflowVariableOverrides.Value}}
	case object.EnvironmentVariable != nil && link.EnvironmentVariableOverrides != nil && !object.EnvironmentVariable.IsSecret:
		return &astro.OverridesRequest{EnvironmentVariable: &astro.VariableRequest{Value: &link.EnvironmentVariableOverrides.Value}}
	case object.MetricsExport != nil && link.MetricsExportOverrides != nil:
		o := link.MetricsExportOverrides
		return &astro.OverridesRequest{MetricsExport: &astro.MetricsExportRequest{
			Endpoint: unlessMasked(o.Endpoint), ExporterType: unlessMasked(o.ExporterType), AuthType: unlessMasked(o.AuthType),
			Username: unlessMasked(o.Username), SigV4AssumeARN: unlessMasked(o.SigV4AssumeARN), SigV4STSRegion: unlessMasked(o.SigV4STSRegion),
			Headers: carryTexts(o.Headers), Labels: carryTexts(o.Labels),
		}}
	}
	return nil
}

// carryValue repeats a plain value and leaves a secret out, which keeps it.
func carryValue(v *astro.VariableValue) *astro.VariableRequest {
	if v.IsSecret {
		return &astro.VariableRequest{}
	}
	return &astro.VariableRequest{Value: &v.Value}
}

// carryExtra repeats the members that are shown, but for those that the auth
// type calls secret; nil when there are none.
func carryExtra(extra astro.Extra, authType *astro.ConnectionAuthType) astro.Extra {
	carried := maps.Clone(extra)
	maps.DeleteFunc(carried, func(name string, value any) bool {
		text, isText := value.(string)
		return (isText && masked(text)) || secretMember(authType, name)
	})
	if len(carried) == 0 {
		return nil
	}
	return carried
}

func secretMember(authType *astro.ConnectionAuthType, name string) bool {
	if authType == nil {
		return false
	}
	for i := range authType.Parameters {
		if p := &authType.Parameters[i]; p.IsInExtra && p.AirflowParamName == name {
			return p.IsSecret
		}
	}
	return false
}

func carryTexts(texts map[string]string) map[string]string {
	carried := maps.Clone(texts)
	maps.DeleteFunc(carried, func(_, text string) bool { return masked(text) })
	if len(carried) == 0 {
		return nil
	}
	return carried
}

func unlessMasked(text *string) *string {
	if text == nil || masked(*text) {
		return nil
	}
	return text
}

// masked tells a text that may stand for a hidden one: blank, or asterisks only.
func masked(text string) bool { return strings.Trim(text, "*") == "" }
