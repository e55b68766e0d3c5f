package environment

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/fwkit"
)

// resolvedExtra is what this walk has learned of how the platform lays an
// overridden extra over the connection's: member by member, which is assumed
// everywhere here, or as a whole. It is one answer for the whole platform, so
// one look at any override that shows the difference is enough, and only plans
// that change an overridden extra ask for it.
type resolvedExtra struct {
	mu       sync.Mutex
	asked    bool
	replaces bool
}

// extraReplaced reports that a Deployment gets the extra of an override alone.
// Without an override that shows it, or without an answer (API facts, E.4: the
// resolved list fails in places), the assumption stands.
func (r *resolvedExtra) extraReplaced(ctx context.Context, client *astro.Client, object *astro.EnvironmentObject) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.asked {
		return r.replaces
	}
	witness, member := extraWitness(object)
	if witness == "" {
		return false
	}
	r.asked = true
	seen, err := client.ResolveConnection(ctx, witness, object.ObjectKey)
	if err != nil || seen == nil || seen.Connection == nil || len(seen.Connection.Extra) == 0 {
		return false
	}
	_, shown := seen.Connection.Extra[member]
	r.replaces = !shown
	return r.replaces
}

// extraWitness finds an entry that overrides members of extra and leaves alone
// one that the connection shows: the Deployment either gets that one or not.
func extraWitness(object *astro.EnvironmentObject) (deploymentID, member string) {
	for _, link := range object.Links {
		if link.ConnectionOverrides == nil || len(link.ConnectionOverrides.Extra) == 0 || isExcluded(object, link.ScopeEntityID) {
			continue
		}
		for _, name := range namesOf(plainMembers(object.Connection.ConnectionAuthType, object.Connection.Extra)) {
			if _, overridden := link.ConnectionOverrides.Extra[name]; !overridden {
				return link.ScopeEntityID, name
			}
		}
	}
	return "", ""
}

// losesMembers warns that a Deployment loses the members of the connection's
// extra that its override does not repeat, in extra or as a secret.
func losesMembers(base astro.Extra, override extraValue, secret astro.Extra) []fwkit.Finding {
	own := namesOf(overriding(override))
	lost := slices.DeleteFunc(namesOf(base), func(name string) bool {
		_, repeated := secret[name]
		return repeated || slices.Contains(own, name)
	})
	if len(own) == 0 || len(lost) == 0 {
		return nil
	}
	return []fwkit.Finding{fwkit.Warn(path.Root("extra"), "Deployment loses members of extra",
		fmt.Sprintf("This Astro organization gives a Deployment the extra of its override alone, not laid over the connection's. "+
			"The Deployment will not get %s. Repeat in the override what it needs: extra = jsonencode({ %s, … }).",
			quoteNames(lost), strings.Join(own, " = …, ")+" = …, "+lost[0]+" = …"))}
}
