package emulator

import (
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
)

// description is the API as this emulator serves it.
//
//go:embed openapi.json
var description []byte

// contract checks requests and answers against the description. It is stricter
// than the platform, which ignores members and parameters that it does not
// know: here they are refused, because a client that sends one has a typo.
type contract struct {
	operations map[string]*openapi3.Operation
	schemas    openapi3.Schemas
}

// loadContract returns the contract, which never changes once it is parsed and
// is therefore the same for all servers of a process.
var loadContract = sync.OnceValues(parseContract)

// parseContract parses the description.
func parseContract() (*contract, error) {
	doc, err := openapi3.NewLoader().LoadFromData(description)
	if err != nil {
		return nil, fmt.Errorf("loading openapi.json: %w", err)
	}
	k := &contract{operations: map[string]*openapi3.Operation{}, schemas: doc.Components.Schemas}
	for _, item := range doc.Paths.Map() {
		for _, operation := range item.Operations() {
			k.operations[operation.OperationID] = operation
		}
	}
	return k, nil
}

// checkRequest refuses a request that violates the description with a 400 whose
// fieldErrors name every violation.
func (s *Server) checkRequest(c *call) *apiError {
	if s.contract == nil {
		return nil
	}
	operation := s.contract.operations[c.operation]
	if operation == nil {
		return newError(http.StatusInternalServerError, "emulator bug: operation %s is not in openapi.json", c.operation)
	}
	problems := checkQuery(c, operation)
	if operation.RequestBody != nil {
		schema := operation.RequestBody.Value.Content.Get("application/json").Schema
		found, fail := s.checkBody(c, schema)
		if fail != nil {
			return fail
		}
		problems = append(problems, found...)
	}
	if len(problems) == 0 {
		return nil
	}
	texts := make([]string, 0, len(problems))
	for _, p := range problems {
		texts = append(texts, p.Field+": "+p.Message)
	}
	return &apiError{status: http.StatusBadRequest, message: "Invalid request: " + strings.Join(texts, "; "), fields: problems}
}

// checkBody checks the body against a schema.
func (s *Server) checkBody(c *call, ref *openapi3.SchemaRef) ([]fieldError, *apiError) {
	var body any
	if err := json.Unmarshal(c.body, &body); err != nil {
		return nil, badRequest("Invalid request: the body is not valid JSON: %s", err)
	}
	// The platform takes a null for an absent member where the vendor's command
	// line sends one, and elsewhere, or so it seems.
	nulls := slices.DeleteFunc(stripNulls(&body, ""), isToleratedNull)
	if s.switches.NullRefused && len(nulls) > 0 {
		return nil, invalidField(nulls[0], "null", "%s must not be null", nulls[0])
	}
	schema, fail := s.contract.variant(ref.Value, body)
	if fail != nil {
		return nil, fail
	}
	return violations(schema.VisitJSON(body, openapi3.MultiErrors(), openapi3.VisitAsRequest(), openapi3.EnableFormatValidation()), ""), nil
}

// variant chooses the schema of a body that is one of several by its type. A new
// Deployment without a type is checked as a STANDARD one; its handler decides.
func (k *contract) variant(schema *openapi3.Schema, body any) (*openapi3.Schema, *apiError) {
	if schema.Discriminator == nil {
		return schema, nil
	}
	name := schema.Discriminator.PropertyName
	members, ok := body.(map[string]any)
	if !ok {
		return nil, badRequest("Invalid request: the body must be an object")
	}
	kind, given := members[name]
	if !given {
		kind = "STANDARD"
	}
	text, _ := kind.(string)
	mapped, known := schema.Discriminator.Mapping[text]
	if !known {
		return nil, invalidField(name, "oneof", "%s %v is not known", name, kind)
	}
	return k.schemas[mapped.Ref[strings.LastIndex(mapped.Ref, "/")+1:]].Value, nil
}

