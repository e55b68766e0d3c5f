package walk

import (
	"context"
	"sync"
)

// singleReads is how many objects of a scope are read by id before its list is.
const singleReads = 2

// scopeKey is a Workspace or Deployment whose objects one list gives.
type scopeKey struct{ scope, id string }

// source is where a snapshot gets its objects from.
type source[T any] struct {
	get  func(ctx context.Context, id string) (*T, error)
	list func(ctx context.Context, scope scopeKey) ([]T, error)
	// everything lists the objects of every type in a scope, to tell which stand.
	everything func(ctx context.Context, scope scopeKey) ([]T, error)
	id         func(*T) string
	// scope is where the object is listed; the zero key for nowhere.
	scope func(*T) scopeKey
	// same compares a read by id with a row of a list.
	same func(a, b *T) bool
}

// snapshot holds the objects of one type as the walk knows them. Every entry
// has the tick at which it was learned, and the later one wins.
type snapshot[T any] struct {
	source source[T]
	reads  flights[string, *T]
	lists  flights[scopeKey, struct{}]
	// rollCalls are the lists by which a 404 is looked at once more.
	rollCalls flights[scopeKey, struct{}]

	mu   sync.Mutex
	tick uint64
	rows map[string]row[T]
	gone map[string]uint64
	// reset is the tick before which nothing counts any more.
	reset  uint64
	scopes map[scopeKey]*scopeRows[T]
	rolls  map[scopeKey]roll
}

// row is an object as known. single says that it was read by id and not
// compared with a row of a list yet; listed that it comes from one.
type row[T any] struct {
	value          *T
	at             uint64
	single, listed bool
}

// scopeRows is what is known of a scope.
type scopeRows[T any] struct {
	// singles are the objects that were read by id before the list is, or are
	// being read so. Objects count, not calls: hundreds of links may read one
	// connection at once.
	singles map[string]bool
	// list is the last list, asked for at tick at; nil when there is none.
	list []T
	at   uint64
	// forgotten is the tick before which a list does not count.
	forgotten uint64
	// byID says that lists of this scope do not serve reads.
	byID bool
}

func newSnapshot[T any](s source[T]) *snapshot[T] {
	return &snapshot[T]{source: s, rows: map[string]row[T]{}, gone: map[string]uint64{}, scopes: map[scopeKey]*scopeRows[T]{}, rolls: map[scopeKey]roll{}}
}

// next is the next tick; the lock is held.
func (s *snapshot[T]) next() uint64 {
	s.tick++
	return s.tick
}

func (s *snapshot[T]) scopeOf(key scopeKey) *scopeRows[T] {
	rows, ok := s.scopes[key]
	if !ok {
		rows = &scopeRows[T]{singles: map[string]bool{}}
		s.scopes[key] = rows
	}
	return rows
}

// read returns an object, from the snapshot where it can.
func (s *snapshot[T]) read(ctx context.Context, id string, key scopeKey) (*T, error) {
	if known := s.known(id); known != nil {
		return known, nil
	}
	if key.id != "" && s.takesList(key, id) {
		if err := s.refresh(ctx, key); err != nil {
			if ctx.Err() != nil {
				return nil, err
			}
			s.readByID(key)
		}
		if known := s.known(id); known != nil {
			return known, nil
		}
	}
	value, err := s.reads.do(ctx, id, func(ctx context.Context) (*T, error) { return s.readSingly(ctx, id) })
	if err != nil && key.id != "" {
		s.notRead(key, id)
	}
	return value, err
}

// known copies the row of an object; nil when there is none.
func (s *snapshot[T]) known(id string) *T {
	s.mu.Lock()
	defer s.mu.Unlock()
	found, ok := s.rows[id]
	if !ok {
		return nil
	}
	copied := *found.value
	return &copied
}

// takesList tells whether an unknown object of a scope is worth a list, and
// counts it otherwise.
func (s *snapshot[T]) takesList(key scopeKey, id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	rows := s.scopeOf(key)
	if rows.byID || rows.singles[id] {
		return false
	}
	if len(rows.singles) < singleReads {
		rows.singles[id] = true
		return false
	}
	return true
}

// notRead takes an object that could not be read out of the count: it cannot be
// compared with a row, so another one has to be read singly in its place.
func (s *snapshot[T]) notRead(key scopeKey, id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.scopeOf(key).singles, id)
}

// readByID gives lists of a scope up for reads; the lock is not held.
func (s *snapshot[T]) readByID(key scopeKey) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.scopeOf(key).byID = true
}

