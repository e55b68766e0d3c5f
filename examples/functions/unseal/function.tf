# The repository holds the password as a sealed box; only the job that applies
# has the private key. Needs Terraform or OpenTofu 1.11: the opened password goes
# into a write-only argument and stands in no plan and no state.
variable "seal_key" {
  description = "Private key of the pair that this repository's secrets are sealed for, in base64."
  type        = string
  sensitive   = true
  ephemeral   = true
}

locals {
  # Made by libsodium's crypto_box_seal for the public key of that pair.
  sealed_password = "PoGo4uFna2sl8Ch8Dz2GABe5J39vySo17Im/uvNDRiSvq7OpGzVZ+AfHa2m3SBy6330yLBNGf0NycqwS/gMbMKlq"
}

data "astro_workspace" "main" {
  name = "Demo"
}

resource "astro_connection" "warehouse" {
  workspace_id = data.astro_workspace.main.id
  key          = "warehouse"
  type         = "postgres"
  host         = "warehouse.example.com"
  login        = "airflow"

  password_wo         = provider::astro::unseal(local.sealed_password, var.seal_key)
  password_wo_version = 1
}
