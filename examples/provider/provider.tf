terraform {
  required_version = ">= 1.5"

  required_providers {
    astro = {
      # The address in full works for Terraform and for OpenTofu.
      source  = "registry.terraform.io/seed79f2c2aa/astro"
      version = ">= 0.1.0"
    }
  }
}

# Nothing is needed here when ASTRO_API_TOKEN is set, or on a machine where
# "astro login" was run: the organization follows from the token.
provider "astro" {}
