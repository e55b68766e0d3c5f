package emulator

import (
	"encoding/json"
	"fmt"
	"time"
)

// finalizeDeploy ends a deploy: the Deployment then runs its code, without
// having been updated itself (API facts, G.1).
func finalizeDeploy(c *call) (any, *apiError) {
	d, fail := c.findDeployment(accessWrite, "deployment.deploys.update")
	if fail != nil {
		return nil, fail
	}
	var body struct {
		DagTarballVersion    *string `json:"dagTarballVersion"`
		BundleTarballVersion *string `json:"bundleTarballVersion"`
	}
	if fail := c.decode(&body); fail != nil {
		return nil, fail
	}
	p := c.findDeploy(d)
	switch {
	case p == nil:
		// The operation does not declare a 404 (API facts, A.6).
		return nil, badRequest("Deploy %s not found", c.path("deployId"))
	case p.Status != deployInitialized:
		return nil, badRequest("Deploy %s is finalized already", p.ID)
	case p.Type == deployDagOnly && body.DagTarballVersion == nil:
		return nil, requireFields([]requiredField{{"dagTarballVersion", false}})
	case p.Type == deployBundle && body.BundleTarballVersion == nil:
		return nil, requireFields([]requiredField{{"bundleTarballVersion", false}})
	}
	if fail := c.deployable(d); fail != nil {
		return nil, fail
	}
	p.Status, p.DagTarballVersion = deployDeployed, valueOr(body.DagTarballVersion, "")
	c.touch(&p.audit)
	d.ImageTag = p.ImageTag
	if p.DagTarballVersion != "" {
		d.DagTarballVersion = p.DagTarballVersion
	}
	if p.RuntimeVersion != "" {
		d.AstroRuntimeVersion = p.RuntimeVersion
	}
	d.DeployingUntil = c.srv.clock().Add(c.srv.opts.ReadyAfter)
	return c.viewDeploy(d, p), nil
}

// answeredType is the type that answers give: they know of no BUNDLE, whose code
// comes beside the image as DAGs do.
func (p *deploy) answeredType() string {
	if p.Type == deployBundle {
		return deployDagOnly
	}
	return p.Type
}

// viewDeploy renders a deploy.
func (c *call) viewDeploy(d *deployment, p *deploy) deployView {
	v := deployView{
		ID: p.ID, DeploymentID: p.DeploymentID, Type: p.answeredType(), Status: p.Status, Description: p.Description, Git: p.Git,
		ImageRepository: "images.emulator.test/" + d.OrganizationID + "/" + d.ID, ImageTag: p.ImageTag,
		IsDagDeployEnabled: d.IsDagDeployEnabled, DagTarballVersion: p.DagTarballVersion,
		CreatedAt: p.CreatedAt.Format(time.RFC3339Nano), CreatedBySubject: p.CreatedBy,
		UpdatedAt: p.UpdatedAt.Format(time.RFC3339Nano), UpdatedBySubject: p.UpdatedBy,
	}
	switch {
	case p.Type == deployBundle:
		v.BundleMountPath, v.BundleUploadURL = p.BundleMountPath, c.uploadURL(p.ID)
	case p.Type != deployImageOnly && d.IsDagDeployEnabled:
		v.DagsUploadURL = c.uploadURL(p.ID)
	}
	v.AstroRuntimeVersion = d.AstroRuntimeVersion
	if p.RuntimeVersion != "" {
		v.AstroRuntimeVersion = p.RuntimeVersion
	}
	if release, known := findRelease(v.AstroRuntimeVersion); known {
		v.AirflowVersion = release.AirflowVersion
	}
	return v
}

// PushImage stands for the push of an image with a version of Astro Runtime
// between the create and the finalize of a deploy; the Deployment has that
// version once the deploy is finalized. It fails for unknown deploys and versions.
func (s *Server) PushImage(deployID, runtimeVersion string) error {
	if _, known := findRelease(runtimeVersion); !known {
		return fmt.Errorf("unknown Astro Runtime %q", runtimeVersion)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	p := find(s.store.Deploys, func(p *deploy) bool { return p.ID == deployID })
	if p == nil {
		return fmt.Errorf("no deploy %q", deployID)
	}
	p.RuntimeVersion = runtimeVersion
	return s.save()
}

// controlImage is PushImage for the test controls.
func (s *Server) controlImage(x *exchange) (any, error) {
	var body struct {
		DeployID       string `json:"deployId"`
		RuntimeVersion string `json:"runtimeVersion"`
	}
	if err := json.Unmarshal(x.body, &body); err != nil {
		return nil, fmt.Errorf("reading the image: %w", err)
	}
	return nil, s.PushImage(body.DeployID, body.RuntimeVersion)
}
