package environment

import "strings"

// bullets writes one line per item.
func bullets(items []string) string { return "\n  - " + strings.Join(items, "\n  - ") }

// quoteNames writes names for a text: `host`, `port`.
func quoteNames(names []string) string { return "`" + strings.Join(names, "`, `") + "`" }

func isOrAre(count int) string {
	if count == 1 {
		return "is"
	}
	return "are"
}

func itOrThem(count int) string {
	if count == 1 {
		return "it"
	}
	return "them"
}
