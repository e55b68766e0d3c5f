package emulator

import (
	"encoding/json"
	"net/http"
	"unicode/utf8"
)

// Types and statuses of deploys (API facts, G.1).
const (
	deployImageAndDag = "IMAGE_AND_DAG"
	deployImageOnly   = "IMAGE_ONLY"
	deployDagOnly     = "DAG_ONLY"
	deployBundle      = "BUNDLE"

	deployInitialized = "INITIALIZED"
	deployDeployed    = "DEPLOYED"
)

// maxDeployDescription is the longest description of a deploy (API facts, G.1).
const maxDeployDescription = 500

// deploy is one deploy of code to a Deployment as stored. Terraform makes none;
// they are here because they change a Deployment behind its back.
type deploy struct {
	ID                string          `json:"id"`
	OrganizationID    string          `json:"organizationId"`
	DeploymentID      string          `json:"deploymentId"`
	Type              string          `json:"type"`
	Status            string          `json:"status"`
	Description       string          `json:"description,omitempty"`
	Git               json.RawMessage `json:"git,omitempty"`
	BundleType        string          `json:"bundleType,omitempty"`
	BundleMountPath   string          `json:"bundleMountPath,omitempty"`
	ImageTag          string          `json:"imageTag"`
	DagTarballVersion string          `json:"dagTarballVersion,omitempty"`
	// RuntimeVersion is the one of the image, when PushImage named one.
	RuntimeVersion string `json:"runtimeVersion,omitempty"`
	audit
}

// deployView is a deploy as answered.
type deployView struct {
	ID                  string          `json:"id"`
	DeploymentID        string          `json:"deploymentId"`
	Type                string          `json:"type"`
	Status              string          `json:"status"`
	Description         string          `json:"description,omitempty"`
	Git                 json.RawMessage `json:"git,omitempty"`
	BundleMountPath     string          `json:"bundleMountPath,omitempty"`
	BundleUploadURL     string          `json:"bundleUploadUrl,omitempty"`
	DagsUploadURL       string          `json:"dagsUploadUrl,omitempty"`
	ImageRepository     string          `json:"imageRepository"`
	ImageTag            string          `json:"imageTag"`
	IsDagDeployEnabled  bool            `json:"isDagDeployEnabled"`
	DagTarballVersion   string          `json:"dagTarballVersion,omitempty"`
	AstroRuntimeVersion string          `json:"astroRuntimeVersion,omitempty"`
	AirflowVersion      string          `json:"airflowVersion,omitempty"`
	CreatedAt           string          `json:"createdAt"`
	CreatedBySubject    subject         `json:"createdBySubject"`
	UpdatedAt           string          `json:"updatedAt"`
	UpdatedBySubject    subject         `json:"updatedBySubject"`
}

// createDeployRequest is the body of a create.
type createDeployRequest struct {
	Type            *string         `json:"type"`
	Description     *string         `json:"description"`
	Git             json.RawMessage `json:"git"`
	BundleType      *string         `json:"bundleType"`
	BundleMountPath *string         `json:"bundleMountPath"`
}

// gitRequest is what is checked of the commit of a deploy.
type gitRequest struct {
	Provider  string  `json:"provider"`
	CommitSHA string  `json:"commitSha"`
	Account   *string `json:"account"`
	Repo      *string `json:"repo"`
	RemoteURL *string `json:"remoteUrl"`
}

// deployRoutes registers what deploys serve.
func (s *Server) deployRoutes() {
	const list = "/organizations/{organizationId}/deployments/{deploymentId}/deploys"
	const item = list + "/{deployId}"
	s.register(http.MethodGet, list, "ListDeploys", listDeploys)
	s.register(http.MethodPost, list, "CreateDeploy", createDeploy)
	s.register(http.MethodGet, item, "GetDeploy", getDeploy)
	s.register(http.MethodPost, item+"/finalize", "FinalizeDeploy", finalizeDeploy)
	s.control("POST image", s.controlImage)
}

// listDeploys answers the deploys of a Deployment.
func listDeploys(c *call) (any, *apiError) {
	d, fail := c.findDeployment(accessRead, "deployment.deploys.get")
	if fail != nil {
		return nil, fail
	}
	var rows []*deploy
	for _, p := range c.store().Deploys {
		if p.DeploymentID == d.ID {
			rows = append(rows, p)
		}
	}
	return answerList(c, "deploys", rows, sorts[deploy]{}, func(p *deploy) any { return c.viewDeploy(d, p) })
}

