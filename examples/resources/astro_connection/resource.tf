data "astro_workspace" "main" {
  name = "Demo"
}

variable "warehouse_password" {
  description = "Password of the warehouse user."
  type        = string
  sensitive   = true
}

# Linked to all Deployments of the Workspace, those to come included.
resource "astro_connection" "warehouse" {
  workspace_id          = data.astro_workspace.main.id
  key                   = "warehouse"
  type                  = "postgres"
  description           = "Development warehouse"
  host                  = "warehouse.dev.example.com"
  port                  = 5432
  schema                = "orders"
  login                 = "airflow"
  password              = var.warehouse_password
  auto_link_deployments = true

  extra = jsonencode({
    sslmode         = "verify-full"
    connect_timeout = 10
  })
}

resource "astro_deployment" "dev" {
  workspace_id = data.astro_workspace.main.id
  name         = "warehouse-dev"

  is_development_mode = true
}

# For one Deployment only. Such a connection has no links and no overrides.
resource "astro_connection" "ftp" {
  deployment_id = astro_deployment.dev.id
  key           = "partner_ftp"
  type          = "ftp"
  host          = "ftp.partner.example.com"
  login         = "orders"
}
