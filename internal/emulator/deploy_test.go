package emulator_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/seed79f2c2aa/terraform-provider-astro/internal/emulator"
)

func TestDeployChangesTheDeployment(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{ReadyAfter: time.Minute})
	d := c.create(t, object{"isDagDeployEnabled": true, "astroRuntimeVersion": "3.1-4"})
	c.srv.Advance(time.Hour)
	before := d.get(t)
	deploy := d.do(t, http.StatusOK, http.MethodPost, d.Path+"/deploys", object{
		"type": "IMAGE_AND_DAG", "description": "x", "git": object{"provider": "GITHUB", "commitSha": "abc", "account": "a", "repo": "r"},
	})
	if deploy.text(t, "status") != "INITIALIZED" || deploy.text(t, "dagsUploadUrl") == "" || deploy.text(t, "imageRepository") == "" {
		t.Errorf("deploy: %s", deploy.Text)
	}
	path := d.Path + "/deploys/" + deploy.text(t, "id")
	c.do(t, http.StatusNoContent, http.MethodPost, "/_emulator/image", object{"deployId": deploy.text(t, "id"), "runtimeVersion": "3.1-5"})
	c.do(t, http.StatusBadRequest, http.MethodPost, "/_emulator/image", object{"deployId": deploy.text(t, "id"), "runtimeVersion": "99"})
	c.do(t, http.StatusBadRequest, http.MethodPost, "/_emulator/image", object{"deployId": "x", "runtimeVersion": "3.1-5"})
	c.do(t, http.StatusBadRequest, http.MethodPost, "/_emulator/image", "[")
	d.do(t, http.StatusOK, http.MethodPost, path+"/finalize", object{"dagTarballVersion": "2026-03-02"})
	d.do(t, http.StatusBadRequest, http.MethodPost, path+"/finalize", object{"dagTarballVersion": "2026-03-02"})
	after := d.get(t)
	for member, want := range map[string]any{
		"status": "DEPLOYING", "astroRuntimeVersion": "3.1-5", "runtimeVersion": "3.1-5", "airflowVersion": "3.1.3",
		"imageTag": deploy.text(t, "imageTag"), "dagTarballVersion": "2026-03-02", "desiredDagTarballVersion": "2026-03-02",
	} {
		if after[member] != want || before[member] == want {
			t.Errorf("%s: %v became %v, want %v", member, before[member], after[member], want)
		}
	}
	if got := d.do(t, http.StatusOK, http.MethodGet, path, nil); got.text(t, "status") != "DEPLOYED" {
		t.Errorf("deploy: %s", got.Text)
	}
	if rows := d.do(t, http.StatusOK, http.MethodGet, d.Path+"/deploys", nil).rows(t, "deploys"); len(rows) != 1 {
		t.Errorf("%d deploys", len(rows))
	}
	d.do(t, http.StatusNotFound, http.MethodGet, d.Path+"/deploys/c000000000000000000000000", nil)
	d.do(t, http.StatusBadRequest, http.MethodPost, d.Path+"/deploys/c000000000000000000000000/finalize", object{})
	d.do(t, http.StatusNoContent, http.MethodDelete, d.Path, nil)
	if state, err := c.srv.State(); err != nil || strings.Contains(string(state), deploy.text(t, "id")) {
		t.Errorf("the deploy outlives its Deployment (%v)", err)
	}
}

