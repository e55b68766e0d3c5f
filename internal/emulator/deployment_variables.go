package emulator

import "time"

// deploymentVariable is an environment variable of a Deployment as stored, the
// value of a secret included (API facts, C.4).
type deploymentVariable struct {
	Key       string    `json:"key"`
	Value     string    `json:"value"`
	IsSecret  bool      `json:"isSecret"`
	UpdatedAt time.Time `json:"updatedAt"`
}

// variableView is a variable as answered: the value of a secret is left out.
type variableView struct {
	Key       string    `json:"key"`
	Value     *string   `json:"value,omitempty"`
	IsSecret  bool      `json:"isSecret"`
	UpdatedAt time.Time `json:"updatedAt"`
}

// variableRequest is a variable as sent.
type variableRequest struct {
	Key      *string `json:"key"`
	Value    *string `json:"value"`
	IsSecret *bool   `json:"isSecret"`
}

// fillVariables replaces the whole list: a key that is not sent is deleted.
func (c *call) fillVariables(d *deployment, body *deploymentRequest) *apiError {
	if body.EnvironmentVariables == nil {
		return nil
	}
	old := map[string]deploymentVariable{}
	for _, v := range d.EnvironmentVariables {
		old[v.Key] = v
	}
	index := map[string]int{}
	list := []deploymentVariable{}
	for _, sent := range body.EnvironmentVariables {
		if sent.Key == nil || *sent.Key == "" || sent.IsSecret == nil {
			return requireFields([]requiredField{
				{"environmentVariables.key", valueOr(sent.Key, "") != ""}, {"environmentVariables.isSecret", sent.IsSecret != nil},
			})
		}
		stored, known := old[*sent.Key]
		v, fail := c.mergeVariable(sent, stored, known)
		if fail != nil {
			return fail
		}
		i, twice := index[v.Key]
		switch {
		case !twice:
			index[v.Key] = len(list)
			list = append(list, v)
		case c.sw().DuplicateVariablesLastWins:
			list[i] = v
		default:
			return invalidField("environmentVariables", "unique", "the environment variable %s is given twice", v.Key)
		}
	}
	d.EnvironmentVariables = list
	return nil
}

// mergeVariable decides what is stored of one variable that is sent. A secret
// without a value keeps the stored one, and one with "" is blank from then on
// (API facts, C.4 and J.1).
func (c *call) mergeVariable(sent variableRequest, stored deploymentVariable, known bool) (deploymentVariable, *apiError) {
	v := deploymentVariable{Key: *sent.Key, IsSecret: *sent.IsSecret, UpdatedAt: c.now}
	switch {
	case known && stored.IsSecret && !v.IsSecret:
		if !c.sw().SecretToPlainAccepted {
			return v, badRequest("The environment variable %s is secret and cannot be made plain", v.Key)
		}
		// The stored secret must not show.
		v.Value = valueOr(sent.Value, "")
	case !v.IsSecret:
		v.Value = valueOr(sent.Value, "")
	case sent.Value == nil && !known:
		return v, invalidField("environmentVariables.value", "required", "the secret environment variable %s needs a value", v.Key)
	case sent.Value == nil:
		if c.sw().AxiomSecretVariableKept || !stored.IsSecret {
			v.Value = stored.Value
		}
	default:
		v.Value = *sent.Value
	}
	if known && stored.Value == v.Value && stored.IsSecret == v.IsSecret {
		v.UpdatedAt = stored.UpdatedAt
	}
	return v, nil
}

// viewVariables renders the variables without the values of secrets.
func (c *call) viewVariables(d *deployment) []variableView {
	views := make([]variableView, 0, len(d.EnvironmentVariables))
	for _, v := range d.EnvironmentVariables {
		view := variableView{Key: v.Key, IsSecret: v.IsSecret, UpdatedAt: c.unsettledTime(v.UpdatedAt)}
		if !v.IsSecret {
			value := v.Value
			view.Value = &value
		}
		views = append(views, view)
	}
	return reordered(c, views)
}

// reordered returns a list as it was sent, or, when the switch says so, the
// other way round.
func reordered[T any](c *call, list []T) []T {
	if !c.sw().NestedOrderShuffled {
		return list
	}
	turned := make([]T, len(list))
	for i, item := range list {
		turned[len(list)-1-i] = item
	}
	return turned
}