// getDeploy answers one deploy.
func getDeploy(c *call) (any, *apiError) {
	d, fail := c.findDeployment(accessRead, "deployment.deploys.get")
	if fail != nil {
		return nil, fail
	}
	p := c.findDeploy(d)
	if p == nil {
		return nil, notFound("Deploy", c.path("deployId"))
	}
	return c.viewDeploy(d, p), nil
}

// findDeploy returns the deploy of the path; nil when there is none.
func (c *call) findDeploy(d *deployment) *deploy {
	id := c.path("deployId")
	return find(c.store().Deploys, func(p *deploy) bool { return p.ID == id && p.DeploymentID == d.ID })
}

// createDeploy starts a deploy.
func createDeploy(c *call) (any, *apiError) {
	d, fail := c.findDeployment(accessWrite, "deployment.deploys.create")
	if fail != nil {
		return nil, fail
	}
	var body createDeployRequest
	if fail := c.decode(&body); fail != nil {
		return nil, fail
	}
	if fail := body.check(d); fail != nil {
		return nil, fail
	}
	if fail := c.deployable(d); fail != nil {
		return nil, fail
	}
	p := &deploy{
		ID: c.newID(), OrganizationID: d.OrganizationID, DeploymentID: d.ID, Type: *body.Type, Status: deployInitialized,
		Description: valueOr(body.Description, ""), Git: body.Git,
		BundleType: valueOr(body.BundleType, ""), BundleMountPath: valueOr(body.BundleMountPath, ""),
		ImageTag: "deploy-" + c.now.Format("2006-01-02T15-04-05"), audit: c.created(),
	}
	if p.Type == deployDagOnly || p.Type == deployBundle {
		p.ImageTag = d.ImageTag
	}
	c.store().Deploys = append(c.store().Deploys, p)
	return c.viewDeploy(d, p), nil
}

// deployable refuses code for a hibernating Deployment (API facts, D.6).
func (c *call) deployable(d *deployment) *apiError {
	if status, _ := d.status(c.srv.clock()); status == statusHibernating && !c.sw().DeployWhileHibernatingAccepted {
		return badRequest("Deployment %s is hibernating; code can be deployed when it is awake", d.ID)
	}
	return nil
}

// check says what each type of deploy needs.
func (b *createDeployRequest) check(d *deployment) *apiError {
	if b.Type == nil {
		return requireFields([]requiredField{{"type", false}})
	}
	if fail := oneOf("type", *b.Type, deployImageAndDag, deployImageOnly, deployDagOnly, deployBundle); fail != nil {
		return fail
	}
	if utf8.RuneCountInString(valueOr(b.Description, "")) > maxDeployDescription {
		return invalidField("description", "max", "description must have at most %d characters", maxDeployDescription)
	}
	if *b.Type == deployBundle {
		if fail := requireFields([]requiredField{{"bundleType", b.BundleType != nil}, {"bundleMountPath", b.BundleMountPath != nil}}); fail != nil {
			return fail
		}
	}
	if *b.Type == deployDagOnly && !d.IsDagDeployEnabled {
		return badRequest("DAG deploys are not enabled in Deployment %s", d.ID)
	}
	return checkGit(b.Git)
}

// checkGit says what each provider of a commit needs.
func checkGit(text json.RawMessage) *apiError {
	if len(text) == 0 || string(text) == "null" {
		return nil
	}
	var git gitRequest
	if err := json.Unmarshal(text, &git); err != nil {
		return invalidField("git", "type", "git must be an object: %s", err)
	}
	if fail := oneOf("git.provider", git.Provider, "GITHUB", "GENERIC"); fail != nil {
		return fail
	}
	github := git.Provider == "GITHUB"
	return requireFields([]requiredField{
		{"git.commitSha", git.CommitSHA != ""},
		{"git.account", !github || git.Account != nil},
		{"git.repo", !github || git.Repo != nil},
		{"git.remoteUrl", github || git.RemoteURL != nil},
	})
}
