# Terraform 1.11 or newer: write-only arguments reach Astro and are stored
# nowhere else, neither in the state nor in a plan. Raise the version to send
# the value again.
data "astro_workspace" "main" {
  name = "Demo"
}

variable "snowflake_private_key" {
  description = "Private key of the Snowflake user, in PEM form."
  type        = string
  sensitive   = true
}

resource "astro_connection" "snowflake" {
  workspace_id = data.astro_workspace.main.id
  key          = "snowflake_orders"
  type         = "snowflake"
  login        = "AIRFLOW"
  schema       = "ORDERS"

  # What everybody may read …
  extra = jsonencode({
    account   = "ab12345.eu-central-1"
    warehouse = "TRANSFORM_WH"
    database  = "ORDERS_DEV"
  })

  # … and the secret members, which are merged over it when they are sent.
  extra_wo = jsonencode({
    private_key_content = var.snowflake_private_key
  })
  extra_wo_version = 1
}
