package confluent

import (
	"bufio"
	"context"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	networking "github.com/confluentinc/ccloud-sdk-go-v2/networking/v1"
	org "github.com/confluentinc/ccloud-sdk-go-v2/org/v2"
	"github.com/hashicorp/go-retryablehttp"
)

// cloud is one emulator with the vendor's clients pointed at it.
type cloud struct {
	t          *testing.T
	url        string
	control    string
	networking *networking.APIClient
	org        *org.APIClient
}

// start runs an emulator for one test and stops it at its end; PEERTWIN_URL names one that runs already.
func start(t *testing.T, flags ...string) *cloud {
	t.Helper()
	if url := os.Getenv("PEERTWIN_URL"); url != "" && len(flags) == 0 {
		return connect(t, url, url+"/_peertwin")
	}
	cli := os.Getenv("PEERTWIN_CLI")
	if cli == "" {
		t.Fatal("PEERTWIN_CLI must name the emulator's cli.cjs")
	}
	args := append([]string{cli, "start", "--port", "0", "--ready-json", "--provider", "confluent"}, flags...)
	command := exec.Command("node", args...)
	command.Stderr = os.Stderr
	stdout, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := command.Process.Signal(os.Interrupt); err != nil {
			t.Error(err)
		}
		_ = command.Wait() // says how it was stopped, which the line above did
	})
	line, err := bufio.NewReader(stdout).ReadBytes('\n')
	if err != nil {
		t.Fatal(err)
	}
	var ready struct {
		Control string            `json:"control"`
		URLs    map[string]string `json:"urls"`
	}
	if err := json.Unmarshal(line, &ready); err != nil {
		t.Fatal(err)
	}
	return connect(t, ready.URLs["confluent"], ready.Control)
}

// connect builds the clients as the Terraform provider does: over a client that retries 429 and 5xx.
func connect(t *testing.T, url string, control string) *cloud {
	retrying := retryablehttp.NewClient()
	retrying.Logger = nil
	retrying.RetryMax = 4
	networkingConfig := networking.NewConfiguration()
	networkingConfig.Servers[0].URL = url
	networkingConfig.HTTPClient = retrying.StandardClient()
	orgConfig := org.NewConfiguration()
	orgConfig.Servers[0].URL = url
	orgConfig.HTTPClient = retrying.StandardClient()
	return &cloud{t, url, control, networking.NewAPIClient(networkingConfig), org.NewAPIClient(orgConfig)}
}

func (c *cloud) networkingContext() context.Context {
	auth := networking.BasicAuth{UserName: "CLOUDKEY", Password: "secret"}
	return context.WithValue(context.Background(), networking.ContextBasicAuth, auth)
}

func (c *cloud) orgContext() context.Context {
	return context.WithValue(context.Background(), org.ContextAccessToken, "an-sts-token")
}

// force puts a resource into a state through the emulator's own API.
func (c *cloud) force(id string, body string) {
	c.t.Helper()
	request, err := http.NewRequest(http.MethodPatch, c.control+"/resources/"+id, strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		c.t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		c.t.Fatalf("the control API answered %s", response.Status)
	}
}

// eventually polls until look tells true, as clients do, but quicker.
func (c *cloud) eventually(what string, look func() bool) {
	c.t.Helper()
	for end := time.Now().Add(15 * time.Second); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		if look() {
			return
		}
	}
	c.t.Fatalf("never came: %s", what)
}
