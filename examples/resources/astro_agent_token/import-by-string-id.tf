import {
  to = astro_agent_token.agents
  id = "clx4n1abc0000000000000001/clx4n1abc0000000000000002"
}
