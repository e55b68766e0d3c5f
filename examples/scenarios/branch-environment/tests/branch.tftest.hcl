# Names come from the branch alone, so that every run finds its environment again.
mock_provider "astro" {}

run "names" {
  command = apply

  variables {
    branch = "feature/ABC-123_fix"
  }

  # terraform test works in the Terraform workspace "default", which the
  # configuration warns of.
  expect_failures = [check.own_terraform_workspace]

  assert {
    condition     = astro_deployment.branch.name == "branch-feature-abc-123-fix-56cbde"
    error_message = "The Deployment is called ${astro_deployment.branch.name}."
  }

  assert {
    condition     = jsondecode(astro_connection_override.snowflake.extra).database == output.database
    error_message = "The branch works in the database that the output names."
  }
}

run "branch_without_a_latin_letter" {
  command = apply

  variables {
    branch = "ветка"
  }

  expect_failures = [check.own_terraform_workspace]

  assert {
    condition     = can(regex("^branch-[0-9a-f]{6}$", astro_deployment.branch.name))
    error_message = "The hash is enough of a name: ${astro_deployment.branch.name}."
  }
}

run "no_branch" {
  command = plan

  variables {
    branch = ""
  }

  expect_failures = [var.branch]
}
