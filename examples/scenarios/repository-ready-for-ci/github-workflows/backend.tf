# Copy this file beside main.tf. Any backend with locking does; this one needs
# Terraform 1.10 (before: dynamodb_table).
terraform {
  backend "s3" {
    bucket       = "example-terraform-state"
    key          = "astro/repository-ready-for-ci.tfstate"
    region       = "eu-central-1"
    encrypt      = true
    use_lockfile = true
  }
}
