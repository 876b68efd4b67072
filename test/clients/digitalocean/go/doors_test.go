package clients

import (
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/digitalocean/godo"
)

const inside = "PEERTWIN_TEST_INSIDE"

// environment is what `peertwin env` prints, with further arguments of it, for a process that has it from its start: Go looks at
// proxies and certificates once.
func (e *emulator) environment(args ...string) []string {
	e.t.Helper()
	command := exec.Command("node", append([]string{cli(), "env", "digitalocean", "--shell", "json", "--control", e.url + "/_peertwin"}, args...)...)
	command.Env = append(os.Environ(), "XDG_CACHE_HOME="+e.t.TempDir())
	command.Stderr = os.Stderr
	output, err := command.Output()
	if err != nil {
		e.t.Fatal(err)
	}
	var variables map[string]string
	if err := json.Unmarshal(output, &variables); err != nil {
		e.t.Fatal(err)
	}
	environment := os.Environ()
	for name, value := range variables {
		environment = append(environment, name+"="+value)
	}
	return environment
}

// The test runs itself in a process that has the printed variables.
func TestThroughTheProxyWithNothingButAToken(t *testing.T) {
	if os.Getenv(inside) != "" {
		lifeBehindTheProxy(t)
		return
	}
	e := startEmulator(t, "--proxy")
	command := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	command.Env = append(e.environment("--proxy"), inside+"=1")
	output, err := command.CombinedOutput()
	if err != nil || !strings.Contains(string(output), "--- PASS: "+t.Name()) {
		t.Fatalf("%v\n%s", err, output)
	}
	hosts := map[string]int{}
	for _, entry := range e.journal("") {
		hosts[header(entry.Request.Headers, "Host")]++
	}
	equal(t, "hosts", hosts, map[string]int{"api.digitalocean.com": 10})
}

func lifeBehindTheProxy(t *testing.T) {
	t.Helper()
	e := &emulator{t, strings.TrimSuffix(os.Getenv("PEERTWIN_CONTROL"), "/_peertwin")}
	client := godo.NewFromToken(os.Getenv("DIGITALOCEAN_TOKEN"))
	equal(t, "base URL", client.BaseURL.String(), "https://api.digitalocean.com/")

	a, b, c := createVPC(t, client, "a"), createVPC(t, client, "b"), createVPC(t, client, "c")
	first, second := createPeering(t, client, "one", a.ID, b.ID), createPeering(t, client, "two", a.ID, c.ID)
	e.advance(2 * time.Second)
	shown, response, err := client.VPCs.GetVPCPeering(ctx, first.ID)
	status(t, "get", response, err, http.StatusOK)
	equal(t, "status", shown.Status, "ACTIVE")

	listed, response, err := client.VPCs.ListVPCPeerings(ctx, &godo.ListOptions{PerPage: 1})
	status(t, "list", response, err, http.StatusOK)
	equal(t, "first page", len(listed), 1)
	page := "https://api.digitalocean.com/v2/vpc_peerings?page=2&per_page=1"
	equal(t, "pages", response.Links.Pages, &godo.Pages{Next: page, Last: page})

	for _, peering := range []*godo.VPCPeering{first, second} {
		response, err := client.VPCs.DeleteVPCPeering(ctx, peering.ID)
		status(t, "delete", response, err, http.StatusAccepted)
	}
	e.advance(time.Minute)
	_, _, err = client.VPCs.GetVPCPeering(ctx, first.ID)
	refused(t, err, "GET", "https://api.digitalocean.com/v2/vpc_peerings/"+first.ID, 404, "VPC Peering ID "+first.ID+" not found")
}
