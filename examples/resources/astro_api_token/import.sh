# By the id of the token. It is not rotated: whoever has its text goes on using it.
terraform import astro_api_token.dev clx4n1abc0000000000000001
