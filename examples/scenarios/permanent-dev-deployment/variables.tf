variable "workspace_name" {
  description = "Name of the Workspace."
  type        = string
  default     = "Demo"
}

variable "deployment_name" {
  description = "Name of the development Deployment."
  type        = string
  default     = "pipelines-dev"
}
