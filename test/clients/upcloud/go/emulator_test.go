package clients

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/UpCloudLtd/upcloud-go-api/v8/upcloud"
	"github.com/UpCloudLtd/upcloud-go-api/v8/upcloud/client"
	"github.com/UpCloudLtd/upcloud-go-api/v8/upcloud/request"
	"github.com/UpCloudLtd/upcloud-go-api/v8/upcloud/service"
)

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
	} `json:"request"`
	Response struct {
		Status int `json:"status"`
	} `json:"response"`
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

// startEmulator starts an emulator on the wall clock, with further flags of `peertwin start`, until the test ends.
func startEmulator(t *testing.T, flags ...string) *emulator {
	t.Helper()
	args := append([]string{cli(), "start", "--port", "0", "--ready-json"}, flags...)
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
	return &emulator{t, ready.URLs["upcloud"]}
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

// journal gives what the emulator heard and said, oldest first.
func (e *emulator) journal(query string) []entry {
	e.t.Helper()
	var list struct {
		Requests []entry `json:"requests"`
	}
	e.control(http.MethodGet, "/requests"+query, nil, &list)
	return list.Requests
}

// as is the vendor's service for a user.
func (e *emulator) as(user string) *service.Service {
	return service.New(client.New(user, "secret", client.WithBaseURL(e.url)))
}

// within is a context that ends long after anything that a test waits for.
func within(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 40*time.Second)
	t.Cleanup(cancel)
	return ctx
}

// must gives a value that came without an error.
func must[T any](t *testing.T) func(value T, err error) T {
	return func(value T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

// refused asserts that an error is the service's own, with this status and code.
func refused(t *testing.T, err error, status int, code string) *upcloud.Problem {
	t.Helper()
	var problem *upcloud.Problem
	if !errors.As(err, &problem) {
		t.Fatalf("expected %s, got %v", code, err)
	}
	if problem.Status != status || problem.ErrorCode() != code {
		t.Fatalf("expected %d %s, got %d %s", status, code, problem.Status, problem.ErrorCode())
	}
	return problem
}

func equal(t *testing.T, what string, got, want any) {
	t.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Fatalf("%s: got %v, want %v", what, got, want)
	}
}

// place is a router with a network on it.
type place struct {
	router  *upcloud.Router
	network *upcloud.Network
}

func createPlace(t *testing.T, s *service.Service, name, address string) place {
	t.Helper()
	router := must[*upcloud.Router](t)(s.CreateRouter(within(t), &request.CreateRouterRequest{Name: name}))
	network := must[*upcloud.Network](t)(s.CreateNetwork(within(t), &request.CreateNetworkRequest{
		Name: name, Zone: "pl-waw1", Router: router.UUID,
		IPNetworks: upcloud.IPNetworkSlice{{Address: address, DHCP: upcloud.True, Family: upcloud.IPAddressFamilyIPv4}},
	}))
	return place{router, network}
}

func createPeering(t *testing.T, s *service.Service, name string, from, to place, labels ...upcloud.Label) *upcloud.NetworkPeering {
	t.Helper()
	return must[*upcloud.NetworkPeering](t)(s.CreateNetworkPeering(within(t), &request.CreateNetworkPeeringRequest{
		Name:        name,
		Network:     request.NetworkPeeringNetwork{UUID: from.network.UUID},
		PeerNetwork: request.NetworkPeeringNetwork{UUID: to.network.UUID},
		Labels:      labels,
	}))
}

func configure(t *testing.T, s *service.Service, uuid string, status upcloud.NetworkPeeringConfiguredStatus) *upcloud.NetworkPeering {
	t.Helper()
	return must[*upcloud.NetworkPeering](t)(s.ModifyNetworkPeering(within(t), &request.ModifyNetworkPeeringRequest{
		UUID: uuid, NetworkPeering: request.ModifyNetworkPeering{ConfiguredStatus: status},
	}))
}

func stateOf(t *testing.T, s *service.Service, uuid string) upcloud.NetworkPeeringState {
	t.Helper()
	return must[*upcloud.NetworkPeering](t)(s.GetNetworkPeering(within(t), &request.GetNetworkPeeringRequest{UUID: uuid})).State
}

// waitFor lets the vendor's own helper wait until peerings have a state, all at once: it polls each every five seconds.
func waitFor(t *testing.T, s *service.Service, state upcloud.NetworkPeeringState, uuids ...string) {
	t.Helper()
	failures := make(chan error)
	for _, uuid := range uuids {
		go func(uuid string) {
			peering, err := s.WaitForNetworkPeeringState(within(t), &request.WaitForNetworkPeeringStateRequest{UUID: uuid, DesiredState: state})
			if err == nil && peering.State != state {
				err = fmt.Errorf("%s is %s", uuid, peering.State)
			}
			failures <- err
		}(uuid)
	}
	for range uuids {
		if err := <-failures; err != nil {
			t.Fatal(err)
		}
	}
}
