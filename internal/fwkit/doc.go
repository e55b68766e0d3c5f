// Package fwkit is the little that every resource and data source needs on top
// of the plugin framework: what Configure hands out, and how errors become
// diagnostics.
package fwkit
