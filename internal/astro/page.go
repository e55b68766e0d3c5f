package astro

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"strconv"
)

const (
	// pageSize is the largest page the API documents (API facts, A.4).
	pageSize = 1000
	// maxPages and maxRows stop a list that never ends; no organization has that much.
	maxPages = 1000
	maxRows  = 100_000
)

// listCall is one list operation. rows names the member that holds the rows.
type listCall struct {
	operation      string
	inOrganization bool
	path, rows     string
	sorts          string
	query          url.Values
	// workspaceID is the one Workspace that the list is about, if any.
	workspaceID string
	// enough is how many rows the caller needs; 0 for all of them.
	enough int
	// anonymous says that rows have no ids, as resolved ones (API facts, E.4).
	anonymous bool
	// class is retryRead, or retryLook for a list that its caller can do without.
	class retryClass
}

// page is one page of any list; the rows stand under a name of their own.
type page[T any] struct {
	name       string
	rows       []T
	totalCount *int
}

// UnmarshalJSON takes the rows from whichever of the known members is there.
func (p *page[T]) UnmarshalJSON(data []byte) error {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(data, &members); err != nil {
		return err
	}
	rows, ok := members[p.name]
	if !ok {
		return fmt.Errorf("the list has no member %q", p.name)
	}
	if string(bytes.TrimSpace(rows)) == "null" {
		return fmt.Errorf("the list %q is null, which is not the same as empty", p.name)
	}
	if err := decode(rows, &p.rows); err != nil {
		return err
	}
	if total, ok := members["totalCount"]; ok {
		return json.Unmarshal(total, &p.totalCount)
	}
	return nil
}

// isLast tells that nothing follows: an empty page, or totalCount reached. A full
// page is never trusted to be the last, nor is a page without a totalCount:
// asking once more costs one request, a row that was not seen costs a resource.
func (p *page[T]) isLast(seen int) bool {
	if len(p.rows) == 0 {
		return true
	}
	return p.totalCount != nil && seen >= *p.totalCount && len(p.rows) < pageSize
}

// list reads all pages. The sort is always explicit, because the default order
// shifts between calls and pages would then overlap; it advances by the rows it
// got and stops on an empty page or at totalCount (API facts, A.4). A row that
// comes again, because others write in between, counts once and as it was last.
func list[T any](ctx context.Context, c *Client, l listCall) ([]T, error) {
	r := request{operation: l.operation, class: l.class, inOrganization: l.inOrganization, path: l.path}
	rows := collected[T]{at: map[string]int{}, anonymous: l.anonymous}
	for range maxPages {
		r.query = maps.Clone(l.query)
		if r.query == nil {
			r.query = url.Values{}
		}
		r.query.Set("limit", strconv.Itoa(pageSize))
		r.query.Set("offset", strconv.Itoa(rows.seen))
		r.query.Set("sorts", l.sorts)
		answer := page[T]{name: l.rows}
		if err := c.exchange(ctx, r, &answer); err != nil {
			return nil, err
		}
		grown, ok := rows.add(answer.rows)
		switch {
		case !ok:
			return nil, &Error{Operation: l.operation, Message: "a row of the list has no id, so nothing was taken from it"}
		case answer.isLast(rows.seen) || (l.enough > 0 && len(rows.all) >= l.enough):
			if len(rows.all) > 0 {
				// An empty list proves nothing: a filter by a Workspace that this
				// token cannot see finds nothing either.
				c.seen.add(l.workspaceID)
			}
			return rows.all, nil
		case !grown:
			return nil, &Error{Operation: l.operation, Message: fmt.Sprintf("the list did not end: after %d rows the API says that there are more, but answers only rows that it has given before", len(rows.all))}
		case len(rows.all) >= maxRows:
			return nil, &Error{Operation: l.operation, Message: fmt.Sprintf("the list did not end after %d rows", len(rows.all))}
		}
	}
	return nil, &Error{Operation: l.operation, Message: fmt.Sprintf("the list did not end after %d pages", maxPages)}
}

// collected is what a list has given so far.
type collected[T any] struct {
	all []T
	// seen counts what was answered, repeated rows included: the API's offset does.
	seen int
	// at is where the row of an id stands.
	at        map[string]int
	anonymous bool
}

// add takes a page's rows. grown says that there was a new one among them, ok
// that all have the id that they must have.
func (c *collected[T]) add(rows []T) (grown, ok bool) {
	if c.all == nil {
		c.all = []T{}
	}
	c.seen += len(rows)
	for i := range rows {
		row, hasIdentity := any(&rows[i]).(identified)
		if !hasIdentity || c.anonymous {
			c.all, grown = append(c.all, rows[i]), true
			continue
		}
		id := row.identity()
		if id == "" {
			return false, false
		}
		if at, known := c.at[id]; known {
			c.all[at] = rows[i]
			continue
		}
		c.at[id] = len(c.all)
		c.all, grown = append(c.all, rows[i]), true
	}
	return grown, true
}
