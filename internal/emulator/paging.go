package emulator

import (
	"crypto/rand"
	"math/big"
	"slices"
	"strconv"
	"strings"
)

// sorts maps the sort fields that a list allows to their order.
type sorts[T any] map[string]func(a, b *T) int

// compareText orders names without regard to case first, so that lists read
// like the user interface, and by bytes where only the case differs.
func compareText(a, b string) int {
	if n := strings.Compare(strings.ToLower(a), strings.ToLower(b)); n != 0 {
		return n
	}
	return strings.Compare(a, b)
}

// answerList sorts and pages rows and answers them under their plural noun with
// limit, offset and totalCount (API facts, A.4).
func answerList[T any](c *call, noun string, rows []*T, fields sorts[T], view func(*T) any) (any, *apiError) {
	offset, limit, fail := c.page()
	if fail != nil {
		return nil, fail
	}
	rows = slices.Clone(rows)
	if fail := sortRows(c, rows, fields); fail != nil {
		return nil, fail
	}
	total := len(rows)
	rows = rows[min(offset, total):min(offset+limit, total)]
	views := make([]any, 0, len(rows))
	for _, row := range rows {
		views = append(views, view(row))
	}
	return map[string]any{noun: views, "limit": limit, "offset": offset, "totalCount": total}, nil
}

// page reads offset and limit.
func (c *call) page() (offset, limit int, fail *apiError) {
	limit = defaultPageSize
	if c.srv.opts.PageSize > 0 {
		limit = c.srv.opts.PageSize
	}
	if limit, fail = c.number("limit", limit); fail != nil {
		return 0, 0, fail
	}
	if offset, fail = c.number("offset", 0); fail != nil {
		return 0, 0, fail
	}
	if limit > maxPageSize {
		return 0, 0, invalidField("limit", "max", "limit must be at most %d", maxPageSize)
	}
	return offset, limit, nil
}

// number reads a query parameter that is an integer of at least 0.
func (c *call) number(name string, fallback int) (int, *apiError) {
	text := c.query().Get(name)
	if text == "" {
		return fallback, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		return 0, invalidField(name, "min", "%s must be a number of at least 0", name)
	}
	return n, nil
}

// sortRows orders rows by the query's sorts, each "<field>:asc" or
// "<field>:desc"; without any, rows stay in order of creation, or are shuffled.
func sortRows[T any](c *call, rows []*T, fields sorts[T]) *apiError {
	wanted := c.query()["sorts"]
	if len(wanted) == 0 {
		if c.srv.opts.RandomOrder {
			shuffle(rows)
		}
		return nil
	}
	orders := make([]func(a, b *T) int, 0, len(wanted))
	for _, w := range wanted {
		field, direction, _ := strings.Cut(w, ":")
		order, known := fields[field]
		if !known || (direction != "asc" && direction != "desc") {
			return invalidField("sorts", "oneof", "sorts: %q is not a field and direction that this list can be sorted by", w)
		}
		if direction == "desc" {
			ascending := order
			order = func(a, b *T) int { return ascending(b, a) }
		}
		orders = append(orders, order)
	}
	slices.SortStableFunc(rows, func(a, b *T) int {
		for _, order := range orders {
			if n := order(a, b); n != 0 {
				return n
			}
		}
		return 0
	})
	return nil
}

// shuffle puts values in an order that differs from call to call.
func shuffle[T any](values []T) {
	for i := len(values) - 1; i > 0; i-- {
		j := randomBelow(i + 1)
		values[i], values[j] = values[j], values[i]
	}
}

// randomBelow returns a number from 0 to n-1.
func randomBelow(n int) int {
	v, err := rand.Int(rand.Reader, big.NewInt(int64(n)))
	if err != nil {
		return 0
	}
	return int(v.Int64())
}

// sameName compares a filter's text with a name.
func (c *call) sameName(wanted, name string) bool {
	return wanted == name || (c.sw().NameFilterFoldsCase && strings.EqualFold(wanted, name))
}
