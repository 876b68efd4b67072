package huawei

import (
	"bufio"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// tenant is everything that a fixture file says about one.
type tenant struct {
	ID       string `json:"id"`
	Domain   string `json:"domain"`
	User     string `json:"user"`
	Password string `json:"password"`
	AK       string `json:"ak"`
	SK       string `json:"sk"`
}

func secret() string {
	bytes := make([]byte, 16)
	if _, err := rand.Read(bytes); err != nil {
		panic(err)
	}
	return hex.EncodeToString(bytes)
}

func newTenant(letter string) tenant {
	return tenant{
		ID:       strings.Repeat(letter, 32),
		Domain:   "OTC-" + letter,
		User:     "user-" + letter,
		Password: secret(),
		AK:       "AK" + strings.ToUpper(secret())[:18],
		SK:       secret(),
	}
}

// requester and accepter; their secrets are made up for this run.
var (
	tenantA = newTenant("a")
	tenantB = newTenant("b")
	baseURL string
)

func TestMain(m *testing.M) {
	stop, err := open()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	if err := stop(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

// open finds the emulator at PEERTWIN_URL, which must have been started lax and is reset, or starts a strict one that knows the tenants.
func open() (func() error, error) {
	if url := os.Getenv("PEERTWIN_URL"); url != "" {
		baseURL = strings.TrimRight(url, "/")
		answer, err := http.Post(baseURL+"/_peertwin/reset", "", nil)
		if err != nil {
			return nil, err
		}
		defer answer.Body.Close()
		if answer.StatusCode >= 300 {
			return nil, fmt.Errorf("the emulator at %s answered %s to a reset", baseURL, answer.Status)
		}
		return func() error { return nil }, nil
	}
	folder, err := os.MkdirTemp("", "peertwin-huawei-")
	if err != nil {
		return nil, err
	}
	fixtures, err := json.Marshal(map[string]any{"huawei": map[string]any{"tenants": []tenant{tenantA, tenantB}}})
	if err != nil {
		return nil, err
	}
	file := filepath.Join(folder, "tenants.json")
	if err := os.WriteFile(file, fixtures, 0o600); err != nil {
		return nil, err
	}
	cli := os.Getenv("PEERTWIN_CLI")
	if cli == "" {
		cli = "../../../../dist/cli.cjs"
	}
	command := exec.Command("node", cli, "start", "--port", "0", "--ready-json", "--auth", "strict", "--fixtures", file)
	command.Stderr = os.Stderr
	output, err := command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := command.Start(); err != nil {
		return nil, err
	}
	line, err := bufio.NewReader(output).ReadBytes('\n')
	if err != nil {
		return nil, fmt.Errorf("the emulator was never ready: %w", err)
	}
	var ready struct {
		Urls map[string]string `json:"urls"`
	}
	if err := json.Unmarshal(line, &ready); err != nil {
		return nil, err
	}
	baseURL = ready.Urls["huawei"]
	return func() error {
		defer os.RemoveAll(folder)
		if err := command.Process.Signal(syscall.SIGTERM); err != nil {
			return err
		}
		return command.Wait()
	}, nil
}
