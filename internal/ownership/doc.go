// Package ownership lets several Terraform resources, states and teams own
// parts of one API object. Editor is the only writer of shared objects.
package ownership
