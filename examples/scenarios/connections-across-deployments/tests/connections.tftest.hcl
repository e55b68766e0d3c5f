# terraform test: no account, no token, nothing is sent. What Astro would decide
# is made up: texts are random characters, numbers zero, collections empty.
mock_provider "astro" {
  # Values that an assertion is about can be given.
  mock_data "astro_workspace" {
    defaults = { id = "clzqv4zop000108l5bkmq6yfe" }
  }
}

variables {
  snowflake_password    = "not-a-secret"
  aws_secret_access_key = "not-a-secret"
}

run "production_has_a_database_of_its_own" {
  command = apply

  assert {
    condition     = jsondecode(astro_connection.snowflake.extra).database == "CONN_DEMO_DEV"
    error_message = "Without an override everybody works in the development database."
  }

  assert {
    condition     = jsondecode(astro_connection_override.snowflake_prod.extra) == { database = "CONN_DEMO_PROD" }
    error_message = "Production overrides the database, and nothing else."
  }

  assert {
    condition     = astro_connection_override.snowflake_prod.deployment_id == astro_deployment.prod.id
    error_message = "The override belongs to production."
  }
}

run "everything_is_in_one_workspace" {
  command = apply

  assert {
    condition = alltrue([
      for id in [astro_deployment.dev.workspace_id, astro_deployment.prod.workspace_id, astro_connection.snowflake.workspace_id, astro_connection.aws.workspace_id] :
      id == "clzqv4zop000108l5bkmq6yfe"
    ])
    error_message = "Connections reach Deployments of their own Workspace only."
  }
}

run "production_is_protected" {
  command = apply

  assert {
    condition     = astro_deployment.prod.deletion_protection
    error_message = "Nothing may destroy or replace production unless protect is switched off."
  }
}

run "protection_can_be_switched_off" {
  command = apply

  variables {
    protect = false
  }

  assert {
    condition     = !astro_deployment.prod.deletion_protection
    error_message = "protect = false allows tearing everything down."
  }
}
