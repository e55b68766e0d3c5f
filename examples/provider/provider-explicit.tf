variable "astro_token" {
  description = "API token, for example of a CI system's secret store."
  type        = string
  sensitive   = true
}

variable "astro_organization_id" {
  description = "Organization that the token belongs to."
  type        = string
}

provider "astro" {
  organization_id = var.astro_organization_id
  token           = var.astro_token

  # This provider and nothing else decides: the Astro CLI's login is not read.
  use_cli = false

  # Half of what Astro allows, so that other users of the token keep the rest.
  rate_limits = {
    get    = 12
    post   = 5
    delete = 2
  }
}
