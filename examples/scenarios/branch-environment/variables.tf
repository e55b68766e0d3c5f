variable "workspace_name" {
  description = "Name of the Workspace that holds the shared connections."
  type        = string
  default     = "Demo"
}

variable "branch" {
  description = "Git branch, exactly as git names it, for example feature/ABC-123_fix."
  type        = string

  validation {
    condition     = can(regex("[A-Za-z0-9]", var.branch))
    error_message = "The branch name needs at least one letter or digit to make a Deployment name of."
  }
}
