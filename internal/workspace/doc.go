// Package workspace holds the resource astro_workspace and the data sources
// astro_workspace and astro_workspaces. A Workspace groups Deployments and the
// Environment Manager's objects (API facts, B.2).
package workspace