// checkQuery checks the query's parameters. Empty ones count as absent, since
// clients send cloudProvider= without a value (API facts, G.2).
func checkQuery(c *call, operation *openapi3.Operation) []fieldError {
	var problems []fieldError
	for name, texts := range c.query() {
		texts = slices.DeleteFunc(slices.Clone(texts), func(t string) bool { return t == "" })
		parameter := operation.Parameters.GetByInAndName(openapi3.ParameterInQuery, name)
		switch {
		case parameter == nil:
			problems = append(problems, fieldError{Field: name, Code: "unknown", Message: "this operation has no such parameter"})
		case len(texts) > 0:
			schema := parameter.Schema.Value
			problems = append(problems, violations(schema.VisitJSON(queryValue(schema, texts), openapi3.MultiErrors()), name)...)
		}
	}
	for _, ref := range operation.Parameters {
		if p := ref.Value; p.In == openapi3.ParameterInQuery && p.Required && c.query().Get(p.Name) == "" {
			problems = append(problems, fieldError{Field: p.Name, Code: "required", Message: "this parameter is required"})
		}
	}
	return problems
}

// queryValue turns the texts of a parameter into what its schema describes;
// texts that do not parse stay texts and violate the schema.
func queryValue(schema *openapi3.Schema, texts []string) any {
	switch {
	case schema.Type.Is(openapi3.TypeArray):
		values := make([]any, 0, len(texts))
		for _, text := range texts {
			values = append(values, text)
		}
		return values
	case schema.Type.Is(openapi3.TypeInteger):
		if n, err := strconv.ParseFloat(texts[0], 64); err == nil {
			return n
		}
	case schema.Type.Is(openapi3.TypeBoolean):
		if b, err := strconv.ParseBool(texts[0]); err == nil {
			return b
		}
	}
	return texts[0]
}

// checkAnswer replaces an answer that violates the description by a 500 that
// says so: a bug of the emulator, which tests are to see.
func (s *Server) checkAnswer(c *call, a *answer) *answer {
	if s.contract == nil || a.status != http.StatusOK {
		return a
	}
	success := s.contract.operations[c.operation].Responses.Value("200")
	if success == nil || len(success.Value.Content) == 0 {
		if len(a.body) > 0 {
			return newError(http.StatusInternalServerError, "emulator bug: %s answers a body that openapi.json does not know", c.operation).answer(c.requestID)
		}
		return a
	}
	var body any
	err := json.Unmarshal(a.body, &body)
	if err == nil {
		schema := success.Value.Content.Get("application/json").Schema.Value
		err = schema.VisitJSON(body, openapi3.MultiErrors(), openapi3.VisitAsResponse(), openapi3.EnableFormatValidation())
	}
	if err == nil {
		return a
	}
	var texts []string
	for _, p := range violations(err, "") {
		texts = append(texts, p.Field+": "+p.Message)
	}
	return newError(http.StatusInternalServerError, "emulator bug: the answer of %s violates openapi.json: %s", c.operation, strings.Join(texts, "; ")).answer(c.requestID)
}

// violations flattens what a check found. The field is the path of the violated
// member with dots, or the given name.
func violations(err error, field string) []fieldError {
	var several openapi3.MultiError
	var one *openapi3.SchemaError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &several): // first: a MultiError also gives its first member as a SchemaError
		var all []fieldError
		for _, each := range several {
			all = append(all, violations(each, field)...)
		}
		return all
	case errors.As(err, &one):
		path := strings.Join(one.JSONPointer(), ".")
		if field != "" {
			path = field
		}
		reason := one.Reason
		if one.SchemaField == "minItems" {
			reason = fmt.Sprintf("%s should be min: %d", path, one.Schema.MinItems)
		}
		return []fieldError{{Field: path, Code: one.SchemaField, Message: reason}}
	default:
		return []fieldError{{Field: field, Code: "invalid", Message: err.Error()}}
	}
}

// isToleratedNull tells the path of a member that the vendor's command line sends
// as null (API facts, C.6, E.5).
func isToleratedNull(path string) bool {
	name := path[strings.LastIndex(path, ".")+1:]
	return slices.Contains([]string{"workerQueues", "contactEmails", "extra", "allowedIpAddressRanges"}, name)
}

// stripNulls removes the members that are null from objects, those within extra
// excepted, and returns their paths.
func stripNulls(value *any, path string) []string {
	var found []string
	switch v := (*value).(type) {
	case map[string]any:
		for name, member := range v {
			inner := strings.TrimPrefix(path+"."+name, ".")
			if member == nil {
				found = append(found, inner)
				delete(v, name)
			} else if name != "extra" {
				found = append(found, stripNulls(&member, inner)...)
			}
		}
	case []any:
		for i := range v {
			found = append(found, stripNulls(&v[i], fmt.Sprintf("%s[%d]", path, i))...)
		}
	}
	slices.Sort(found)
	return found
}
