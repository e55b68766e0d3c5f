import {
  to = astro_connection_link.orders
  id = "clzqv4zop000308l5e8s2d7wk/clzqv4zop000208l5d1hgbmnx"
}
