package emulator

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"
)

// Built-in values of Options.Seed.
const (
	// SeedDemo is one hosted organization with one Workspace and an owner's token.
	SeedDemo = "demo"
	// SeedEmpty is SeedDemo without the Workspace.
	SeedEmpty = "empty"
)

// seedTime is when seeded objects were made; fixed, so that the seeded token has
// the same text in every run.
var seedTime = time.Date(2026, time.January, 5, 9, 0, 0, 0, time.UTC)

// Info is where a client finds what it needs to start.
type Info struct {
	// OrganizationID is the first organization.
	OrganizationID string `json:"organization_id"`
	// WorkspaceID is its first Workspace; empty when there is none.
	WorkspaceID string `json:"workspace_id"`
	// Token is the text of its owner's token.
	Token string `json:"token"`
}

// Info returns the first organization, its first Workspace and its first token.
func (s *Server) Info() Info {
	s.mu.Lock()
	defer s.mu.Unlock()
	info := Info{OrganizationID: s.store.Organizations[0].ID}
	if w := find(s.store.Workspaces, func(w *workspace) bool { return w.OrganizationID == info.OrganizationID }); w != nil {
		info.WorkspaceID = w.ID
	}
	if t := find(s.store.Tokens, func(t *token) bool { return t.OrganizationID == info.OrganizationID }); t != nil {
		info.Token = t.Value
	}
	return info
}

// load fills the store from the state file, else from the seed.
func (s *Server) load() error {
	st, err := s.readStore()
	if err != nil {
		return err
	}
	if st == nil {
		st = builtinSeed(s.opts.Seed)
	}
	if len(st.Organizations) == 0 {
		return errors.New("the store has no organization")
	}
	s.store, s.ids.counter, s.offset = st, st.IDCount, st.ClockOffset
	if s.opts.OrganizationName != "" {
		st.Organizations[0].Name = s.opts.OrganizationName
	}
	owner, err := s.seedOwner(st.Organizations[0])
	if err != nil {
		return err
	}
	if s.opts.Token != "" {
		owner.setValue(s.opts.Token)
	}
	s.seedClusters()
	return s.save()
}

// readStore reads the state file or the file or reader of the seed; nil when
// the seed is a built-in one.
func (s *Server) readStore() (*store, error) {
	if s.opts.StateFile != "" {
		text, err := os.ReadFile(s.opts.StateFile)
		if err == nil {
			return parseStore(text)
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("reading the state file: %w", err)
		}
	}
	if s.opts.SeedReader != nil {
		text, err := io.ReadAll(s.opts.SeedReader)
		if err != nil {
			return nil, fmt.Errorf("reading the seed: %w", err)
		}
		return parseStore(text)
	}
	switch s.opts.Seed {
	case "", SeedDemo, SeedEmpty:
		return nil, nil // A built-in seed.
	}
	text, err := os.ReadFile(s.opts.Seed)
	if err != nil {
		return nil, fmt.Errorf("reading the seed: %w", err)
	}
	return parseStore(text)
}

// parseStore reads the JSON of a store.
func parseStore(text []byte) (*store, error) {
	st := &store{}
	if err := json.Unmarshal(text, st); err != nil {
		return nil, fmt.Errorf("parsing the store: %w", err)
	}
	return st, nil
}

// builtinSeed makes a built-in seed.
func builtinSeed(name string) *store {
	seeder := subject{ID: derivedID("demo", 1), SubjectType: "USER", FullName: "Demo Owner", Username: "owner@example.com"}
	made := audit{CreatedAt: seedTime, CreatedBy: seeder, UpdatedAt: seedTime, UpdatedBy: seeder}
	org := &organization{
		ID: derivedID("demo", 2), Name: "Demo", Product: "HOSTED", Status: "ACTIVE",
		BillingEmail: "billing@example.com", audit: made,
	}
	org.ProductPlans = []productPlan{{
		OrganizationID: org.ID, ProductPlanID: derivedID("demo", 4), ProductPlanName: "TEAM", AstronomerProduct: "ASTRO",
	}}
	st := &store{Organizations: []*organization{org}}
	if name != SeedEmpty {
		st.Workspaces = []*workspace{{ID: derivedID("demo", 3), OrganizationID: org.ID, Name: "Demo", audit: made}}
	}
	return st
}

// seedOwner returns the first token of an organization, and makes an owner's
// token when there is none.
func (s *Server) seedOwner(org *organization) (*token, error) {
	if t := find(s.store.Tokens, func(t *token) bool { return t.OrganizationID == org.ID }); t != nil {
		return t, nil
	}
	t := &token{
		ID: derivedID("token:"+org.ID, 1), OrganizationID: org.ID, Name: "owner", Scope: entityOrganization, Kind: kindStandard,
		Roles:   []tokenRole{{EntityType: entityOrganization, EntityID: org.ID, Role: "ORGANIZATION_OWNER"}},
		StartAt: seedTime, audit: org.audit,
	}
	if err := t.mint(0, seedTime); err != nil {
		return nil, err
	}
	s.store.Tokens = append(s.store.Tokens, t)
	return t, nil
}

// AddOrganization makes another organization with a Workspace and an owner's
// token, for tests of what a token must not see.
func (s *Server) AddOrganization(name string) (Info, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	made := s.store.Organizations[0].audit
	org := &organization{ID: s.ids.next(), Name: name, Product: "HOSTED", ProductPlans: []productPlan{}, Status: "ACTIVE", audit: made}
	w := &workspace{ID: s.ids.next(), OrganizationID: org.ID, Name: name, audit: made}
	s.store.Organizations = append(s.store.Organizations, org)
	s.store.Workspaces = append(s.store.Workspaces, w)
	owner, err := s.seedOwner(org)
	if err != nil {
		return Info{}, err
	}
	return Info{OrganizationID: org.ID, WorkspaceID: w.ID, Token: owner.Value}, s.save()
}
