import {
  to = astro_connection.warehouse
  id = "clzqv4zop000108l5bkmq6yfe/warehouse"
}
