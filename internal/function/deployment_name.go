package function

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

const (
	defaultPrefix = "branch"
	// slugLength is how much of a branch's name is taken over by default.
	slugLength = 40
	// hashLength is how many hexadecimal digits keep branches of one slug apart.
	hashLength = 6
	// maxDeploymentName is the longest name of a Deployment.
	maxDeploymentName = 500
)

// deploymentName is provider::astro::deployment_name.
type deploymentName struct{}

// NewDeploymentName returns the function deployment_name.
func NewDeploymentName() function.Function { return deploymentName{} }

// Metadata names the function.
func (deploymentName) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "deployment_name"
}

// Definition says what it takes and gives.
func (deploymentName) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Makes a Deployment name of a git branch",
		MarkdownDescription: "Makes the name of a Deployment of nothing but the name of a git branch, the same on every run and every machine: " +
			"`feature/ABC-123_fix` gives `branch-feature-abc-123-fix-56cbde`.\n\n" +
			"Small letters and digits are taken over, everything between them becomes one hyphen, and what is longer than 40 characters is cut. Different branches can come out alike, " +
			"so the name ends with the first six hexadecimal digits of the SHA-256 of the branch's exact name. A branch without an ASCII letter or digit, " +
			"such as `日本語`, gives the prefix and these digits. The scenario for branch environments has the same rule in HCL, for Terraform 1.5.",
		Parameters: []function.Parameter{
			function.StringParameter{
				Name:                "branch",
				MarkdownDescription: "The branch exactly as git names it, for example `feature/ABC-123_fix`, without `refs/heads/`.",
			},
		},
		VariadicParameter: function.DynamicParameter{
			Name: "options",
			MarkdownDescription: "May be left out. An object with `prefix`, what the name begins with (`branch` by default; `\"\"` for none, which is the key that a branch's database or bucket can have, too), " +
				"and `max_length`, the longest name to make, prefix and hash included: the part of the branch is as long as fits then. " +
				"For example `{ prefix = \"preview\", max_length = 63 }`.",
		},
		Return: function.StringReturn{},
	}
}

// Run makes the name.
func (deploymentName) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var branch string
	var options []types.Dynamic
	if resp.Error = req.Arguments.Get(ctx, &branch, &options); resp.Error != nil {
		return
	}
	if strings.TrimSpace(branch) == "" {
		resp.Error = function.NewArgumentFuncError(0, "Could not name a Deployment: branch is empty, as when a variable of the CI system is not set.")
		return
	}
	settings, err := nameSettingsOf(ctx, options)
	if errors.Is(err, errUnknown) {
		resp.Error = resp.Result.Set(ctx, types.StringUnknown())
		return
	}
	if err != nil {
		resp.Error = function.NewArgumentFuncError(1, "Could not name a Deployment: "+err.Error()+".")
		return
	}
	resp.Error = resp.Result.Set(ctx, nameOfBranch(branch, settings))
}

// nameSettings are the options of a name.
type nameSettings struct {
	prefix string
	// slug is the longest part of the branch.
	slug int
}

func nameSettingsOf(ctx context.Context, options []types.Dynamic) (nameSettings, error) {
	settings := nameSettings{prefix: defaultPrefix, slug: slugLength}
	if len(options) == 0 {
		return settings, nil
	}
	if len(options) > 1 {
		return settings, errors.New("options is given more than once; give one object with prefix and max_length")
	}
	given, err := plain(ctx, options[0])
	if err != nil {
		return settings, err
	}
	members, ok := given.(map[string]any)
	if !ok && given != nil {
		return settings, errors.New("options is no object; an example is { prefix = \"preview\", max_length = 63 }")
	}
	if err := checkMembers(members, []string{"prefix", "max_length"}, nil); err != nil {
		return settings, err
	}
	if members["prefix"] != nil {
		if settings.prefix, err = textMember(members, "prefix"); err != nil {
			return settings, err
		}
	}
	longest, err := wholeMember(members, "max_length")
	if err != nil || members["max_length"] == nil {
		return settings, err
	}
	least := hashLength
	if settings.prefix != "" {
		least += len([]rune(settings.prefix)) + 1
	}
	if longest < int64(least) || longest > maxDeploymentName {
		return settings, fmt.Errorf("max_length is %d, but with this prefix it is %d to %d", longest, least, maxDeploymentName)
	}
	settings.slug = max(0, int(longest)-least-1)
	return settings, nil
}

var notInSlug = regexp.MustCompile(`[^a-z0-9]+`)

// nameOfBranch is the rule that the scenario for branch environments has in HCL.
func nameOfBranch(branch string, settings nameSettings) string {
	slug := strings.Trim(notInSlug.ReplaceAllString(strings.ToLower(branch), "-"), "-")
	slug = strings.Trim(slug[:min(len(slug), settings.slug)], "-")
	parts := []string{}
	for _, part := range []string{settings.prefix, slug, fmt.Sprintf("%x", sha256.Sum256([]byte(branch)))[:hashLength]} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, "-")
}
