// Command astro-emulator serves the emulated Astro API for tests in any language
// and for trying out the provider without an account.
//
// The first line on its standard output is a JSON object with url,
// organization_id, token and workspace_id. It serves until it is interrupted.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

// readHeaderTimeout and shutdownTimeout bound a slow client and the end.
const (
	readHeaderTimeout = 10 * time.Second
	shutdownTimeout   = 5 * time.Second
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	switch {
	case errors.Is(err, flag.ErrHelp):
		os.Exit(2)
	case err != nil:
		fmt.Fprintf(os.Stderr, "astro-emulator: %s\n", err)
		os.Exit(1)
	}
}

// run parses the arguments, announces the server and serves until ctx ends.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	addr, opts, err := parse(args, stderr)
	if err != nil {
		return err
	}
	srv, err := emulator.New(opts)
	if err != nil {
		return fmt.Errorf("starting: %w", err)
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", addr)
	if err != nil {
		return fmt.Errorf("listening: %w", err)
	}
	hello := struct {
		URL string `json:"url"`
		emulator.Info
	}{"http://" + listener.Addr().String(), srv.Info()}
	if err := json.NewEncoder(stdout).Encode(hello); err != nil {
		return fmt.Errorf("announcing the address: %w", err)
	}
	return serve(ctx, listener, srv)
}

// serve answers until ctx ends, then lets running requests finish.
func serve(ctx context.Context, listener net.Listener, handler http.Handler) error {
	web := &http.Server{Handler: handler, ReadHeaderTimeout: readHeaderTimeout}
	failed := make(chan error, 1)
	go func() { failed <- web.Serve(listener) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serving: %w", err)
	case <-ctx.Done():
	}
	// ctx has ended; the end itself needs time of its own.
	ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTimeout)
	defer cancel()
	if err := web.Shutdown(ending); err != nil {
		return fmt.Errorf("stopping: %w", err)
	}
	return nil
}

// parse reads the command line.
func parse(args []string, stderr io.Writer) (addr string, opts emulator.Options, err error) {
	var switches []string
	flags := flag.NewFlagSet("astro-emulator", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&addr, "addr", "127.0.0.1:8888", "address to listen at; port 0 takes any free one")
	flags.StringVar(&opts.Token, "token", "", "text of the owner's token; default one in the shape of a JWT")
	flags.StringVar(&opts.Seed, "seed", emulator.SeedDemo, "what is there at the start: demo, empty, or a file with the JSON of /_emulator/state")
	flags.DurationVar(&opts.Latency, "latency", 0, "time added to every request")
	flags.StringVar(&opts.RateLimit, "rate-limit", emulator.RateLimitOff, "documented (POST 10/s, DELETE 5/s, GET 25/s per token) or off")
	flags.IntVar(&opts.EnvironmentRateLimit, "environment-rate-limit", 0,
		"creates and updates of environment objects per second for the whole organization; 0 means no such limit")
	flags.DurationVar(&opts.ReadyAfter, "ready-after", 0, "how long a new Deployment stays CREATING")
	flags.StringVar(&opts.Profile, "profile", emulator.ProfileUsual, "usual or contrary: how the platform's unknowns are answered")
	flags.StringVar(&opts.StateFile, "state", "", "file that keeps everything across restarts")
	flags.IntVar(&opts.PageSize, "page-size", 0, "rows of a list without a limit; default 20 as on the platform")
	flags.BoolVar(&opts.RandomOrder, "random-order", false, "shuffle lists for which no sort is asked")
	flags.BoolVar(&opts.Restless, "restless", false, "let computed values change between a write and a read")
	flags.BoolVar(&opts.DeterministicIDs, "deterministic-ids", false, "give new objects the same ids in every run")
	flags.BoolVar(&opts.Lenient, "lenient", false, "do not check requests and answers against the API's description")
	flags.Func("switch", "name=word, may be repeated; see the list below", func(text string) error {
		switches = append(switches, text)
		return setSwitch(&emulator.Switches{}, text)
	})
	flags.Usage = func() {
		_, _ = fmt.Fprintln(stderr, "Usage: astro-emulator [flags]")
		flags.PrintDefaults()
		_, _ = fmt.Fprintf(stderr, "Switches, the usual word first:\n%s", emulator.SwitchUsage())
	}
	if err := flags.Parse(args); err != nil {
		return "", opts, err
	}
	if flags.NArg() > 0 {
		return "", opts, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	opts.Switches = func(s *emulator.Switches) {
		for _, text := range switches {
			// Every text was tried when it was parsed.
			_ = setSwitch(s, text)
		}
	}
	return addr, opts, nil
}

// setSwitch turns one switch given as name=word.
func setSwitch(s *emulator.Switches, text string) error {
	name, word, found := strings.Cut(text, "=")
	if !found {
		return fmt.Errorf("%q is not name=word", text)
	}
	return s.Set(name, word)
}
