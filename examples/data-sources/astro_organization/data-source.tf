# The organization that the provider works in.
data "astro_organization" "current" {}

output "organization" {
  value = data.astro_organization.current.name
}
