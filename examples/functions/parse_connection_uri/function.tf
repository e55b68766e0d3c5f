# AIRFLOW_CONN_WAREHOUSE as it stands in an .env file.
variable "airflow_conn_warehouse" {
  type    = string
  default = "postgres://airflow@warehouse.example.com:5432/orders?sslmode=require"
}

data "astro_workspace" "main" {
  name = "Demo"
}

locals {
  warehouse = provider::astro::parse_connection_uri(var.airflow_conn_warehouse)
}

resource "astro_connection" "warehouse" {
  workspace_id = data.astro_workspace.main.id
  key          = "warehouse"
  type         = local.warehouse.type
  host         = local.warehouse.host
  port         = local.warehouse.port
  login        = local.warehouse.login
  schema       = local.warehouse.schema
  extra        = local.warehouse.extra
}
