package clients

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/UpCloudLtd/upcloud-go-api/v8/upcloud/client"
	"github.com/UpCloudLtd/upcloud-go-api/v8/upcloud/service"
)

const inside = "PEERTWIN_TEST_INSIDE"

// The test runs itself in a process that has the printed variables from its start: Go looks at proxies and certificates once.
func TestThroughEveryDoorWithNothingButVariables(t *testing.T) {
	if os.Getenv(inside) != "" {
		askBehindTheDoor(t)
		return
	}
	e := startEmulator(t, "--tls", "--proxy")
	own := strings.TrimPrefix(e.url, "http://")
	for _, door := range []struct{ flag, host string }{{"", own}, {"--tls", own}, {"--proxy", "api.upcloud.com"}} {
		args := []string{cli(), "env", "upcloud", "--client", "sdk", "--shell", "json", "--control", e.url + "/_peertwin"}
		if door.flag != "" {
			args = append(args, door.flag)
		}
		printing := exec.Command("node", args...)
		printing.Env = append(os.Environ(), "XDG_CACHE_HOME="+t.TempDir())
		printing.Stderr = os.Stderr
		printed, err := printing.Output()
		if err != nil {
			t.Fatal(err)
		}
		var variables map[string]string
		if err := json.Unmarshal(printed, &variables); err != nil {
			t.Fatal(err)
		}
		command := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
		command.Env = append(os.Environ(), inside+"=1")
		for name, value := range variables {
			command.Env = append(command.Env, name+"="+value)
		}
		output, err := command.CombinedOutput()
		if err != nil || !strings.Contains(string(output), "--- PASS: "+t.Name()) {
			t.Fatalf("%s: %v\n%s", door.flag, err, output)
		}
		e.journalEnds(door.host)
	}
}

// journalEnds checks that the last requests went to a host and were answered.
func (e *emulator) journalEnds(host string) {
	e.t.Helper()
	entries := e.journal("")
	for _, entry := range entries[len(entries)-2:] {
		to := ""
		for _, header := range entry.Request.Headers {
			if strings.EqualFold(header[0], "Host") {
				to = header[1]
			}
		}
		if to != host || entry.Response.Status != 200 {
			e.t.Fatalf("%s %s went to %s and was answered %d, not to %s", entry.Request.Method, entry.Request.Target, to, entry.Response.Status, host)
		}
	}
}

func askBehindTheDoor(t *testing.T) {
	t.Helper()
	upcloud, err := client.NewFromEnv()
	if err != nil {
		t.Fatal(err)
	}
	account, err := service.New(upcloud).GetAccount(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if account.UserName != os.Getenv("UPCLOUD_USERNAME") {
		t.Fatalf("the account is that of %s", account.UserName)
	}
	peerings, err := service.New(upcloud).GetNetworkPeerings(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if len(peerings) != 0 {
		t.Fatalf("there are peerings: %v", peerings)
	}
}
