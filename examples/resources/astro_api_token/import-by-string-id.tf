import {
  to = astro_api_token.dev
  id = "clx4n1abc0000000000000001"
}
