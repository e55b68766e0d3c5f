# Copy this file beside main.tf. A remote state with locking is what keeps two
# runs of the workflow from working on an old state. Any backend with locking
# does; this one needs Terraform 1.10 (before: dynamodb_table).
terraform {
  backend "s3" {
    bucket       = "example-terraform-state"
    key          = "astro/connections.tfstate"
    region       = "eu-central-1"
    encrypt      = true
    use_lockfile = true
  }
}
