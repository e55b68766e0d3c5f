variable "workspace_name" {
  description = "Name of the Workspace that holds the shared connections."
  type        = string
  default     = "Demo"
}

variable "branch" {
  description = "Git branch, exactly as git names it, for example feature/ABC-123_fix."
  type        = string

  validation {
    condition     = trimspace(var.branch) != ""
    error_message = "The branch is empty. In GitHub Actions, github.head_ref is set for pull requests only."
  }
}
