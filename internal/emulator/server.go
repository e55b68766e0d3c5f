package emulator

import (
	"fmt"
	"net/http"
	"sync"
	"time"
)

// Server is the emulator: an http.Handler that serves /v1 and, for tests,
// /_emulator. All methods are safe for concurrent use.
type Server struct {
	opts    Options
	mux     *http.ServeMux
	routes  []route
	journal *Journal
	faults  *faultList
	limiter *limiter
	// contract is nil when nothing is checked.
	contract *contract

	// mu guards everything below; handlers run while it is held.
	mu       sync.Mutex
	store    *store
	switches Switches
	offset   time.Duration
	ids      *idSource
	requests uint64
	unsettle uint64
	stale    map[string]*answer
	unseen   map[string]bool // the Deployments that nobody has looked at, see firstLook
}

// route is one registered operation.
type route struct {
	method    string
	path      string
	operation string
	handle    handler
}

// handler serves one operation; see the package documentation.
type handler func(*call) (any, *apiError)

// New builds a server. It fails when the options name an unknown profile or rate
// limit, or when the seed or the state file cannot be read.
func New(opts Options) (*Server, error) {
	switches, err := Profile(opts.Profile)
	if err != nil {
		return nil, err
	}
	if opts.Switches != nil {
		opts.Switches(&switches)
	}
	if opts.Now == nil {
		opts.Now = time.Now
	}
	limiter, err := newLimiter(opts.RateLimit)
	if err != nil {
		return nil, err
	}
	s := &Server{
		opts:     opts,
		mux:      http.NewServeMux(),
		journal:  &Journal{},
		faults:   &faultList{},
		limiter:  limiter,
		switches: switches,
		ids:      newIDSource(opts.DeterministicIDs),
		stale:    map[string]*answer{},
		unseen:   map[string]bool{},
	}
	if !opts.Lenient {
		if s.contract, err = loadContract(); err != nil {
			return nil, err
		}
	}
	if err := s.load(); err != nil {
		return nil, fmt.Errorf("preparing the store: %w", err)
	}
	s.registerAll()
	return s, nil
}

// registerAll lists the objects that are served.
func (s *Server) registerAll() {
	s.organizationRoutes()
	s.workspaceRoutes()
	s.userRoutes()
	s.tokenRoutes()
	s.agentTokenRoutes()
	s.clusterRoutes()
	s.optionRoutes()
	s.deploymentRoutes()
	s.hibernationRoutes()
	s.deployRoutes()
	s.environmentRoutes()
	s.controlRoutes()
	s.mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		x := exchangeOf(r)
		x.finish(w, newError(http.StatusNotFound, "no route for %s %s", r.Method, r.URL.Path).answer(x.requestID))
	})
}

// register adds one operation of the API; path is relative to /v1.
func (s *Server) register(method, path, operation string, h handler) {
	s.routes = append(s.routes, route{method: method, path: path, operation: operation, handle: h})
	s.mux.HandleFunc(method+" /v1"+path, func(w http.ResponseWriter, r *http.Request) {
		x := exchangeOf(r)
		x.operation = operation
		x.finish(w, s.operate(r, x, h))
	})
}

// Switches returns a copy of the switches as they stand.
func (s *Server) Switches() Switches {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.switches
}

// SetSwitches changes switches while the server runs.
func (s *Server) SetSwitches(change func(*Switches)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(&s.switches)
}

// Journal returns the record of all requests.
func (s *Server) Journal() *Journal { return s.journal }
