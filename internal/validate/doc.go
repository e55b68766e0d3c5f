// Package validate holds the validators of attribute values that need nothing
// but the value: one per file, each with the pure function behind it.
package validate
