package emulator

import (
	"slices"
	"time"
)

// store is everything the server knows. Slices keep the order of creation.
type store struct {
	Organizations      []*organization      `json:"organizations"`
	Workspaces         []*workspace         `json:"workspaces"`
	Clusters           []*cluster           `json:"clusters"`
	Deployments        []*deployment        `json:"deployments"`
	EnvironmentObjects []*environmentObject `json:"environmentObjects"`
	Deploys            []*deploy            `json:"deploys"`
	Tokens             []*token             `json:"tokens"`
	AgentTokens        []*agentToken        `json:"agentTokens,omitempty"`

	// IDCount and ClockOffset let a restarted server go on where it was.
	IDCount     uint64        `json:"idCount"`
	ClockOffset time.Duration `json:"clockOffset"`
}

// subject is the profile of who created or updated something.
type subject struct {
	ID           string `json:"id"`
	SubjectType  string `json:"subjectType,omitempty"`
	APITokenName string `json:"apiTokenName,omitempty"`
	FullName     string `json:"fullName,omitempty"`
	Username     string `json:"username,omitempty"`
	AvatarURL    string `json:"avatarUrl,omitempty"`
}

// audit is embedded by records: who touched them and when, whole seconds UTC.
type audit struct {
	CreatedAt time.Time `json:"createdAt"`
	CreatedBy subject   `json:"createdBy"`
	UpdatedAt time.Time `json:"updatedAt"`
	UpdatedBy subject   `json:"updatedBy"`
}

// organization finds an organization by id; nil when there is none.
func (st *store) organization(id string) *organization {
	return find(st.Organizations, func(o *organization) bool { return o.ID == id })
}

// workspace finds a Workspace of an organization by id; nil when there is none.
func (st *store) workspace(organizationID, id string) *workspace {
	return find(st.Workspaces, func(w *workspace) bool { return w.ID == id && w.OrganizationID == organizationID })
}

// cluster finds a cluster of an organization by id; nil when there is none.
func (st *store) cluster(organizationID, id string) *cluster {
	return find(st.Clusters, func(k *cluster) bool { return k.ID == id && k.OrganizationID == organizationID })
}

// deployment finds a Deployment of an organization by id; nil when there is none.
func (st *store) deployment(organizationID, id string) *deployment {
	return find(st.Deployments, func(d *deployment) bool { return d.ID == id && d.OrganizationID == organizationID })
}

// environmentObject finds an environment object of an organization by id; nil
// when there is none.
func (st *store) environmentObject(organizationID, id string) *environmentObject {
	return find(st.EnvironmentObjects, func(o *environmentObject) bool { return o.ID == id && o.OrganizationID == organizationID })
}

// token finds an API token of an organization by id; nil when there is none.
func (st *store) token(organizationID, id string) *token {
	return find(st.Tokens, func(t *token) bool { return t.ID == id && t.OrganizationID == organizationID })
}

// find returns the first record that matches, or nil.
func find[T any](records []*T, match func(*T) bool) *T {
	if i := slices.IndexFunc(records, match); i >= 0 {
		return records[i]
	}
	return nil
}

// without returns records without one of them.
func without[T any](records []*T, gone *T) []*T {
	return slices.DeleteFunc(records, func(r *T) bool { return r == gone })
}

// workspaceDeleted removes what lives in a Workspace that is being deleted: its
// Deployments with all that hangs on them, its environment objects, and its
// tokens.
func (s *Server) workspaceDeleted(organizationID, id string) {
	st := s.store
	for _, d := range slices.Clone(st.Deployments) {
		if d.OrganizationID == organizationID && d.WorkspaceID == id {
			s.removeDeployment(d)
		}
	}
	st.EnvironmentObjects = slices.DeleteFunc(st.EnvironmentObjects, func(o *environmentObject) bool {
		return o.OrganizationID == organizationID && o.ScopeEntityID == id
	})
	s.tokensFollow(entityWorkspace, id)
}
