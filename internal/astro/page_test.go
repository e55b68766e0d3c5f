package astro

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// pagedServer answers a list of Workspaces in pages of at most size rows.
func pagedServer(ids []string, size int, total func(n int) any) *fakeTransport {
	return &fakeTransport{answer: func(r *http.Request, _ int) (*http.Response, error) {
		offset, _ := strconv.Atoi(r.URL.Query().Get("offset"))
		limit, _ := strconv.Atoi(r.URL.Query().Get("limit"))
		ordered := slices.Clone(ids)
		if len(r.URL.Query()["sorts"]) == 0 {
			// As on the platform, no order holds without a sort.
			rand.Shuffle(len(ordered), func(i, j int) { ordered[i], ordered[j] = ordered[j], ordered[i] })
		}
		rows := []any{}
		for _, id := range ordered[min(offset, len(ordered)):min(offset+min(limit, size), len(ordered))] {
			rows = append(rows, map[string]any{"id": id, "name": "n"})
		}
		page := map[string]any{"workspaces": rows, "limit": limit, "offset": offset}
		if count := total(len(ids)); count != nil {
			page["totalCount"] = count
		}
		text, err := json.Marshal(page)
		return reply(http.StatusOK, string(text)), err
	}}
}

func TestPaging(t *testing.T) {
	t.Parallel()
	exact := func(n int) any { return n }
	for name, test := range map[string]struct {
		rows, size int
		total      func(n int) any
		requests   int
	}{
		"nothing":              {0, 1000, exact, 1},
		"one page":             {7, 1000, exact, 1},
		"small pages":          {45, 20, exact, 3},
		"last page just full":  {40, 20, exact, 2},
		"a full page":          {1000, 1000, exact, 2},
		"no totalCount":        {45, 20, func(int) any { return nil }, 4},
		"totalCount too high":  {45, 20, func(n int) any { return n + 10 }, 4},
		"totalCount too low":   {2500, 1000, func(int) any { return 1 }, 3},
		"totalCount zero":      {0, 20, func(int) any { return 0 }, 1},
		"more than a thousand": {2100, 1000, exact, 3},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ids := make([]string, test.rows)
			for i := range ids {
				ids[i] = strconv.Itoa(i)
			}
			fake := pagedServer(ids, test.size, test.total)
			config := quick("")
			config.Transport = fake
			workspaces, err := newTestClient(t, config).ListWorkspaces(t.Context(), WorkspaceFilter{})
			if err != nil {
				t.Fatal(err)
			}
			got := make([]string, len(workspaces))
			for i := range workspaces {
				got[i] = workspaces[i].ID
			}
			if !slices.Equal(got, ids) {
				t.Errorf("%d rows, want %d, each once and in order", len(got), len(ids))
			}
			if workspaces == nil {
				t.Error("an empty list is nil")
			}
			if n := fake.count(); n != test.requests {
				t.Errorf("%d requests, want %d", n, test.requests)
			}
		})
	}
}

// Pages that never end do end: at once when nothing new comes, else at a bound.
func TestEndlessPages(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		row      func(number int) string
		requests int
	}{
		"the same row again": {func(int) string { return "x" }, 2},
		"two rows in turn":   {func(number int) string { return strconv.Itoa(number % 2) }, 3},
		"ever new rows":      {strconv.Itoa, maxPages},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fake := &fakeTransport{answer: func(_ *http.Request, number int) (*http.Response, error) {
				return reply(http.StatusOK, fmt.Sprintf(`{"workspaces":[{"id":%q,"name":"n"}],"totalCount":1000000000}`, test.row(number))), nil
			}}
			config := quick("")
			config.Transport = fake
			_, err := newTestClient(t, config).ListWorkspaces(t.Context(), WorkspaceFilter{})
			if err == nil || !strings.Contains(err.Error(), "did not end") || fake.count() != test.requests {
				t.Errorf("%d requests, error %v", fake.count(), err)
			}
		})
	}
}

// Full pages for ever end at a bound of rows.
func TestEndlessFullPages(t *testing.T) {
	t.Parallel()
	fake := &fakeTransport{answer: func(_ *http.Request, number int) (*http.Response, error) {
		rows := make([]string, pageSize)
		for i := range rows {
			rows[i] = fmt.Sprintf(`{"id":"%d-%d","name":"n"}`, number, i)
		}
		return reply(http.StatusOK, fmt.Sprintf(`{"workspaces":[%s],"totalCount":1}`, strings.Join(rows, ","))), nil
	}}
	config := quick("")
	config.Transport = fake
	_, err := newTestClient(t, config).ListWorkspaces(t.Context(), WorkspaceFilter{})
	if err == nil || !strings.Contains(err.Error(), "did not end") || fake.count() != maxRows/pageSize {
		t.Errorf("%d requests, error %v", fake.count(), err)
	}
}

// A row that comes twice counts once, as it was answered last, and does not shift
// what is asked for next. Resolved rows have no ids: one of them is enough.
func TestDuplicateRows(t *testing.T) {
	t.Parallel()
	fake := &fakeTransport{answer: func(r *http.Request, _ int) (*http.Response, error) {
		switch r.URL.Query().Get("offset") {
		case "0":
			return reply(http.StatusOK, `{"workspaces":[{"id":"a","name":"old"},{"id":"a","name":"old"},{"id":"b","name":"b"}],"totalCount":5}`), nil
		case "3":
			return reply(http.StatusOK, `{"workspaces":[{"id":"a","name":"new"},{"id":"c","name":"c"}],"totalCount":5}`), nil
		}
		return reply(http.StatusBadRequest, `{}`), nil
	}}
	config := quick("")
	config.Transport = fake
	rows, err := newTestClient(t, config).ListWorkspaces(t.Context(), WorkspaceFilter{})
	var got []string
	for _, row := range rows {
		got = append(got, row.ID+"="+row.Name)
	}
	if want := []string{"a=new", "b=b", "c=c"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("%v, %v, want %v", got, err, want)
	}
}

// An object that is no list of what was asked for is an error, not "nothing there":
// Terraform would take everything for gone.
func TestListWithoutRows(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`{}`, `{"deployments":[],"totalCount":0}`, `{"workspaces":{}}`, `{"workspaces":[],"totalCount":"many"}`} {
		fake := &fakeTransport{answer: func(*http.Request, int) (*http.Response, error) { return reply(http.StatusOK, body), nil }}
		config := quick("")
		config.Transport = fake
		if rows, err := newTestClient(t, config).ListWorkspaces(t.Context(), WorkspaceFilter{}); err == nil {
			t.Errorf("%s was taken for %d rows", body, len(rows))
		}
	}
}
