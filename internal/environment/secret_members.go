package environment

import (
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/validate"
)

// isSecretMember asks the auth type where the API gives it, else the name.
func isSecretMember(authType *astro.ConnectionAuthType, name string) bool {
	if parameter := extraParameter(authType, name); parameter != nil {
		return parameter.IsSecret
	}
	return validate.LooksSecret(name)
}

// extraParameter is the auth type's parameter for a member of extra, or nil.
func extraParameter(authType *astro.ConnectionAuthType, name string) *astro.AuthTypeParameter {
	return findParameter(authType, name, true)
}

// fieldParameter is the auth type's parameter for a field of a connection, or nil.
func fieldParameter(authType *astro.ConnectionAuthType, name string) *astro.AuthTypeParameter {
	return findParameter(authType, name, false)
}

func findParameter(authType *astro.ConnectionAuthType, name string, inExtra bool) *astro.AuthTypeParameter {
	if authType == nil {
		return nil
	}
	for i := range authType.Parameters {
		if p := &authType.Parameters[i]; p.AirflowParamName == name && p.IsInExtra == inExtra {
			return p
		}
	}
	return nil
}
