# connection_id/deployment_id; every field that is overridden there is taken into the state:
terraform import astro_connection_override.prod clzqv4zop000308l5e8s2d7wk/clzqv4zop000208l5d1hgbmnx
