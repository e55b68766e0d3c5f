variable "workspace_name" {
  description = "Name of the Workspace."
  type        = string
  default     = "Data Platform"
}

variable "repository_public_key" {
  description = "The repository's key for secrets, in base64: data.github_actions_public_key.pipelines.key."
  type        = string
  default     = "RwHQhIhFH1RaQJ+1iuPlhYHKQKw/fxFGmM1x3qxzygE="
}

variable "quarter" {
  description = "Another value rotates the tokens; time_rotating.quarter.id does it by the calendar."
  type        = string
  default     = "2026-1"
}

variable "protect" {
  description = "Whether the production Deployment is protected from being destroyed."
  type        = bool
  default     = true
}
