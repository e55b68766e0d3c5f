package fwkit

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
)

// Timeouts is the attribute timeouts with a description of its own, which the
// library leaves empty; the members' descriptions come by options.
func Timeouts(ctx context.Context, options timeouts.Opts) schema.Attribute {
	attribute := timeouts.Attributes(ctx, options)
	object, ok := attribute.(schema.SingleNestedAttribute)
	if !ok {
		return attribute
	}
	object.MarkdownDescription = "How long the operations of this resource may take, waiting for Astro included, for example `{ create = \"30m\" }`. " +
		"When an operation runs out of time, the next apply goes on from what stands."
	return object
}
