# By the ids of the Deployment and of the token.
terraform import astro_agent_token.agents clx4n1abc0000000000000001/clx4n1abc0000000000000002
