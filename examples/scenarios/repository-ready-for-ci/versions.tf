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

# Credentials come from ASTRO_API_TOKEN or from the Astro CLI.
provider "astro" {}
