package emulator

import "net/netip"

// remoteExecution is how tasks run outside the platform, as stored; it exists
// only while it is enabled (API facts, C.8).
type remoteExecution struct {
	AllowedIPAddressRanges []string `json:"allowedIpAddressRanges"`
	TaskLogBucket          string   `json:"taskLogBucket,omitempty"`
	TaskLogURLPattern      string   `json:"taskLogUrlPattern,omitempty"`
}

// remoteExecutionRequest is remote execution as sent.
type remoteExecutionRequest struct {
	Enabled                *bool    `json:"enabled"`
	AllowedIPAddressRanges []string `json:"allowedIpAddressRanges"`
	TaskLogBucket          *string  `json:"taskLogBucket"`
	TaskLogURLPattern      *string  `json:"taskLogUrlPattern"`
}

// remoteExecutionView is remote execution as answered.
type remoteExecutionView struct {
	Enabled                bool     `json:"enabled"`
	AllowedIPAddressRanges []string `json:"allowedIpAddressRanges"`
	TaskLogBucket          string   `json:"taskLogBucket,omitempty"`
	TaskLogURLPattern      string   `json:"taskLogUrlPattern,omitempty"`
	RemoteAPIURL           string   `json:"remoteApiUrl"`
}

// fillRemoteExecution replaces remote execution as a whole: what is sent
// disabled is dropped, empty texts are unset, ranges are a list.
func (c *call) fillRemoteExecution(d *deployment, body *deploymentRequest) *apiError {
	if sent := body.RemoteExecution; sent != nil {
		if sent.Enabled == nil {
			return requireFields([]requiredField{{"remoteExecution.enabled", false}})
		}
		d.RemoteExecution = nil
		if *sent.Enabled {
			d.RemoteExecution = &remoteExecution{
				AllowedIPAddressRanges: append([]string{}, sent.AllowedIPAddressRanges...),
				TaskLogBucket:          valueOr(sent.TaskLogBucket, ""),
				TaskLogURLPattern:      valueOr(sent.TaskLogURLPattern, ""),
			}
		}
	}
	if !d.remote() {
		return nil
	}
	switch {
	case d.Type == typeStandard && !c.sw().RemoteExecutionOnStandardAccepted:
		return badRequest("Remote execution is not available for Deployments of type STANDARD")
	case d.Executor != executorAstro:
		return badRequest("Remote execution needs the executor ASTRO, not %s", d.Executor)
	}
	for _, text := range d.RemoteExecution.AllowedIPAddressRanges {
		if _, err := netip.ParsePrefix(text); err != nil {
			return invalidField("remoteExecution.allowedIpAddressRanges", "cidr", "%q is not an address range in CIDR notation", text)
		}
	}
	return nil
}

// viewRemoteExecution renders remote execution; nil when it is off.
func (c *call) viewRemoteExecution(d *deployment) *remoteExecutionView {
	if !d.remote() {
		return nil
	}
	return &remoteExecutionView{
		Enabled:                true,
		AllowedIPAddressRanges: d.RemoteExecution.AllowedIPAddressRanges,
		TaskLogBucket:          d.RemoteExecution.TaskLogBucket,
		TaskLogURLPattern:      d.RemoteExecution.TaskLogURLPattern,
		RemoteAPIURL:           c.unsettled("https://" + d.namespace() + ".remote.emulator.test"),
	}
}
