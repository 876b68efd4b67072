// Package peertwintest gives a Go test an emulator of its own: a namespace in a server that all tests of the binary share.
//
// The server is the one at PEERTWIN_CONTROL or PEERTWIN_URL, or else the command `peertwin` is started on a free port, and
// ended with the last test that uses it. It needs nothing but the standard library.
package peertwintest

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"
)

// server is a running emulator, held by the tests that use it.
type server struct {
	control string
	command *exec.Cmd
	holders int
}

var (
	lock   sync.Mutex
	shared *server
)

var errNoCommand = errors.New("no PEERTWIN_CONTROL or PEERTWIN_URL is set, and there is no command peertwin; install it with npm install -g peertwin")

// Main runs the tests of a package with one server for all of them, instead of one for those that run at the same time:
//
//	func TestMain(m *testing.M) { os.Exit(peertwintest.Main(m)) }
func Main(m *testing.M) int {
	if _, err := hold(); err == nil {
		defer letGo()
	}
	return m.Run()
}

// hold starts the server unless it runs already.
func hold() (string, error) {
	lock.Lock()
	defer lock.Unlock()
	if shared == nil {
		started, err := open()
		if err != nil {
			return "", err
		}
		shared = started
	}
	shared.holders++
	return shared.control, nil
}

// letGo ends the server with its last holder.
func letGo() {
	lock.Lock()
	defer lock.Unlock()
	shared.holders--
	if shared.holders > 0 {
		return
	}
	if shared.command != nil {
		stop(shared.command)
	}
	shared = nil
}

func open() (*server, error) {
	if control := os.Getenv("PEERTWIN_CONTROL"); control != "" {
		return &server{control: strings.TrimRight(control, "/")}, nil
	}
	if url := os.Getenv("PEERTWIN_URL"); url != "" {
		return &server{control: strings.TrimRight(url, "/") + "/_peertwin"}, nil
	}
	path, err := exec.LookPath("peertwin")
	if err != nil {
		return nil, errNoCommand
	}
	command := exec.Command(path, "start", "--port", "0", "--ready-json")
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
		return nil, fmt.Errorf("peertwin ended before it was ready: %w", command.Wait())
	}
	var ready struct {
		Control string `json:"control"`
	}
	if err := json.Unmarshal(line, &ready); err != nil {
		stop(command)
		return nil, err
	}
	return &server{control: ready.Control, command: command}, nil
}

func stop(command *exec.Cmd) {
	if err := command.Process.Signal(os.Interrupt); err != nil {
		_ = command.Process.Kill() // there are no signals on Windows
	}
	over := time.AfterFunc(10*time.Second, func() { _ = command.Process.Kill() })
	defer over.Stop()
	_ = command.Wait()
}
