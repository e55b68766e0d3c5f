data "astro_workspace" "main" {
  name = "Demo"
}

# A permanent development Deployment. Hibernation needs development mode, the
# SMALL scheduler and no high availability.
resource "astro_deployment" "dev" {
  workspace_id        = data.astro_workspace.main.id
  name                = "orders-dev"
  description         = "Development of the orders pipelines"
  is_development_mode = true
  scheduler_size      = "SMALL"
}

variable "protect" {
  description = "Refuse to destroy production. Switch it off in one apply, destroy in the next."
  type        = bool
  default     = true
}

variable "orders_api_key" {
  description = "Key of the orders API, kept out of the configuration."
  type        = string
  sensitive   = true
}

# A production Deployment that nothing destroys by surprise. workspace_id and name
# are all that is required; Astro and the Workspace decide the rest.
resource "astro_deployment" "prod" {
  workspace_id         = data.astro_workspace.main.id
  name                 = "orders-prod"
  description          = "Orders pipelines"
  executor             = "CELERY"
  scheduler_size       = "MEDIUM"
  is_high_availability = true
  contact_emails       = ["orders-oncall@example.com"]

  worker_queues = {
    default = {
      astro_machine      = "A5"
      min_worker_count   = 1
      max_worker_count   = 10
      worker_concurrency = 5
    }
    heavy = {
      astro_machine      = "A20"
      min_worker_count   = 0
      max_worker_count   = 5
      worker_concurrency = 10
    }
  }

  # Only these keys are managed; keys set elsewhere stay as they are.
  environment_variables = {
    ORDERS_API_URL = { value = "https://orders.example.com" }
    ORDERS_API_KEY = { secret_value = var.orders_api_key }
  }

  deletion_protection = var.protect

  timeouts = {
    create = "40m"
  }
}
