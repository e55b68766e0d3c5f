package environment

import (
	"fmt"
	"strings"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/validate"
)

// pair names one entry of a connection's links.
type pair struct{ connectionID, deploymentID string }

// String is the pair as an import id.
func (p pair) String() string { return p.connectionID + "/" + p.deploymentID }

// parsePair reads an import id of the form connection_id/deployment_id.
func parsePair(id string) (pair, error) {
	connectionID, deploymentID, found := strings.Cut(id, "/")
	if !found || validate.CUID(connectionID) != nil || validate.CUID(deploymentID) != nil {
		return pair{}, fmt.Errorf("the import id %q must have the form connection_id/deployment_id, for example "+
			"\"clx4n1abc0000000000000001/clx4n1abc0000000000000002\"", id)
	}
	return pair{connectionID, deploymentID}, nil
}
