package environment

import (
	"fmt"
	"regexp"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
)

var (
	pathConnection = path.Root("connection_id")
	pathDeployment = path.Root("deployment_id")
)

// checkObject judges whether a Deployment can have an entry in an object.
func checkObject(object *astro.EnvironmentObject, p pair) []fwkit.Finding {
	switch {
	case !isConnection(object):
		return []fwkit.Finding{fwkit.Refuse(pathConnection, "Object is not a connection",
			fmt.Sprintf("The object %s (%q) is of type %s. Links and overrides of this provider are for connections.", p.connectionID, object.ObjectKey, object.ObjectType))}
	case object.Scope != astro.ScopeWorkspace:
		return []fwkit.Finding{fwkit.Refuse(pathConnection, "Connection belongs to one Deployment",
			fmt.Sprintf("Connection %q (%s) is defined for Deployment %s alone; it has no links and no overrides. Define it for the Workspace (workspace_id) to share it, "+
				"or change its own fields.", object.ObjectKey, p.connectionID, object.ScopeEntityID))}
	case isExcluded(object, p.deploymentID):
		return []fwkit.Finding{fwkit.Refuse(pathDeployment, "Deployment is excluded from connection",
			fmt.Sprintf("Connection %q (%s) excludes Deployment %s, so it can have no link and no override there. Take the exclude away in the Astro UI first.",
				object.ObjectKey, p.connectionID, p.deploymentID))}
	}
	return nil
}

// checkDeployment judges a Deployment against the object it is to be linked to.
func checkDeployment(deployment *astro.Deployment, object *astro.EnvironmentObject) []fwkit.Finding {
	if deployment.WorkspaceID != object.ScopeEntityID {
		return []fwkit.Finding{fwkit.Refuse(pathDeployment, "Deployment belongs to another Workspace",
			fmt.Sprintf("Deployment %q (%s) belongs to Workspace %s, connection %q to Workspace %s. A connection reaches only Deployments of its own Workspace.",
				deployment.Name, deployment.ID, deployment.WorkspaceID, object.ObjectKey, object.ScopeEntityID))}
	}
	if tooOldForConnections(deployment.AstroRuntimeVersion) {
		return []fwkit.Finding{fwkit.Refuse(pathDeployment, "Deployment is too old for Environment Manager connections",
			fmt.Sprintf("Deployment %q (%s) runs Astro Runtime %s. Connections of the Environment Manager need 9.3.0 or newer; upgrade the Deployment first.",
				deployment.Name, deployment.ID, deployment.AstroRuntimeVersion))}
	}
	return nil
}

func missingDeployment(p pair) fwkit.Finding {
	return fwkit.Refuse(pathDeployment, "Deployment does not exist",
		fmt.Sprintf("The Deployment %s does not exist in this organization. Check the id, or refer to the Deployment (deployment_id = astro_deployment.….id).", p.deploymentID))
}

// The first Astro Runtime that reads connections of the Environment Manager is
// 9.3.0 (API facts, E.7).
const (
	oldestMajor = 9
	oldestMinor = 3
)

// threePart matches the versions of Runtimes for Airflow 2; those for Airflow 3
// ("3.0-4") count anew and are all new enough (API facts, C.7).
var threePart = regexp.MustCompile(`^(\d+)\.(\d+)\.\d+`)

// tooOldForConnections tells it of versions it can read; others pass.
func tooOldForConnections(runtime string) bool {
	parts := threePart.FindStringSubmatch(runtime)
	if parts == nil {
		return false
	}
	major, errMajor := strconv.Atoi(parts[1])
	minor, errMinor := strconv.Atoi(parts[2])
	return errMajor == nil && errMinor == nil && (major < oldestMajor || (major == oldestMajor && minor < oldestMinor))
}
