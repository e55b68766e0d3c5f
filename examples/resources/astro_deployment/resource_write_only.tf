# Terraform 1.11 or newer: the value of a secret variable reaches Astro and is
# stored nowhere else. Raise the version to send the value again.
data "astro_workspace" "main" {
  name = "Demo"
}

variable "slack_token" {
  description = "Token of the alerting bot."
  type        = string
  sensitive   = true
}

resource "astro_deployment" "alerts" {
  workspace_id        = data.astro_workspace.main.id
  name                = "alerts-dev"
  is_development_mode = true

  environment_variables = {
    SLACK_CHANNEL = { value = "#pipelines" }
    SLACK_TOKEN   = { value_wo = var.slack_token, value_wo_version = 1 }
  }
}
