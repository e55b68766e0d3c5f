package acctest_test

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/crypto/nacl/box"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/acctest"
	"github.com/seed79f2c2aa/terraform-provider-astro/internal/astro"
)

// boxKey is a key pair of somebody who gets texts in sealed boxes.
type boxKey struct{ publicKey, privateKey *[32]byte }

func newBoxKey(t *testing.T) boxKey {
	t.Helper()
	public, private, err := box.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return boxKey{public, private}
}

// public is the public key as configurations have it.
func (k boxKey) public() string { return base64.StdEncoding.EncodeToString(k.publicKey[:]) }

// open opens a sealed box.
func (k boxKey) open(t *testing.T, sealed string) string {
	t.Helper()
	decoded, err := base64.StdEncoding.DecodeString(sealed)
	if err != nil {
		t.Fatal(err)
	}
	text, ok := box.OpenAnonymous(nil, decoded, k.publicKey, k.privateKey)
	if !ok {
		t.Fatalf("the box %q does not open", sealed)
	}
	return string(text)
}

// letsIn tells whether Astro takes a token.
func letsIn(t *testing.T, env *acctest.Env, token string) bool {
	t.Helper()
	_, err := env.Actor(t, token).ListDeployments(t.Context(), astro.DeploymentFilter{})
	if err != nil && !astro.IsUnauthorized(err) {
		t.Fatal(err)
	}
	return err == nil
}

// outputOf reads an output that is a list or map of texts.
func outputOf[T any](t *testing.T, work *acctest.Workdir, name string) T {
	t.Helper()
	var value T
	if err := json.Unmarshal([]byte(work.Must(t, "output", "-json", name).Stdout), &value); err != nil {
		t.Fatal(err)
	}
	return value
}

const sealedOutputs = `
output "api_token" {
  value = astro_api_token.it.sealed
}

output "agent_token" {
  value = astro_agent_token.it.sealed
}
`

// The texts of sealed tokens stand nowhere: not in the state or its backup, a
// plan, its JSON, what is said on the terminal, or the log at its highest level,
// neither when they are made nor when they are rotated.
func TestAccSmokeTokensStayOut(t *testing.T) {
	t.Parallel()
	env := acctest.Start(t)
	key := newBoxKey(t)
	work := env.Workdir(t, "")
	work.Must(t, "init", "-input=false")
	log := filepath.Join(t.TempDir(), "trace.log")
	work.Variables["TF_LOG_PATH"] = log
	places := map[string][]byte{}
	add := func(place, text string) { places[place] = append(places[place], text...) }
	var texts []string
	for _, quarter := range []string{"1", "2"} {
		// The outputs stand apart, because the test library cannot import beside one that is null.
		work.Write(t, "main.tf", withoutRequired(tokensConfiguration(env, key.public(), quarter))+sealedOutputs)
		work.Variables["TF_LOG"] = "TRACE"
		add("terminal", work.Must(t, "plan", "-no-color", "-out=plan").Text())
		add("plan file", string(unpacked(t, filepath.Join(work.Folder, "plan"))))
		add("terminal", work.Must(t, "apply", "-no-color", "plan").Text())
		add("terminal", work.Must(t, "plan", "-no-color", "-detailed-exitcode").Text())
		delete(work.Variables, "TF_LOG")
		add("plan JSON", work.Must(t, "show", "-json", "plan").Stdout)
		add("state JSON", work.Must(t, "show", "-json").Stdout)
		for _, output := range []string{"api_token", "agent_token"} {
			texts = append(texts, key.open(t, outputOf[map[string]string](t, work, output)["smoke"]))
		}
	}
	for _, file := range []string{log, filepath.Join(work.Folder, "terraform.tfstate"), filepath.Join(work.Folder, "terraform.tfstate.backup")} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		places[filepath.Base(file)] = text
	}
	if !bytes.Contains(places["trace.log"], []byte("/rotate")) {
		t.Error("the log does not show the provider's requests, so it proves nothing")
	}
	stored, err := env.Emulator.State()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(stored, []byte(texts[2])) || !bytes.Contains(stored, []byte(texts[3])) || texts[0] == texts[2] || texts[1] != texts[3] {
		t.Error("the boxes do not hold the texts that Astro knows")
	}
	if letsIn(t, env, texts[0]) || !letsIn(t, env, texts[2]) {
		t.Error("the first text lets somebody in, or the second one does not")
	}
	for place, said := range places {
		for i, text := range append(texts, env.Token) {
			if bytes.Contains(said, []byte(text)) {
				t.Errorf("%s holds the text %d", place, i)
			}
		}
	}
	if destroyed := work.Destroy(); destroyed.Code != 0 {
		t.Errorf("destroy ended with %d:\n%s", destroyed.Code, destroyed.Text())
	}
}

// withoutRequired leaves out what Workdir writes by itself.
func withoutRequired(configuration string) string {
	return configuration[len(requiredProviders):]
}
