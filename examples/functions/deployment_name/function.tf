variable "branch" {
  description = "Git branch, exactly as git names it."
  type        = string
}

data "astro_workspace" "main" {
  name = "Demo"
}

# "feature/ABC-123_fix" gives "branch-feature-abc-123-fix-56cbde".
resource "astro_deployment" "branch" {
  workspace_id        = data.astro_workspace.main.id
  name                = provider::astro::deployment_name(var.branch)
  is_development_mode = true
  scheduler_size      = "SMALL"
}

locals {
  # The same key for what belongs to the branch: "feature-abc-123-fix-56cbde".
  key = provider::astro::deployment_name(var.branch, { prefix = "" })
  # Where names are short: "pr-feature-abc-123-56cbde".
  short = provider::astro::deployment_name(var.branch, { prefix = "pr", max_length = 25 })
}

output "database" {
  value = "DEMO_${upper(replace(local.key, "-", "_"))}"
}

output "bucket" {
  value = local.short
}
