package emulator_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

// cluster finds the id of a seeded cluster.
func (c *client) cluster(t *testing.T, name string) string {
	t.Helper()
	rows := c.do(t, http.StatusOK, http.MethodGet, "clusters?names="+name, nil).rows(t, "clusters")
	if len(rows) != 1 {
		t.Fatalf("%d clusters named %s", len(rows), name)
	}
	return fmt.Sprint(rows[0]["id"])
}

func TestClusters(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	for query, want := range map[string]int{"": 4, "?provider=GCP": 1, "?provider=AWS": 3, "?names=hybrid&names=limited": 2, "?names=Hybrid": 0} {
		if rows := c.do(t, http.StatusOK, http.MethodGet, "clusters"+query, nil).rows(t, "clusters"); len(rows) != want {
			t.Errorf("%q: %d clusters, want %d", query, len(rows), want)
		}
	}
	if got := c.do(t, http.StatusOK, http.MethodGet, "clusters/"+c.cluster(t, "dedicated-new"), nil).text(t, "status"); got != "CREATING" {
		t.Errorf("status %s", got)
	}
	hybrid := c.do(t, http.StatusOK, http.MethodGet, "clusters/"+c.cluster(t, "hybrid"), nil)
	if ips, ok := dig(hybrid.Body, "metadata", "externalIPs").([]any); hybrid.text(t, "providerAccount") == "" || !ok || len(ips) == 0 {
		t.Errorf("hybrid cluster: %s", hybrid.Text)
	}
	c.do(t, http.StatusNotFound, http.MethodGet, "clusters/c000000000000000000000000", nil)
	lenient := start(t, emulator.Options{Lenient: true})
	lenient.do(t, http.StatusBadRequest, http.MethodGet, "clusters?provider=MOON", nil)
	// A store that has clusters keeps them as they are.
	state, err := c.srv.State()
	if err != nil {
		t.Fatal(err)
	}
	again := start(t, emulator.Options{SeedReader: strings.NewReader(strings.Replace(string(state), `"dedicated-new"`, `"renamed"`, 1))})
	again.cluster(t, "renamed")
}
