import {
  to = astro_agent_token.agents
  identity = {
    deployment_id = "clx4n1abc0000000000000001"
    id            = "clx4n1abc0000000000000002"
  }
}