func TestDeployRules(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{Lenient: true})
	d := c.create(t, object{"isDevelopmentMode": true})
	for name, body := range map[string]object{
		"no type":               {},
		"unknown type":          {"type": "CODE"},
		"long description":      {"type": "IMAGE_ONLY", "description": strings.Repeat("d", 501)},
		"bundle without path":   {"type": "BUNDLE", "bundleType": "dbt"},
		"DAG deploys are off":   {"type": "DAG_ONLY"},
		"git is no object":      {"type": "IMAGE_ONLY", "git": "abc"},
		"git without provider":  {"type": "IMAGE_ONLY", "git": object{"commitSha": "abc"}},
		"GitHub without repo":   {"type": "IMAGE_ONLY", "git": object{"provider": "GITHUB", "commitSha": "abc", "account": "a"}},
		"generic without a URL": {"type": "IMAGE_ONLY", "git": object{"provider": "GENERIC", "commitSha": "abc"}},
	} {
		t.Run(name, func(t *testing.T) {
			d.do(t, http.StatusBadRequest, http.MethodPost, d.Path+"/deploys", body)
		})
	}
	bundle := d.do(t, http.StatusOK, http.MethodPost, d.Path+"/deploys", object{"type": "BUNDLE", "bundleType": "dbt", "bundleMountPath": "dbt/x"})
	// Answers know of no type BUNDLE.
	if bundle.text(t, "bundleUploadUrl") == "" || bundle.text(t, "type") != "DAG_ONLY" {
		t.Errorf("bundle: %s", bundle.Text)
	}
	path := d.Path + "/deploys/" + bundle.text(t, "id")
	d.do(t, http.StatusBadRequest, http.MethodPost, path+"/finalize", object{})
	d.do(t, http.StatusOK, http.MethodPost, d.Path+"/hibernation-override", object{"isHibernating": true})
	d.do(t, http.StatusBadRequest, http.MethodPost, d.Path+"/deploys", object{"type": "IMAGE_ONLY"})
	d.do(t, http.StatusBadRequest, http.MethodPost, path+"/finalize", object{"bundleTarballVersion": "1"})
	c.srv.SetSwitches(func(s *emulator.Switches) { s.DeployWhileHibernatingAccepted = true })
	d.do(t, http.StatusOK, http.MethodPost, d.Path+"/deploys", object{"type": "IMAGE_ONLY"})
	d.do(t, http.StatusOK, http.MethodPost, path+"/finalize", object{"bundleTarballVersion": "1"})
}

// What the vendor's command line does for "astro deploy --dags": create, upload
// to the URL of the answer, finalize with the version of the upload (API facts, G.1).
func TestDeployUpload(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	d := c.create(t, object{"isDagDeployEnabled": true})
	deploy := d.do(t, http.StatusOK, http.MethodPost, d.Path+"/deploys", object{"type": "DAG_ONLY"})
	send := func(method, url string, size int) (status int, version string) {
		t.Helper()
		request, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(strings.Repeat("d", size)))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("X-Ms-Blob-Type", "BlockBlob")
		response, err := (&http.Client{Timeout: time.Minute}).Do(request)
		if err != nil {
			t.Fatal(err)
		}
		if err := response.Body.Close(); err != nil {
			t.Error(err)
		}
		return response.StatusCode, response.Header.Get("X-Ms-Version-Id")
	}
	url := deploy.text(t, "dagsUploadUrl")
	const large = 5 << 20 // more than a request to the API may have
	status, version := send(http.MethodPut, url, large)
	if status != http.StatusCreated || version == "" {
		t.Fatalf("upload to %s: %d, version %q", url, status, version)
	}
	if got, _ := send(http.MethodGet, url, 0); got != http.StatusMethodNotAllowed {
		t.Errorf("GET of the upload: %d", got)
	}
	if got, _ := send(http.MethodPut, url+"x", 0); got != http.StatusNotFound {
		t.Errorf("upload for no deploy: %d", got)
	}
	d.do(t, http.StatusOK, http.MethodPost, d.Path+"/deploys/"+deploy.text(t, "id")+"/finalize", object{"dagTarballVersion": version})
	if got := d.get(t)["dagTarballVersion"]; got != version {
		t.Errorf("dagTarballVersion = %v, want %s", got, version)
	}
	if got, _ := send(http.MethodPut, url, 0); got != http.StatusNotFound {
		t.Errorf("upload after the finalize: %d", got)
	}
}
