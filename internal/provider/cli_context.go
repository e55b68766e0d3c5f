package provider

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Defaults of the Astro CLI (API facts, H.2 and H.3).
const (
	cliDefaultDomain = "astronomer.io"
	cliDefaultCore   = "http://localhost:8888"
	cliDefaultScheme = "https"
	cliLocalDomain   = "localhost"
)

// previewDomain matches the domains of preview environments, whose API has a
// name of its own (API facts, H.3).
var previewDomain = regexp.MustCompile(`^(pr\d+)\.(astronomer-dev\.io)$`)

// cliContext is a login of the Astro CLI. Its token is good for its host only.
type cliContext struct {
	file         string
	domain       string
	host         string
	token        string
	organization string
}

// cliFile is the part of the CLI's configuration that says who is logged in where.
type cliFile struct {
	Context  string `yaml:"context"`
	Contexts map[string]struct {
		Domain       string `yaml:"domain"`
		Token        string `yaml:"token"`
		Organization string `yaml:"organization"`
	} `yaml:"contexts"`
	Cloud struct {
		API struct {
			Protocol string `yaml:"protocol"`
		} `yaml:"api"`
	} `yaml:"cloud"`
	Local struct {
		Core string `yaml:"core"`
	} `yaml:"local"`
}

// readCLIContext returns the context that the CLI would use; nil without an
// error when the CLI has no configuration or the context is not in it.
func readCLIContext(deps *dependencies) (*cliContext, error) {
	file, err := cliFileName(deps)
	if err != nil {
		return nil, err
	}
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil //nolint:nilnil // no login is no error
	}
	if err != nil {
		return nil, fmt.Errorf("the Astro CLI's configuration could not be read: %w", err)
	}
	var content cliFile
	if err := yaml.Unmarshal(text, &content); err != nil {
		// The parser quotes the file's lines, which hold tokens.
		return nil, fmt.Errorf("the Astro CLI's configuration %s is not the YAML that the CLI writes", file)
	}
	domain := content.Context
	if chosen, ok := deps.environment("ASTRO_DOMAIN"); ok && chosen != "" {
		domain = chosen
	}
	domain = plainDomain(domain)
	login, ok := content.Contexts[strings.ReplaceAll(domain, ".", "_")]
	if !ok {
		return nil, nil //nolint:nilnil // not logged in there is no error
	}
	return &cliContext{
		file: file, domain: domain, host: hostOfDomain(domain, content), organization: login.Organization,
		// The CLI stores the token as it stands in a header.
		token: strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(login.Token), "Bearer")),
	}, nil
}

func cliFileName(deps *dependencies) (string, error) {
	if folder, ok := deps.environment("ASTRO_HOME"); ok && folder != "" {
		return filepath.Join(folder, ".astro", "config.yaml"), nil
	}
	folder, err := deps.home()
	if err != nil {
		return "", fmt.Errorf("the home folder, in which the Astro CLI keeps its login, is not known: %w", err)
	}
	return filepath.Join(folder, ".astro", "config.yaml"), nil
}

// plainDomain strips what people paste along with a domain.
func plainDomain(domain string) string {
	domain = strings.TrimPrefix(strings.TrimPrefix(strings.TrimSpace(domain), "https://"), "http://")
	domain = strings.TrimPrefix(strings.TrimRight(domain, "/"), "cloud.")
	if domain == "" {
		return cliDefaultDomain
	}
	return domain
}

// hostOfDomain is the API that the CLI talks to in a domain.
func hostOfDomain(domain string, content cliFile) string {
	scheme := content.Cloud.API.Protocol
	if scheme == "" {
		scheme = cliDefaultScheme
	}
	if domain == cliLocalDomain {
		if content.Local.Core != "" {
			return strings.TrimRight(content.Local.Core, "/")
		}
		return cliDefaultCore
	}
	if preview := previewDomain.FindStringSubmatch(domain); preview != nil {
		return scheme + "://" + preview[1] + ".api." + preview[2]
	}
	return scheme + "://api." + domain
}
