# By id:
terraform import astro_workspace.data clzqv4zop000108l5bkmq6yfe

# By name, when it is the only one of that name:
terraform import astro_workspace.data 'Data Platform'
