import {
  to = astro_deployment.prod
  id = "clzqv4zop000108l5bkmq6yfe/orders-prod"
}
