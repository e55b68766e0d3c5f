variable "workspace_name" {
  description = "Name of the Workspace that holds the Deployments and the connections."
  type        = string
  default     = "Demo"
}

variable "protect" {
  description = "Refuse to destroy the production Deployment. To tear everything down, switch it off in one apply and destroy in the next."
  type        = bool
  default     = true
}

variable "snowflake_account" {
  description = "Snowflake account identifier."
  type        = string
  default     = "ab12345.eu-central-1"
}

variable "snowflake_login" {
  description = "Snowflake user of the Deployments."
  type        = string
  default     = "AIRFLOW"
}

variable "snowflake_password" {
  description = "Password of the Snowflake user."
  type        = string
  sensitive   = true
}

variable "aws_access_key_id" {
  description = "Access key that may read the bucket."
  type        = string
  default     = "AKIAIOSFODNN7EXAMPLE"
}

variable "aws_secret_access_key" {
  description = "Secret of the access key."
  type        = string
  sensitive   = true
}
