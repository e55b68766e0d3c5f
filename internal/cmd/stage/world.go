package stage

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

const (
	readHeaderTimeout = 10 * time.Second
	shutdownTimeout   = 5 * time.Second
)

// World is a running emulator.
type World struct {
	// Emulator is the server itself, for its journal.
	Emulator *emulator.Server
	// URL is where it listens, and Info what a client needs to start.
	URL  string
	Info emulator.Info
	// Failed tells when serving ends by itself.
	Failed chan error

	web *http.Server
}

// NewWorld starts an emulator at an address; port 0 takes any free one.
func NewWorld(ctx context.Context, addr string, opts emulator.Options) (*World, error) {
	srv, err := emulator.New(opts)
	if err != nil {
		return nil, fmt.Errorf("starting the emulator: %w", err)
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("the emulator cannot listen at %s: %w", addr, err)
	}
	w := &World{
		Emulator: srv, URL: "http://" + listener.Addr().String(), Info: srv.Info(),
		Failed: make(chan error, 1), web: &http.Server{Handler: srv, ReadHeaderTimeout: readHeaderTimeout},
	}
	go func() { w.Failed <- w.web.Serve(listener) }()
	return w, nil
}

// Stop ends the emulator; running requests may finish.
func (w *World) Stop() {
	ctx, cancel := context.WithTimeout(context.Background(), shutdownTimeout)
	defer cancel()
	_ = w.web.Shutdown(ctx)
}
