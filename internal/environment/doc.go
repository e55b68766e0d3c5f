// Package environment holds the resources that own parts of an object of the
// Environment Manager: astro_connection owns the fields of the object itself,
// astro_connection_link one entry of its links, astro_connection_override the
// values of one entry. All of them write through ownership.Editor only.
package environment
