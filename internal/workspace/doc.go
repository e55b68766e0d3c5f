// Package workspace holds the data sources astro_workspace and
// astro_workspaces. A Workspace groups Deployments and the Environment Manager's
// objects (API facts, B.2); the provider reads Workspaces and never writes them.
package workspace
