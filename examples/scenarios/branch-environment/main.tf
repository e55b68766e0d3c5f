# One Deployment per branch, on connections that somebody else owns. Each branch
# has a Terraform workspace, and so a state, of its own.

data "astro_workspace" "main" {
  name = var.workspace_name
}

locals {
  # "feature/ABC-123_fix" gives "feature-abc-123-fix": the same name on every
  # run and on every machine, from nothing but the branch. A branch without an
  # ASCII letter or digit gives nothing; the hash is enough then.
  slug = trim(substr(trim(replace(lower(var.branch), "/[^a-z0-9]+/", "-"), "-"), 0, 40), "-")

  # Different branches can give the same slug; the hash keeps them apart, the
  # Deployments and the databases.
  key      = join("-", compact([local.slug, substr(sha256(var.branch), 0, 6)]))
  name     = "branch-${local.key}"
  database = "CONN_DEMO_${upper(replace(local.key, "-", "_"))}"
}

check "own_terraform_workspace" {
  assert {
    condition     = terraform.workspace != "default"
    error_message = "Use one Terraform workspace per branch, such as branch-${substr(sha256(var.branch), 0, 16)}: in a shared state the next branch would replace this one's Deployment."
  }
}

resource "astro_deployment" "branch" {
  workspace_id        = data.astro_workspace.main.id
  name                = local.name
  description         = "Branch ${var.branch}"
  is_development_mode = true
  scheduler_size      = "SMALL"
}

# The shared connections belong to another state. They are looked up, not
# managed: destroying this environment leaves them as they are.
data "astro_connection" "snowflake" {
  workspace_id = data.astro_workspace.main.id
  key          = "snowflake_conn_management_demo"
}

data "astro_connection" "aws" {
  workspace_id = data.astro_workspace.main.id
  key          = "aws_conn_management_demo"
}

# The links are made even where a connection is linked to all Deployments anyway:
# destroying them takes this branch's entries out of the shared connections.
resource "astro_connection_link" "aws" {
  connection_id = data.astro_connection.aws.id
  deployment_id = astro_deployment.branch.id
}

resource "astro_connection_link" "snowflake" {
  connection_id = data.astro_connection.snowflake.id
  deployment_id = astro_deployment.branch.id
}

# The branch works in a database of its own.
resource "astro_connection_override" "snowflake" {
  connection_id = astro_connection_link.snowflake.connection_id
  deployment_id = astro_connection_link.snowflake.deployment_id

  extra = jsonencode({ database = local.database })
}
