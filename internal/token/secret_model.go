package token

import (
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
)

// secretModel are the attributes by which the text of a token leaves the
// provider; all resources of tokens have them.
type secretModel struct {
	Recipients types.Map    `tfsdk:"recipients"`
	StoreToken types.Bool   `tfsdk:"store_token"`
	Sealed     types.Map    `tfsdk:"sealed"`
	Token      types.String `tfsdk:"token"`
}

// stores tells whether the text itself goes into the state; unknown recipients
// are taken for some.
func (m *secretModel) stores() bool { return m.Recipients.IsNull() || m.StoreToken.ValueBool() }

// check judges the recipients' keys.
func (m *secretModel) check() []fwkit.Finding {
	var findings []fwkit.Finding
	for _, name := range slices.Sorted(maps.Keys(m.Recipients.Elements())) {
		at := path.Root("recipients").AtMapKey(name)
		key, ok := m.Recipients.Elements()[name].(types.String)
		switch {
		case !ok || key.IsUnknown():
		case key.IsNull():
			findings = append(findings, fwkit.Refuse(at, "Key is missing",
				fmt.Sprintf("The recipient %q has no key. Give its public key, or leave the recipient out.", name)))
		default:
			if _, err := parseKey(key.ValueString()); err != nil {
				findings = append(findings, fwkit.Refuse(at, "Invalid public key",
					fmt.Sprintf("The key of the recipient %q is no Curve25519 public key: %v. It looks like what the data source github_actions_public_key gives, "+
						"\"RwHQhIhFH1RaQJ+1iuPlhYHKQKw/fxFGmM1x3qxzygE=\".", name, err)))
			}
		}
	}
	return findings
}

// planNew plans the attributes for a text that is not made yet.
func (m *secretModel) planNew() {
	m.Sealed, m.Token = types.MapUnknown(types.StringType), types.StringNull()
	if m.Recipients.IsNull() {
		m.Sealed = types.MapNull(types.StringType)
	}
	if m.stores() || m.Recipients.IsUnknown() {
		m.Token = types.StringUnknown()
	}
}

// planKept plans the attributes when the text stays what it is: the boxes of
// recipients that left go, and a key that changed waits for the next text, which
// is why the state keeps the key that each box is for.
func (m *secretModel) planKept(state *secretModel) {
	m.Token = types.StringNull()
	if m.stores() {
		m.Token = state.Token
	}
	if m.Recipients.IsNull() {
		m.Sealed = types.MapNull(types.StringType)
		return
	}
	if m.Recipients.IsUnknown() {
		m.Sealed = types.MapUnknown(types.StringType)
		return
	}
	keys, boxes := map[string]attr.Value{}, map[string]attr.Value{}
	for name, key := range m.Recipients.Elements() {
		keys[name], boxes[name] = key, types.StringNull()
		if before, ok := state.Recipients.Elements()[name]; ok {
			keys[name] = before
		}
		if box, ok := state.Sealed.Elements()[name]; ok {
			boxes[name] = box
		}
	}
	m.Recipients, m.Sealed = types.MapValueMust(types.StringType, keys), types.MapValueMust(types.StringType, boxes)
}

// newRecipients tells whether someone is to get the text who has no box of it yet.
func (m *secretModel) newRecipients(state *secretModel) bool {
	if m.Recipients.IsUnknown() {
		return true
	}
	known := state.Recipients.Elements()
	for name := range m.Recipients.Elements() {
		if _, ok := known[name]; !ok {
			return true
		}
	}
	return false
}

// settle hands the text on: into boxes, into the state, or both.
func (m *secretModel) settle(text string) error {
	m.Token, m.Sealed = types.StringNull(), types.MapNull(types.StringType)
	if m.stores() {
		m.Token = types.StringValue(text)
	}
	if m.Recipients.IsNull() {
		return nil
	}
	boxes := map[string]attr.Value{}
	var failed error
	for name, key := range m.Recipients.Elements() {
		public, _ := key.(types.String)
		box, err := seal(text, public.ValueString())
		if err != nil {
			failed = fmt.Errorf("sealing for the recipient %q: %w", name, err)
			boxes[name] = types.StringNull()
			continue
		}
		boxes[name] = types.StringValue(box)
	}
	m.Sealed = types.MapValueMust(types.StringType, boxes)
	return failed
}

// storedWarning says once, when a text is about to be made, that the state will hold it.
func (m *secretModel) storedWarning(what string) []fwkit.Finding {
	if !m.stores() {
		return nil
	}
	at, reason := path.Root("recipients"), "Without recipients"
	if !m.Recipients.IsNull() {
		at, reason = path.Root("store_token"), "With store_token = true"
	}
	return []fwkit.Finding{fwkit.Warn(at, "The state will hold the token",
		fmt.Sprintf("%s the text of this %s is stored in the Terraform state, where everybody who may read the state can use it. "+
			"Give the public keys of those who need it as recipients and hand on what sealed has for them; then it stands in no state, plan or log.", reason, what))}
}

func optionalText(text *string) types.String {
	if text == nil || *text == "" {
		return types.StringNull()
	}
	return types.StringValue(*text)
}

// textLike gives what the API has in the form of what the state has: null and ""
// are one description (API facts, F.2).
func textLike(state types.String, text string) types.String {
	if text == "" && !state.IsUnknown() && state.ValueString() == "" {
		return state
	}
	return types.StringValue(text)
}

// textOf is the secret of a token just made.
func textOf(made *astro.APIToken) string {
	if made.Token == nil {
		return ""
	}
	return *made.Token
}
