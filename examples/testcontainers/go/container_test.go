package peertwincontainer_test

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/testcontainers/testcontainers-go"

	"example.org/peertwincontainer"
)

func TestAContainerAnswersWithItsScenario(t *testing.T) {
	testcontainers.SkipIfProviderIsNotHealthy(t)
	image := os.Getenv("PEERTWIN_IMAGE")
	if image == "" {
		image = "peertwin:0.1.0"
	}
	scenario := filepath.Join(t.TempDir(), "down.yaml")
	text := "name: down\nfaults: [{ id: down, match: { provider: digitalocean }, effect: { error: internal } }]\n"
	if err := os.WriteFile(scenario, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	container, err := peertwincontainer.Run(ctx, image, peertwincontainer.WithScenario(scenario))
	if err != nil {
		t.Fatal(err)
	}
	testcontainers.CleanupContainer(t, container.Container)
	url, err := container.ConnectionURI(ctx)
	if err != nil {
		t.Fatal(err)
	}
	request, _ := http.NewRequest(http.MethodGet, url+"/v2/account", nil)
	request.Header.Set("Authorization", "Bearer any")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusInternalServerError {
		t.Errorf("got %s", response.Status)
	}
}
