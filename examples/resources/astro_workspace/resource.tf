variable "protect" {
  description = "Whether the Workspace is protected from being destroyed."
  type        = bool
  default     = true
}

# One argument is enough. This one needs a token with the role Organization Owner.
resource "astro_workspace" "sandbox" {
  name = "Sandbox"
}

resource "astro_workspace" "data" {
  name                  = "Data Platform"
  description           = "Deployments and connections of the data platform."
  cicd_enforced_default = true

  # Where new Deployments go that name neither a cluster nor a region.
  default_cloud_provider = "AWS"
  default_region         = "us-east-1"

  deletion_protection = var.protect
}

# What is in the Workspace refers to it, so that it is destroyed before it.
resource "astro_connection" "warehouse" {
  workspace_id = astro_workspace.data.id
  key          = "warehouse"
  type         = "postgres"
  host         = "warehouse.example.com"
}
