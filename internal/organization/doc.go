// Package organization holds the data source astro_organization: the tenant
// that the provider works in (API facts, B.1).
package organization
