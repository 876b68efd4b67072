package clients

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/digitalocean/godo"
	"golang.org/x/oauth2"
)

var token = "dop_v1_" + strings.Repeat("0", 64)

// emulator is a running emulator and its control API.
type emulator struct {
	t   *testing.T
	url string
}

// entry is a line of the emulator's journal.
type entry struct {
	Request struct {
		Method  string      `json:"method"`
		Target  string      `json:"target"`
		Headers [][2]string `json:"headers"`
		Body    *string     `json:"body"`
	} `json:"request"`
	Response struct {
		Status  int         `json:"status"`
		Headers [][2]string `json:"headers"`
	} `json:"response"`
}

func header(headers [][2]string, name string) string {
	for _, pair := range headers {
		if strings.EqualFold(pair[0], name) {
			return pair[1]
		}
	}
	return ""
}

// cli is the file of the `peertwin` command.
func cli() string {
	if given := os.Getenv("PEERTWIN_CLI"); given != "" {
		return given
	}
	_, file, _, _ := runtime.Caller(0)
	return filepath.Join(filepath.Dir(file), "../../../../dist/cli.cjs")
}

// openEmulator gives the emulator at PEERTWIN_URL, put back to its beginning; one of its own without that variable.
func openEmulator(t *testing.T) *emulator {
	t.Helper()
	base := os.Getenv("PEERTWIN_URL")
	if base == "" {
		return startEmulator(t)
	}
	e := &emulator{t, strings.TrimRight(base, "/")}
	e.control(http.MethodPost, "/reset", nil, nil)
	return e
}

// startEmulator starts an emulator whose clock stands still, with further flags of `peertwin start`, until the test ends.
func startEmulator(t *testing.T, flags ...string) *emulator {
	t.Helper()
	args := append([]string{cli(), "start", "--port", "0", "--ready-json", "--time", "virtual"}, flags...)
	command := exec.Command("node", args...)
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
	return &emulator{t, ready.URLs["digitalocean"]}
}

func (e *emulator) control(method, path string, body, into any) {
	e.t.Helper()
	payload := new(bytes.Buffer)
	if body != nil {
		if err := json.NewEncoder(payload).Encode(body); err != nil {
			e.t.Fatal(err)
		}
	}
	request, err := http.NewRequest(method, e.url+"/_peertwin"+path, payload)
	if err != nil {
		e.t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		e.t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		e.t.Fatal(err)
	}
	if response.StatusCode != http.StatusOK {
		e.t.Fatalf("%s %s: %d %s", method, path, response.StatusCode, text)
	}
	if into == nil {
		return
	}
	if err := json.Unmarshal(text, into); err != nil {
		e.t.Fatal(err)
	}
}

// advance moves the emulator's clock ahead.
func (e *emulator) advance(by time.Duration) {
	e.t.Helper()
	e.control(http.MethodPost, "/clock/advance", map[string]string{"by": fmt.Sprintf("%dms", by.Milliseconds())}, nil)
}

// journal gives what the emulator heard and said, oldest first.
func (e *emulator) journal(query string) []entry {
	e.t.Helper()
	var list struct {
		Requests []entry `json:"requests"`
	}
	e.control(http.MethodGet, "/requests"+query, nil, &list)
	return list.Requests
}

// tokenClient is an HTTP client that sends the bearer token.
func tokenClient() *http.Client {
	return oauth2.NewClient(context.Background(), oauth2.StaticTokenSource(&oauth2.Token{AccessToken: token}))
}

// client is the vendor's client without retries unless the options ask for them.
func (e *emulator) client(options ...godo.ClientOpt) *godo.Client {
	e.t.Helper()
	client, err := godo.New(tokenClient(), append([]godo.ClientOpt{godo.SetBaseURL(e.url)}, options...)...)
	if err != nil {
		e.t.Fatal(err)
	}
	return client
}

// clientFromToken is the vendor's client as NewFromToken makes it, with four retries.
func (e *emulator) clientFromToken() *godo.Client {
	e.t.Helper()
	base, err := url.Parse(e.url)
	if err != nil {
		e.t.Fatal(err)
	}
	client := godo.NewFromToken(token)
	client.BaseURL = base
	return client
}
