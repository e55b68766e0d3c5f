// Command demo plays the connections story against the emulator, with a real
// Terraform or OpenTofu and the provider as it stands in the working tree:
// init, plan, apply, what each Deployment sees, an empty plan, two branch
// environments side by side, and their end.
//
// With -serve it starts the emulator, prints what a shell needs to use it, and
// serves until it is interrupted.
//
// Everything happens in a temporary folder; the home folder is not touched.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/cmd/stage"
)

func main() {
	cli := flag.String("terraform", "terraform", "path of the terraform or tofu binary to play with")
	onlyServe := flag.Bool("serve", false, "only serve the emulator and print the exports for a try of your own")
	addr := flag.String("addr", "127.0.0.1:8888", "with -serve: address to listen at; port 0 takes any free one")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := play(ctx, *cli, *addr, *onlyServe)
	stop()
	if err != nil {
		fmt.Fprintf(os.Stderr, "\n%s\n", err)
		os.Exit(1)
	}
}

func play(ctx context.Context, cli, addr string, onlyServe bool) error {
	set, err := stage.New(ctx)
	if err != nil {
		return err
	}
	if onlyServe {
		defer set.Remove()
		return serve(ctx, set, addr)
	}
	s, err := newStory(ctx, set, cli)
	if err != nil {
		set.Remove()
		return err
	}
	defer s.world.Stop()
	if err := s.tell(ctx); err != nil {
		return fmt.Errorf("the demo stopped: %w\n\n"+
			"The working folder is kept for a look: %s\n"+
			"If the step above names a missing tool, install it; to play with another CLI: TF=/path/to/terraform make demo. "+
			"Otherwise please report this with the output above", err, set.Folder)
	}
	set.Remove()
	return nil
}
