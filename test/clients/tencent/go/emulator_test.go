package clients

import (
	"bufio"
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/profile"
	vpc "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/vpc/v20170312"
)

// account is one of the two of the fixtures.
type account struct {
	uin       string
	secretID  string
	secretKey string
}

var (
	red  = account{"200000000001", "AKIDclientsuitered", "red-key"}
	blue = account{"200000000002", "AKIDclientsuiteblue", "blue-key"}
)

// emulator is a running emulator and its control API.
type emulator struct {
	t   *testing.T
	url string
}

func here(t *testing.T) string {
	t.Helper()
	_, file, _, ok := runtime.Caller(0)
	if !ok {
		t.Fatal("this file is nowhere")
	}
	return filepath.Dir(file)
}

// openEmulator gives the emulator at PEERTWIN_URL, which must have been started with world.json as fixtures and is put back
// to its beginning; one of its own without that variable.
func openEmulator(t *testing.T) *emulator {
	t.Helper()
	base := os.Getenv("PEERTWIN_URL")
	if base == "" {
		return startEmulator(t)
	}
	e := &emulator{t, strings.TrimRight(base, "/")}
	e.control("/reset", nil)
	return e
}

func startEmulator(t *testing.T) *emulator {
	t.Helper()
	cli := os.Getenv("PEERTWIN_CLI")
	if cli == "" {
		cli = filepath.Join(here(t), "../../../../dist/cli.cjs")
	}
	world := filepath.Join(here(t), "../world.json")
	command := exec.Command("node", cli, "start", "--port", "0", "--ready-json", "--time", "virtual", "--fixtures", world)
	command.Stderr = os.Stderr
	output, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := command.Process.Signal(syscall.SIGTERM); err != nil {
			t.Error(err)
		}
		if err := command.Wait(); err != nil {
			t.Errorf("the emulator ended with %v", err)
		}
	})
	line, err := bufio.NewReader(output).ReadBytes('\n')
	if err != nil {
		t.Fatalf("the emulator was not ready: %v", err)
	}
	var ready struct {
		URLs map[string]string `json:"urls"`
	}
	if err := json.Unmarshal(line, &ready); err != nil {
		t.Fatal(err)
	}
	return &emulator{t, ready.URLs["tencent"]}
}

// control posts to the control API.
func (e *emulator) control(path string, body any) {
	e.t.Helper()
	payload := new(bytes.Buffer)
	if body != nil {
		if err := json.NewEncoder(payload).Encode(body); err != nil {
			e.t.Fatal(err)
		}
	}
	answer, err := http.Post(e.url+"/_peertwin"+path, "application/json", payload)
	if err != nil {
		e.t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode >= 300 {
		e.t.Fatalf("%s: %s", path, answer.Status)
	}
}

// asking gives the SDK's client of an account, after the profile was changed by those who want it otherwise.
func (e *emulator) asking(who account, region string, change ...func(*profile.ClientProfile)) *vpc.Client {
	e.t.Helper()
	base, err := url.Parse(e.url)
	if err != nil {
		e.t.Fatal(err)
	}
	clientProfile := profile.NewClientProfile()
	clientProfile.HttpProfile.Scheme, clientProfile.HttpProfile.Endpoint = base.Scheme, base.Host
	clientProfile.Language = "en-US"
	for _, one := range change {
		one(clientProfile)
	}
	client, err := vpc.NewClient(common.NewCredential(who.secretID, who.secretKey), region, clientProfile)
	if err != nil {
		e.t.Fatal(err)
	}
	return client
}
