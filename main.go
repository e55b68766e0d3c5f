// Command terraform-provider-astro is the Terraform provider for Astronomer
// Astro. Terraform and OpenTofu start it; it is of no use on its own, except
// with -debug, which lets a debugger attach to it.
package main

import (
	"context"
	"flag"
	"log"
	"time"

	frameworkprovider "github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/provider"
)

// version is set by the release build (-ldflags "-X main.version=1.2.3").
var version = "dev"

// address is what configurations name in required_providers.
const address = "registry.terraform.io/seed79f2c2aa/astro"

func main() {
	debug := flag.Bool("debug", false, "print the environment a debugger session needs and wait for Terraform to attach")
	flag.Parse()

	served := provider.New(version)
	err := providerserver.Serve(context.Background(), func() frameworkprovider.Provider { return served }, providerserver.ServeOpts{
		Address:         address,
		Debug:           *debug,
		ProtocolVersion: 6,
	})
	finish(served)
	if err != nil {
		log.Fatal(err.Error())
	}
}

// finish ends what the run has left open. Terraform gives a provider two seconds
// to exit before it kills it.
func finish(served frameworkprovider.Provider) {
	ctx, cancel := context.WithTimeout(context.Background(), 1500*time.Millisecond)
	defer cancel()
	if unfinished := provider.Finish(ctx, served); unfinished != nil {
		log.Print(unfinished.Error())
	}
}
