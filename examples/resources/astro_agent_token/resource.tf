variable "agents_public_key" {
  description = "Key of whoever installs the agents: base64 of 32 bytes."
  type        = string
  default     = "RwHQhIhFH1RaQJ+1iuPlhYHKQKw/fxFGmM1x3qxzygE="
}

variable "protect" {
  description = "Whether the Deployment may not be destroyed."
  type        = bool
  default     = true
}

data "astro_workspace" "main" {
  name = "Demo"
}

data "astro_cluster" "main" {
  name = "dedicated"
}

resource "astro_deployment" "remote" {
  workspace_id        = data.astro_workspace.main.id
  name                = "pipelines-remote"
  cluster_id          = data.astro_cluster.main.id
  deletion_protection = var.protect

  remote_execution = {
    enabled = true
  }
}

resource "astro_agent_token" "agents" {
  deployment_id         = astro_deployment.remote.id
  name                  = "agents"
  expiry_period_in_days = 365
  recipients            = { agents = var.agents_public_key }
}

# The owner of agents_public_key opens the box, with provider::astro::unseal or libsodium.
output "agent_token_sealed" {
  value = astro_agent_token.agents.sealed
}
