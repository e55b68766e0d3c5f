package emulator

// standardRegion is a region with a shared cluster for STANDARD Deployments.
type standardRegion struct {
	provider string
	name     string
}

// clusterID is the id of a region's shared cluster, which no list shows.
func (r standardRegion) clusterID() string { return derivedID("standard:"+r.provider+":"+r.name, 1) }

// standardRegions lists the regions (API facts, G.3); the first is where a
// Deployment goes that says nothing about it.
func standardRegions() []standardRegion {
	return []standardRegion{
		{"AWS", "us-east-1"},
		{"AWS", "us-west-2"},
		{"AWS", "eu-central-1"},
		{"AWS", "ap-southeast-1"},
		{"GCP", "us-central1"},
		{"GCP", "us-east4"},
		{"GCP", "europe-west4"},
		{"AZURE", "eastus2"},
		{"AZURE", "westus2"},
		{"AZURE", "westeurope"},
	}
}

// providers lists the clouds.
func providers() []string { return []string{"AWS", "GCP", "AZURE"} }

// providerRegion is a region of a cloud.
type providerRegion struct {
	Name            string   `json:"name"`
	Location        string   `json:"location,omitempty"`
	Limited         bool     `json:"limited"`
	BannedInstances []string `json:"bannedInstances"`
}

// instanceType is a type of node or database.
type instanceType struct {
	Name   string `json:"name"`
	CPU    int    `json:"cpu"`
	Memory string `json:"memory"`
}

// clusterOption is what a cluster of one cloud may be made of (API facts, G.3).
type clusterOption struct {
	Provider                string           `json:"provider"`
	Regions                 []providerRegion `json:"regions"`
	DefaultRegion           providerRegion   `json:"defaultRegion"`
	NodeInstances           []instanceType   `json:"nodeInstances"`
	DefaultNodeInstance     instanceType     `json:"defaultNodeInstance"`
	DatabaseInstances       []instanceType   `json:"databaseInstances"`
	DefaultDatabaseInstance instanceType     `json:"defaultDatabaseInstance"`
	NodeCountMin            int              `json:"nodeCountMin"`
	NodeCountMax            int              `json:"nodeCountMax"`
	NodeCountDefault        int              `json:"nodeCountDefault"`
	DefaultVpcSubnetRange   string           `json:"defaultVpcSubnetRange"`
}

// getClusterOptions answers a bare list: one entry per cloud, for either type. The
// type is required.
func getClusterOptions(c *call) (any, *apiError) {
	kind, provider := c.query().Get("type"), c.query().Get("provider")
	if kind == "" {
		return nil, requireFields([]requiredField{{"type", false}})
	}
	if fail := oneOf("type", kind, typeDedicated, typeHybrid); fail != nil {
		return nil, fail
	}
	if provider != "" {
		if fail := oneOf("provider", provider, providers()...); fail != nil {
			return nil, fail
		}
	}
	options := []clusterOption{}
	for _, p := range providers() {
		if provider == "" || provider == p {
			options = append(options, optionOf(p))
		}
	}
	return options, nil
}

// optionOf makes the entry of one cloud.
func optionOf(provider string) clusterOption {
	node := instanceType{Name: "standard-node", CPU: 4, Memory: "16Gi"}
	database := instanceType{Name: "standard-database", CPU: 2, Memory: "8Gi"}
	option := clusterOption{
		Provider:              provider,
		NodeInstances:         []instanceType{node},
		DefaultNodeInstance:   node,
		DatabaseInstances:     []instanceType{database},
		NodeCountMin:          2,
		NodeCountMax:          100,
		NodeCountDefault:      20,
		DefaultVpcSubnetRange: "172.20.0.0/20",
	}
	option.DefaultDatabaseInstance = database
	for _, r := range standardRegions() {
		if r.provider == provider {
			option.Regions = append(option.Regions, providerRegion{Name: r.name, BannedInstances: []string{}})
		}
	}
	option.DefaultRegion = option.Regions[0]
	return option
}
