package function

import (
	"net/url"
	"strings"
)

// quote writes a text for a URI the way Airflow does: everything but letters,
// digits and -._~ is percent-encoded, slashes and colons included.
func quote(text string) string {
	return strings.ReplaceAll(url.QueryEscape(text), "+", "%20")
}

// unquote reads it back as Airflow does: what is no valid escape stays as it is.
func unquote(text string) string {
	var out strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] == '%' && i+2 < len(text) {
			if decoded, err := url.PathUnescape(text[i : i+3]); err == nil {
				out.WriteString(decoded)
				i += 2
				continue
			}
		}
		out.WriteByte(text[i])
	}
	return strings.ToValidUTF8(out.String(), "�")
}

// parseQuery reads the query of a URI as Airflow does: pairs apart by &, + for a
// blank, the last one of a name wins.
func parseQuery(query string) map[string]any {
	members := map[string]any{}
	for pair := range strings.SplitSeq(query, "&") {
		if pair == "" {
			continue
		}
		name, value, _ := strings.Cut(strings.ReplaceAll(pair, "+", " "), "=")
		members[unquote(name)] = unquote(value)
	}
	return members
}
