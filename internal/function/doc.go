// Package function holds the provider's functions, one file each. They are pure:
// no API, no clock, no state, so that Terraform may call them while it validates,
// plans and applies and always gets the same answer. A result that is made of
// ephemeral or sensitive arguments is ephemeral or sensitive itself; Terraform
// sees to that.
//
// An error names the argument to blame and never repeats a text that may hold a
// secret: Terraform prints errors whether arguments are sensitive or not.
package function
