# Terraform 1.11 or newer: another password for production, which neither the
# state nor a plan holds. Raise the version to send the value again.
data "astro_workspace" "main" {
  name = "Demo"
}

variable "protect" {
  description = "Refuse to destroy production. Switch it off in one apply, destroy in the next."
  type        = bool
  default     = true
}

variable "prod_password" {
  description = "Password of the warehouse user in production."
  type        = string
  sensitive   = true
}

resource "astro_deployment" "billing" {
  workspace_id        = data.astro_workspace.main.id
  name                = "billing-prod"
  deletion_protection = var.protect
}

# Restricted: only Deployments that are linked see it.
resource "astro_connection" "billing" {
  workspace_id = data.astro_workspace.main.id
  key          = "billing"
  type         = "postgres"
  host         = "billing.dev.example.com"
  login        = "airflow"
}

# The override refers to the link, so that Terraform creates the link first and
# destroys the override first.
resource "astro_connection_link" "billing" {
  connection_id = astro_connection.billing.id
  deployment_id = astro_deployment.billing.id
}

resource "astro_connection_override" "billing" {
  connection_id = astro_connection_link.billing.connection_id
  deployment_id = astro_connection_link.billing.deployment_id

  host                = "billing.example.com"
  password_wo         = var.prod_password
  password_wo_version = 1
}
