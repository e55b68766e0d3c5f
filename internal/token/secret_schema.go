package token

import (
	"maps"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Limits of a token (API facts, F.2).
const (
	maxName        = 256
	maxDescription = 500
	maxDays        = 3650
)

// secretAttributes are the attributes of secretModel; how says when boxes for new
// recipients come to be.
func secretAttributes(how string) map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"recipients": schema.MapAttribute{
			Optional: true, ElementType: types.StringType,
			MarkdownDescription: "Who gets the text of the token: names of your choice with Curve25519 public keys in base64, such as " +
				"`{ github = data.github_actions_public_key.pipelines.key }`. `sealed` then has the text for each of them, and the text itself is stored nowhere. " +
				how + " A changed key of a recipient who has a box already counts from the next text on; the state keeps the key that the box is for. " +
				"null means that the text is stored in the state, as `token`.",
			Validators: []validator.Map{mapvalidator.SizeAtLeast(1), mapvalidator.KeysAre(stringvalidator.LengthAtLeast(1))},
		},
		"store_token": schema.BoolAttribute{
			Optional: true,
			MarkdownDescription: "Whether the text is stored in the state as well when there are recipients. null means `false`. " +
				"Without recipients it is always stored.",
		},
		"sealed": schema.MapAttribute{
			Computed: true, ElementType: types.StringType,
			MarkdownDescription: "The text of the token in a libsodium sealed box for each recipient, in base64: what `github_actions_secret.value_encrypted` takes as it is. " +
				"It is no secret: only the owner of the recipient's private key can open it, with `provider::astro::unseal` or any libsodium. null without recipients; " +
				"an element is null when the text is not known, as after an import.",
		},
		"token": schema.StringAttribute{
			Computed: true, Sensitive: true,
			MarkdownDescription: "The text of the token. null when there are recipients, unless `store_token` is `true`, and when it is not known, as after an import.",
		},
	}
}

// expiryAttribute is how long a token lives.
func expiryAttribute(what string) schema.Attribute {
	return schema.Int64Attribute{
		Optional: true,
		MarkdownDescription: "After how many days the " + what + " ends, from 1 to 3650, such as `90`. null means that it never ends. " +
			"One that has ended is made anew by the next apply. A change replaces the " + what + ", because Astro cannot change it.",
		Validators:    []validator.Int64{int64validator.Between(1, maxDays)},
		PlanModifiers: []planmodifier.Int64{int64planmodifier.RequiresReplace()},
	}
}

// idAttribute is the id of a token.
func idAttribute(what string) schema.Attribute {
	return schema.StringAttribute{
		Computed:            true,
		MarkdownDescription: "The id of the " + what + " in Astro, such as `clx4n1abc0000000000000001`. It is no secret.",
		PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
	}
}

// computedText is an attribute that Astro computes.
func computedText(description string) schema.Attribute {
	return schema.StringAttribute{Computed: true, MarkdownDescription: description}
}

func mergeAttributes(parts ...map[string]schema.Attribute) map[string]schema.Attribute {
	all := map[string]schema.Attribute{}
	for _, part := range parts {
		maps.Copy(all, part)
	}
	return all
}
