# By id:
terraform import astro_deployment.prod clzqv4zop000208l5d1hgbmnx

# By Workspace and name, when the name is the only one of its kind there:
terraform import astro_deployment.prod clzqv4zop000108l5bkmq6yfe/orders-prod
