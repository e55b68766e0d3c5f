variable "password" {
  description = "Password of the warehouse."
  type        = string
  sensitive   = true
}

# A line for .env, or the value of a secret store that Airflow reads.
output "airflow_conn_warehouse" {
  sensitive = true
  value = provider::astro::connection_uri({
    type     = "postgres"
    host     = "warehouse.example.com"
    port     = 5432
    login    = "airflow"
    password = var.password
    schema   = "orders"
    extra    = { sslmode = "require" }
  })
}

# The JSON form says everything, descriptions and capital letters included.
output "airflow_conn_aws" {
  value = provider::astro::connection_uri({ type = "aws", extra = { region_name = "eu-central-1" } }, "json")
}