func (s *snapshot[T]) readSingly(ctx context.Context, id string) (*T, error) {
	if known := s.known(id); known != nil {
		return known, nil
	}
	s.mu.Lock()
	started := s.next()
	s.mu.Unlock()
	value, err := s.source.get(ctx, id)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if later, ok := s.rows[id]; ok && later.at > started && !later.listed {
		copied := *later.value
		return &copied, nil
	}
	if s.gone[id] < started && s.reset < started {
		s.rows[id] = row[T]{value: value, at: started, single: true}
		s.compare(s.source.scope(value), id)
	}
	copied := *value
	return &copied, nil
}

// compare compares an object that was read by id with its row of the list, once
// both are there. If they differ, lists tell less than reads: what came from
// the list is dropped.
func (s *snapshot[T]) compare(key scopeKey, id string) {
	scope := s.scopeOf(key)
	own, ok := s.rows[id]
	if !ok || !own.single || scope.list == nil || scope.at < scope.forgotten || scope.byID {
		return
	}
	for i := range scope.list {
		if s.source.id(&scope.list[i]) != id {
			continue
		}
		own.single = false
		s.rows[id] = own
		if !s.source.same(own.value, &scope.list[i]) {
			scope.byID = true
			s.dropListed(key)
		}
		return
	}
}

func (s *snapshot[T]) dropListed(key scopeKey) {
	for id, r := range s.rows {
		if r.listed && s.source.scope(r.value) == key {
			delete(s.rows, id)
		}
	}
}

// refresh lists a scope unless that was done already.
func (s *snapshot[T]) refresh(ctx context.Context, key scopeKey) error {
	for {
		if s.isListed(key) {
			return nil
		}
		_, err := s.lists.do(ctx, key, func(ctx context.Context) (struct{}, error) { return struct{}{}, s.listOnce(ctx, key) })
		if err != nil {
			return err
		}
	}
}

func (s *snapshot[T]) isListed(key scopeKey) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	rows := s.scopeOf(key)
	return rows.list != nil && rows.at > rows.forgotten
}

func (s *snapshot[T]) listOnce(ctx context.Context, key scopeKey) error {
	if s.isListed(key) {
		return nil
	}
	s.mu.Lock()
	started := s.next()
	s.mu.Unlock()
	list, err := s.source.list(ctx, key)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	scope := s.scopeOf(key)
	if list == nil {
		list = []T{}
	}
	scope.list, scope.at = list, started
	for i := range list {
		s.compare(key, s.source.id(&list[i]))
	}
	if !scope.byID {
		s.install(list, started)
	}
	return nil
}

// install takes the rows of a list over, where nothing is known or only something older.
func (s *snapshot[T]) install(list []T, at uint64) {
	for i := range list {
		id := s.source.id(&list[i])
		if _, known := s.rows[id]; known || s.gone[id] > at || s.reset > at {
			continue
		}
		s.rows[id] = row[T]{value: &list[i], at: at, listed: true}
	}
}

// list returns the objects of a scope: the list, and what was learned since.
func (s *snapshot[T]) list(ctx context.Context, key scopeKey) ([]T, error) {
	if err := s.refresh(ctx, key); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	scope := s.scopeOf(key)
	all, listed := []T{}, map[string]bool{}
	for i := range scope.list {
		id := s.source.id(&scope.list[i])
		listed[id] = true
		switch later, ok := s.rows[id]; {
		case ok && later.at > scope.at:
			all = append(all, *later.value)
		case s.gone[id] < scope.at:
			all = append(all, scope.list[i])
		}
	}
	for id, r := range s.rows {
		if !listed[id] && r.at > scope.at && s.source.scope(r.value) == key {
			all = append(all, *r.value)
		}
	}
	return all, nil
}

// observe takes a fresh state over.
func (s *snapshot[T]) observe(value *T) {
	if value == nil || s.source.id(value) == "" {
		return
	}
	copied := *value
	s.mu.Lock()
	defer s.mu.Unlock()
	id := s.source.id(&copied)
	s.rows[id] = row[T]{value: &copied, at: s.next()}
	delete(s.gone, id)
}

// forget takes a deleted object out.
func (s *snapshot[T]) forget(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.rows, id)
	s.gone[id] = s.next()
}

// forgetScope has a scope listed anew.
func (s *snapshot[T]) forgetScope(key scopeKey) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.scopeOf(key).forgotten = s.next()
}

// forgetAll has everything read anew.
func (s *snapshot[T]) forgetAll() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.reset = s.next()
	clear(s.rows)
	for _, scope := range s.scopes {
		scope.forgotten = s.reset
	}
}
