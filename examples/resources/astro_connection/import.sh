# By id:
terraform import astro_connection.warehouse clzqv4zop000308l5e8s2d7wk

# By Workspace and key:
terraform import astro_connection.warehouse clzqv4zop000108l5bkmq6yfe/warehouse

# A connection of one Deployment, by Deployment and key:
terraform import astro_connection.ftp deployment:clzqv4zop000208l5d1hgbmnx/partner_ftp
