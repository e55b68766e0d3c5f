package astro

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"reflect"
	"strings"
	"unicode/utf8"
)

// Target is the one object that an operation is about. Its answer must be about
// that object, and a 404 can be looked at once more.
type Target struct {
	Kind, ID string
}

// The kinds of a Target.
const (
	KindOrganization      = "organization"
	KindWorkspace         = "Workspace"
	KindCluster           = "cluster"
	KindDeployment        = "Deployment"
	KindEnvironmentObject = "environment object"
	KindAPIToken          = "API token"
	KindAgentToken        = "agent token"
)

// identified is an answer, or a row of a list, that says which object it is.
type identified interface{ identity() string }

// placed is one that says which Workspace it is in.
type placed interface{ workspace() string }

// isJSON tells what the header of an answer says about its body.
func isJSON(answer *http.Response) bool {
	mediaType, _, err := mime.ParseMediaType(answer.Header.Get("Content-Type"))
	return err == nil && strings.HasSuffix(mediaType, "json")
}

// checkAnswer judges a 2xx and decodes it. A DELETE is done by 204 and by nothing
// else: an empty 200, or a login page, is what a proxy answers (API facts, A.6).
func checkAnswer(r request, answer *http.Response, payload []byte, out any) error {
	wrong := func(format string, args ...any) *Error {
		return &Error{
			Operation: r.operation, StatusCode: answer.StatusCode, Ambiguous: r.class.writes(), RequestID: requestIDOf(answer, payload),
			Target: r.target, Message: fmt.Sprintf(format, args...),
		}
	}
	empty := len(bytes.TrimSpace(payload)) == 0
	notJSON := func() error {
		return wrong("the answer is not JSON (content type %q, %d bytes); check the provider's host", answer.Header.Get("Content-Type"), len(payload))
	}
	switch {
	case r.class == retryDelete && answer.StatusCode != http.StatusNoContent:
		return wrong("the answer is not the 204 by which Astro says that it is done, so something else may have answered, such as a proxy; "+
			"check the provider's host and proxy settings and run terraform again (content type %q, %d bytes)", answer.Header.Get("Content-Type"), len(payload))
	case out == nil && (empty || isJSON(answer)):
		return nil
	case !isJSON(answer) || empty:
		return notJSON()
	}
	if err := decode(payload, out); err != nil {
		failed := wrong("the answer could not be read")
		failed.cause = err
		return failed
	}
	return checkTarget(r, out, wrong)
}

// checkTarget refuses an answer about another object than the one that was asked
// for, or about none: taken for a state it would replace or orphan what stands.
func checkTarget(r request, out any, wrong func(format string, args ...any) *Error) error {
	if found, ok := out.(identified); ok && r.target.ID != "" && found.identity() != r.target.ID {
		return wrong("the answer is about %s, not about the %s %s that was asked for; nothing was taken from it",
			nameOr(found.identity(), "an object without an id"), r.target.Kind, r.target.ID)
	}
	if found, ok := out.(placed); ok && r.inWorkspace != "" && found.workspace() != r.inWorkspace {
		return wrong("the answer is about a %s in the Workspace %s, not in %s; nothing was taken from it", r.target.Kind, found.workspace(), r.inWorkspace)
	}
	return nil
}

func nameOr(text, fallback string) string {
	if text == "" {
		return fallback
	}
	return text
}

// decode reads JSON and refuses what would be taken for less than it is: text
// that is not Unicode, elements that are null, and members that are missing or
// null although the API always gives them (tag `answer`, see isRequired). What the
// provider writes is made from what it has read, so a gap would be written back.
func decode(payload []byte, out any) error {
	if !utf8.Valid(payload) || hasLoneSurrogate(payload) {
		return fmt.Errorf("its text is not valid UTF-8")
	}
	if err := json.Unmarshal(payload, out); err != nil {
		return err
	}
	if _, own := out.(json.Unmarshaler); own {
		return nil // it has judged what is in it
	}
	var plain any
	if err := json.Unmarshal(payload, &plain); err != nil {
		return err
	}
	if gap := findGap(reflect.TypeOf(out), plain, ""); gap != "" {
		return fmt.Errorf("it lacks what every such answer has: %s", gap)
	}
	return nil
}

// hasLoneSurrogate finds half a character in an escape (\ud83d alone), which
// decoding would replace silently.
func hasLoneSurrogate(payload []byte) bool {
	for i := 0; i < len(payload); i++ {
		if payload[i] != '\\' {
			continue
		}
		switch high, low := surrogateAt(payload, i), surrogateAt(payload, i+6); {
		case high == 'h' && low == 'l':
			i += 11
		case high != 0:
			return true
		default:
			i++ // what is escaped is no escape of its own
		}
	}
	return false
}

// surrogateAt tells the escape of a high ('h') or low ('l') surrogate at a place, else 0.
func surrogateAt(payload []byte, i int) byte {
	if i+6 > len(payload) || payload[i] != '\\' || payload[i+1] != 'u' || (payload[i+2]|0x20) != 'd' {
		return 0
	}
	switch third := payload[i+3] | 0x20; {
	case third == '8' || third == '9' || third == 'a' || third == 'b':
		return 'h'
	case third >= 'c' && third <= 'f':
		return 'l'
	}
	return 0
}

// findGap names the first place where a decoded value lacks what its type
// requires; empty when nothing is missing.
func findGap(t reflect.Type, value any, at string) string {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch value := value.(type) {
	case []any:
		if t.Kind() != reflect.Slice {
			return ""
		}
		for i, element := range value {
			place := fmt.Sprintf("%s[%d]", at, i)
			if element == nil {
				return place + " is null"
			}
			if gap := findGap(t.Elem(), element, place); gap != "" {
				return gap
			}
		}
	case map[string]any:
		if t.Kind() == reflect.Struct {
			return findMissing(t, value, at)
		}
	}
	return ""
}

func findMissing(t reflect.Type, members map[string]any, at string) string {
	for i := range t.NumField() {
		field := t.Field(i)
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if name == "" {
			continue
		}
		place := strings.TrimPrefix(at+"."+name, ".")
		member, there := members[name]
		switch required := isRequired(field.Tag.Get("answer"), members); {
		case required && !there:
			return place + " is missing"
		case required && member == nil:
			return place + " is null"
		case required && member == "":
			return place + " is empty"
		}
		if gap := findGap(field.Type, member, place); gap != "" {
			return gap
		}
	}
	return ""
}

// isRequired reads the tag of a member: "required", or "beside Overrides" for one
// that is required where a member of such a name is there. An entry without an
// override may have null for the names of its fields, of which there are none.
func isRequired(tag string, members map[string]any) bool {
	suffix, conditional := strings.CutPrefix(tag, "beside ")
	if !conditional {
		return tag == "required"
	}
	for name, member := range members {
		if member != nil && strings.HasSuffix(name, suffix) {
			return true
		}
	}
	return false
}
