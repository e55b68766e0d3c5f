package astro

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// maxWords is how many characters of a text of the server are shown.
	maxWords = 1000
	// maxShortWords is that of what is short by nature: ids, names of fields.
	maxShortWords = 200
	// maxFindings is how many findings on fields are shown.
	maxFindings = 50
	// blanked stands in place of a value that the request carried as a secret.
	blanked = "(sensitive value)"
	// shortSecret is the length below which a secret is blanked as a word only:
	// as part of words it says nothing, and blanking it would garble them.
	shortSecret = 4
	// tellingLine is how long a line of a secret is that is blanked by itself.
	tellingLine = 8
)

// Visible makes a text of the server fit to be shown: control and format
// characters are written as escapes, so that a terminal does not obey them, and
// a text of excessive length is cut.
func Visible(text string) string { return visible(text, maxWords) }

func visible(text string, most int) string {
	var shown strings.Builder
	count := 0
	for _, r := range text {
		if count++; count > most {
			fmt.Fprintf(&shown, "… (cut after %d of %d characters)", most, utf8.RuneCountInString(text))
			break
		}
		switch {
		case r == utf8.RuneError, unicode.IsGraphic(r):
			shown.WriteRune(r)
		default:
			quoted := strconv.QuoteRuneToASCII(r)
			shown.WriteString(quoted[1 : len(quoted)-1])
		}
	}
	return shown.String()
}

// tidy makes the server's words in an error fit to be shown: what the request
// carried as a secret is blanked where the API echoes it, and so is the token.
func (c *Client) tidy(r request, err error) error {
	var failed *Error
	if !errors.As(err, &failed) {
		return err
	}
	shown, secrets := *failed, append(secretsOf(r.body), c.token)
	clean := func(text string, most int) string { return visible(blank(text, secrets), most) }
	shown.Operation = clean(failed.Operation, maxWords)
	shown.Message = clean(failed.Message, maxWords)
	shown.RequestID = clean(failed.RequestID, maxShortWords)
	shown.FieldErrors = nil
	for _, f := range failed.FieldErrors[:min(len(failed.FieldErrors), maxFindings)] {
		shown.FieldErrors = append(shown.FieldErrors, FieldError{
			Field: clean(f.Field, maxShortWords), Code: clean(f.Code, maxShortWords), Message: clean(f.Message, maxWords),
		})
	}
	if failed.cause != nil {
		if text := clean(failed.cause.Error(), maxWords); text != failed.cause.Error() {
			shown.cause = &redactedError{text: text, cause: failed.cause}
		}
	}
	return &shown
}

// blank replaces secrets in a text, in each form in which an API may echo them.
func blank(text string, secrets []string) string {
	var forms []string
	for _, secret := range secrets {
		forms = append(forms, formsOf(secret)...)
	}
	// The longest first: one may be part of another.
	slices.SortFunc(forms, func(a, b string) int { return len(b) - len(a) })
	for _, form := range slices.Compact(forms) {
		if utf8.RuneCountInString(form) >= shortSecret {
			text = strings.ReplaceAll(text, form, blanked)
		} else {
			text = blankWord(text, form)
		}
	}
	return text
}

// formsOf gives a secret as it is, as escaped in JSON, in Go and in a URL, and
// the lines of one that has several.
func formsOf(secret string) []string {
	var forms []string
	add := func(text string) {
		if text == "" {
			return
		}
		escaped, err := marshal(text)
		if err != nil {
			escaped = []byte(`""`)
		}
		html, _ := json.Marshal(text) //nolint:errchkjson // a text can always be written
		quoted := strconv.Quote(text)
		forms = append(forms, text, string(escaped[1:len(escaped)-1]), string(html[1:len(html)-1]), quoted[1:len(quoted)-1], url.QueryEscape(text), url.PathEscape(text))
	}
	add(strings.TrimSpace(secret))
	if lines := strings.Split(secret, "\n"); len(lines) > 1 {
		for _, line := range lines {
			if line = strings.TrimSpace(line); len(line) >= tellingLine {
				add(line)
			}
		}
	}
	return forms
}

// blankWord replaces a short secret where it stands as a word of its own.
func blankWord(text, secret string) string {
	var out strings.Builder
	rest := text
	for {
		at := strings.Index(rest, secret)
		if at < 0 {
			out.WriteString(rest)
			return out.String()
		}
		end := at + len(secret)
		before, _ := utf8.DecodeLastRuneInString(out.String() + rest[:at])
		after, _ := utf8.DecodeRuneInString(rest[end:])
		out.WriteString(rest[:at])
		if isWordRune(before) || isWordRune(after) {
			out.WriteString(secret)
		} else {
			out.WriteString(blanked)
		}
		rest = rest[end:]
	}
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// secretName matches the names of members whose texts are secrets: those of the
// contract, and what people keep in the extra of a connection.
var secretName = regexp.MustCompile(`(?i)pass(word|phrase|wd)|secret|token|private|credential|api_?key|^extra$|^headers$`)

// secretsOf lists the texts that a request carries as secrets. Which members of
// extra and headers are secret only the platform knows, so all of them count.
func secretsOf(body any) []string {
	if body == nil {
		return nil
	}
	written, err := marshal(body)
	if err != nil {
		return nil
	}
	var plain any
	decoder := json.NewDecoder(bytes.NewReader(written))
	decoder.UseNumber()
	if decoder.Decode(&plain) != nil {
		return nil
	}
	return secretsIn(plain, false)
}

func secretsIn(value any, secret bool) (found []string) {
	switch value := value.(type) {
	case string:
		if secret {
			return []string{value}
		}
	case []any:
		for _, element := range value {
			found = append(found, secretsIn(element, secret)...)
		}
	case map[string]any:
		for name, member := range value {
			found = append(found, secretsIn(member, secret || secretName.MatchString(name) || (name == "value" && hasSecretValue(value)))...)
		}
	}
	return found
}

// hasSecretValue tells the object whose value is secret. An update of a variable
// object does not say whether it is, so it counts as one (API facts, E.5).
func hasSecretValue(object map[string]any) bool {
	isSecret, said := object["isSecret"].(bool)
	return isSecret || !said
}
