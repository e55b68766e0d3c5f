package emulator_test

import (
	"fmt"
	"net/http"
	"testing"
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
