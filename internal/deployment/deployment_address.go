package deployment

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"
)

// addressOf is an address of the web server as users can open it. The API leaves
// the scheme out of these addresses, and of no others (API facts, Appendix 2.19);
// they are served by https alone. None, while the Deployment is made, stays none.
func addressOf(text string) types.String {
	if text == "" || strings.Contains(text, "://") {
		return types.StringValue(text)
	}
	return types.StringValue("https://" + text)
}
