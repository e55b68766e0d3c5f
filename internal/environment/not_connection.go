package environment

import (
	"fmt"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

// notConnection says why an object cannot be read as a connection. A connection
// that the API answers without its fields is not taken for an empty one: the
// next apply would write all of them anew.
func notConnection(id string, object *astro.EnvironmentObject) error {
	if object.ObjectType == astro.ObjectTypeConnection {
		return fmt.Errorf("the API answered the connection %s without its fields; try again", id)
	}
	return fmt.Errorf("the object %s is of type %s, not a connection; check the id, and remove it from the state (terraform state rm) where it stands there", id, object.ObjectType)
}
