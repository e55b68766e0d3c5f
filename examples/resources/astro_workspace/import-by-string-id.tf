import {
  to = astro_workspace.data
  id = "Data Platform"
}
