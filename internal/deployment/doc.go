// Package deployment holds everything that touches the Deployment object: the
// resources astro_deployment and astro_hibernation_schedule, and the data
// sources that read Deployments, their options and their hibernation.
//
// Two resources write one API object here. astro_deployment writes all of it
// but scalingSpec, astro_hibernation_schedule one entry of scalingSpec; both go
// through ownership.Editor, which carries over what neither owns (API facts,
// C.11 and D.5).
package deployment
