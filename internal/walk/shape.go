package walk

import (
	"bytes"
	"encoding/json"
	"slices"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

// A read by id and a row of a list are compared to find out whether lists tell
// as much as reads. What moves by itself between the two says nothing about
// that: of such fields only their presence counts, and of nested lists not the order.

// objectShape writes an object down for that comparison.
func objectShape(o astro.EnvironmentObject) string {
	o.UpdatedAt, o.UpdatedBy = nil, nil
	return canonical(o)
}

// deploymentShape writes a Deployment down for that comparison. Status and
// hibernation status come and go; URLs, image and identity are computed (API facts, C.2 and D.6).
func deploymentShape(d astro.Deployment) string {
	d.Status, d.StatusReason, d.ScalingStatus, d.UpdatedBy = "", nil, nil, nil
	for _, field := range []*string{
		&d.UpdatedAt, &d.ImageRepository, &d.ImageTag, &d.WebserverURL, &d.WebserverAirflowAPIURL, &d.WebserverIngressHostname, &d.UIURL, &d.APIURL,
	} {
		*field = presence(*field)
	}
	for _, field := range []**string{&d.EffectiveWorkloadIdentity, &d.ImageVersion, &d.DagTarballVersion, &d.DesiredDagTarballVersion, &d.OIDCIssuerURL} {
		if *field != nil {
			there := presence(**field)
			*field = &there
		}
	}
	d.ExternalIPs = slices.Clone(d.ExternalIPs)
	for i := range d.ExternalIPs {
		d.ExternalIPs[i] = presence(d.ExternalIPs[i])
	}
	d.EnvironmentVariables = slices.Clone(d.EnvironmentVariables)
	for i := range d.EnvironmentVariables {
		d.EnvironmentVariables[i].UpdatedAt = ""
	}
	if d.RemoteExecution != nil {
		remote := *d.RemoteExecution
		remote.RemoteAPIURL = presence(remote.RemoteAPIURL)
		d.RemoteExecution = &remote
	}
	return canonical(d)
}

// presence stands for any text but the empty one.
func presence(text string) string {
	if text == "" {
		return ""
	}
	return "set"
}

// canonical writes a value down with the lists in it in an order of their own;
// JSON sorts maps, and absent and empty lists read the same. What cannot be
// written, which no answer of the API leads to, is equal to nothing else.
func canonical(v any) string {
	written, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	decoder := json.NewDecoder(bytes.NewReader(written))
	decoder.UseNumber()
	var plain any
	if err := decoder.Decode(&plain); err != nil {
		return err.Error()
	}
	return sorted(plain)
}

// sorted writes a decoded value down.
func sorted(v any) string {
	switch v := v.(type) {
	case []any:
		rows := make([]string, 0, len(v))
		for _, row := range v {
			rows = append(rows, sorted(row))
		}
		slices.Sort(rows)
		return quoted(rows)
	case map[string]any:
		members := map[string]string{}
		for name, member := range v {
			members[name] = sorted(member)
		}
		return quoted(members)
	}
	return quoted(v)
}

func quoted(v any) string {
	written, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(written)
}
