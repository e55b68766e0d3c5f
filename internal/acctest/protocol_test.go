package acctest_test

import (
	"strings"
	"testing"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
)

func TestProtocolReadsADataSource(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	got := env.Provider(t).Data("astro_organization", acctest.Object{}).OK()
	if got.Text("id") != env.OrganizationID {
		t.Errorf("id = %v, want %s", got.Get("id"), env.OrganizationID)
	}
	if env.Requests("GET", "/organizations") == 0 {
		t.Error("the journal has no request")
	}
}

func TestSecondActorIsNotInTheProvidersJournal(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	if _, err := env.Client.GetOrganization(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := env.Requests("", ""); n != 0 {
		t.Errorf("the second actor's requests count as the provider's: %d", n)
	}
}

func TestProtocolCarriesUnknownSettings(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	p, said := env.ProviderWith(t, acctest.Object{"token": acctest.Unknown})
	if said.HasError() {
		t.Fatalf("configuring with an unknown token:\n%s", said)
	}
	result := p.Data("astro_organization", acctest.Object{})
	if !result.Diagnostics.HasError() || !strings.Contains(result.Diagnostics.String(), "token") {
		t.Errorf("a read without a token should name the attribute, got:\n%s", result.Diagnostics)
	}
	if n := env.Requests("", ""); n != 0 {
		t.Errorf("%d requests were sent without a token", n)
	}
}
