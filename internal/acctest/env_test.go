package acctest

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

// The first of the ways in which a CLI is named wins, and a name that leads
// nowhere is an error, never another CLI.
func TestLookUpCLI(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	t.Setenv("TF_ACC_TERRAFORM_PATH", "")
	t.Setenv("TF", "")
	if found, err := lookUpCLI(); err == nil {
		t.Errorf("found %s on an empty PATH", found)
	}
	missing := filepath.Join(t.TempDir(), "terraform")
	t.Setenv("TF", missing)
	if _, err := lookUpCLI(); err == nil || !strings.Contains(err.Error(), "TF="+missing) {
		t.Errorf("error %v", err)
	}
	t.Setenv("TF", "/bin/sh")
	if found, err := lookUpCLI(); err != nil || found != "/bin/sh" {
		t.Errorf("found %s, %v", found, err)
	}
	t.Setenv("TF_ACC_TERRAFORM_PATH", "/bin/ls")
	if found, err := lookUpCLI(); err != nil || found != "/bin/ls" {
		t.Errorf("found %s, %v", found, err)
	}
}

func TestCLIVersion(t *testing.T) {
	t.Parallel()
	cli := RequireCLI(t)
	if version := cliVersion(); !strings.Contains(version, " v1.") || IsTofu() != strings.HasPrefix(version, "OpenTofu") {
		t.Errorf("%s calls itself %q", cli, version)
	}
}

// The same world seen with another token: one that only reads is refused writes.
func TestWithAnotherToken(t *testing.T) {
	t.Parallel()
	env := Start(t)
	token := env.Mint(t, emulator.TokenSpec{Role: "WORKSPACE_MEMBER", EntityType: "WORKSPACE", EntityID: env.WorkspaceID})
	reader := env.With(t, Variable("ASTRO_API_TOKEN", token))
	if reader.Emulator != env.Emulator || reader.Token != token || env.Token == token {
		t.Error("With must change the token and nothing else")
	}
	if got := reader.Provider(t).Data("astro_workspace", Object{"id": env.WorkspaceID}).OK(); got.Text("id") != env.WorkspaceID {
		t.Errorf("read %v", got.Values())
	}
	_, err := env.Actor(t, token).CreateDeployment(t.Context(), &astro.CreateDeploymentRequest{
		Type: astro.DeploymentTypeStandard, Name: "refused", WorkspaceID: env.WorkspaceID,
	})
	if !astro.IsForbidden(err) {
		t.Errorf("a create with a reader's token: %v", err)
	}
}

// Profile and switches of one test leave others alone.
func TestEmulatorOptions(t *testing.T) {
	t.Parallel()
	contrary := Start(t,
		Emulator(func(o *emulator.Options) { o.Profile = emulator.ProfileContrary }),
		Switches(func(s *emulator.Switches) { s.EmptyTextShown = false }),
	)
	if s := contrary.Emulator.Switches(); s.EmptyTextShown || !s.RetryAfterSent {
		t.Errorf("empty text shown %v, Retry-After sent %v", s.EmptyTextShown, s.RetryAfterSent)
	}
	contrary.AddFault(t, emulator.Fault{Method: "GET", Path: "/organizations/", Status: 503})
	contrary.Provider(t).Data("astro_organization", Object{}).OK()
	if n := contrary.Requests("GET", "/organizations/"); n != 2 {
		t.Errorf("%d requests, want a failed one and its repeat", n)
	}
	contrary.ResetJournal()
	if contrary.Requests("", "") != 0 || contrary.Writes() != 0 {
		t.Error("the journal was not forgotten")
	}
}
