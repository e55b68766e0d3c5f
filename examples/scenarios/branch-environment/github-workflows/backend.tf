# Copy this file beside main.tf. Every Terraform workspace gets a state of its
# own below the key. Any backend with locking does; this one needs Terraform 1.10
# (before: dynamodb_table).
terraform {
  backend "s3" {
    bucket       = "example-terraform-state"
    key          = "astro/branches.tfstate"
    region       = "eu-central-1"
    encrypt      = true
    use_lockfile = true
  }
}
