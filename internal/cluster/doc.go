// Package cluster holds the data sources astro_cluster and astro_clusters: the
// dedicated and hybrid clusters that Deployments run in (API facts, G.3). The
// provider reads clusters and never writes them.
package cluster
