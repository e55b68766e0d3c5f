// Package provider is the provider block: its schema, where its settings come
// from, and the one list of resources and data sources. Configure sends no
// request: Terraform calls it two or three times per command.
package provider
