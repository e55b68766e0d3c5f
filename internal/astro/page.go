package astro

import (
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
	// maxPages stops a list whose totalCount is wrong and whose pages never end.
	maxPages = 1000
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
	if err := json.Unmarshal(rows, &p.rows); err != nil {
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
// got and stops on an empty page or at totalCount (API facts, A.4).
func list[T any](ctx context.Context, c *Client, l listCall) ([]T, error) {
	r := request{operation: l.operation, class: l.class, inOrganization: l.inOrganization, path: l.path}
	all := []T{}
	for range maxPages {
		r.query = maps.Clone(l.query)
		if r.query == nil {
			r.query = url.Values{}
		}
		r.query.Set("limit", strconv.Itoa(pageSize))
		r.query.Set("offset", strconv.Itoa(len(all)))
		r.query.Set("sorts", l.sorts)
		answer := page[T]{name: l.rows}
		if err := c.exchange(ctx, r, &answer); err != nil {
			return nil, err
		}
		all = append(all, answer.rows...)
		if answer.isLast(len(all)) {
			if len(all) > 0 {
				// An empty list proves nothing: a filter by a Workspace that this
				// token cannot see finds nothing either.
				c.seen.add(l.workspaceID)
			}
			return all, nil
		}
	}
	return nil, &Error{Operation: l.operation, Message: fmt.Sprintf("the list did not end after %d pages", maxPages)}
}
