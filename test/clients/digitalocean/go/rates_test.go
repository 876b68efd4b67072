package clients

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/digitalocean/godo"
)

const burst = 4

func startLimited(t *testing.T) *emulator {
	t.Helper()
	return startEmulator(t, "--rate-limits", "enforce", "--set", fmt.Sprintf("digitalocean.burstLimit=%d", burst))
}

func exhaust(t *testing.T, client *godo.Client) {
	t.Helper()
	for range burst {
		_, response, err := client.Account.Get(ctx)
		status(t, "account", response, err, http.StatusOK)
	}
}

// heard is what the emulator heard and said, a line per request.
func heard(e *emulator) []string {
	e.t.Helper()
	var lines []string
	for _, entry := range e.journal("") {
		lines = append(lines, fmt.Sprintf("%s %s %d retry-after=%s remaining=%s",
			entry.Request.Method, entry.Request.Target, entry.Response.Status,
			header(entry.Response.Headers, "retry-after"), header(entry.Response.Headers, "ratelimit-remaining")))
	}
	return lines
}

// awaitRefusals waits until the emulator has refused so many requests.
func awaitRefusals(e *emulator, count int) {
	e.t.Helper()
	for range 200 {
		if len(e.journal("?status=429")) >= count {
			return
		}
		time.Sleep(25 * time.Millisecond)
	}
	e.t.Fatal("no request was refused")
}

func TestReadsTheBurstLimitWithoutRetries(t *testing.T) {
	e := startLimited(t)
	client := e.client()
	exhaust(t, client)
	e.advance(20 * time.Second)

	_, response, err := client.Account.Get(ctx)
	refusal := refused(t, err, "GET", e.url+"/v2/account", 429, "API rate limit exceeded.")
	equal(t, "attempts", refusal.Attempts, 0)
	equal(t, "retry-after", response.Header.Get("Retry-After"), "40")
	equal(t, "limit", response.Rate.Limit, 5000)
	equal(t, "remaining", response.Rate.Remaining, 0)
	now, err := http.ParseTime(response.Header.Get("Date"))
	if err != nil {
		t.Fatal(err)
	}
	if left := response.Rate.Reset.Sub(now); left < 3579*time.Second || left > 3581*time.Second {
		t.Fatalf("the hour resets in %v, not in the 3580 s that are left of it", left)
	}

	e.advance(40 * time.Second)
	_, response, err = client.Account.Get(ctx)
	status(t, "account", response, err, http.StatusOK)
	equal(t, "remaining", response.Rate.Remaining, 4995)
	equal(t, "requests", len(heard(e)), burst+2)
}

func TestWaitsForRetryAfterAndCreatesOnce(t *testing.T) {
	e := startLimited(t)
	client := e.clientFromToken()
	a, b := createVPC(t, client, "a"), createVPC(t, client, "b")
	for range burst - 2 {
		_, response, err := client.Account.Get(ctx)
		status(t, "account", response, err, http.StatusOK)
	}
	e.advance(57 * time.Second)

	type outcome struct {
		peering  *godo.VPCPeering
		response *godo.Response
		err      error
	}
	done := make(chan outcome, 1)
	started := time.Now()
	go func() {
		create := &godo.VPCPeeringCreateRequest{Name: "again", VPCIDs: []string{a.ID, b.ID}}
		peering, response, err := client.VPCs.CreateVPCPeering(ctx, create)
		done <- outcome{peering, response, err}
	}()
	awaitRefusals(e, 1)
	e.advance(3 * time.Second)
	created := <-done
	// the client's own first wait would be one second
	if waited := time.Since(started); waited < 3*time.Second {
		t.Fatalf("it waited %v, less than Retry-After asks for", waited)
	}
	status(t, "create", created.response, created.err, http.StatusAccepted)
	equal(t, "name", created.peering.Name, "again")
	equal(t, "requests", heard(e)[burst:], []string{
		"POST /v2/vpc_peerings 429 retry-after=3 remaining=0",
		"POST /v2/vpc_peerings 202 retry-after= remaining=4995",
	})
	sent := e.journal("?op=vpc_peerings.create")
	equal(t, "bodies", *sent[0].Request.Body, *sent[1].Request.Body)

	_, response, err := client.VPCs.ListVPCPeerings(ctx, nil)
	status(t, "list", response, err, http.StatusOK)
	equal(t, "total", response.Meta.Total, 1)
}

func TestGivesUpWhenTheLimitStays(t *testing.T) {
	e := startLimited(t)
	// Retry-After wins over a wait this long
	client := e.client(godo.WithRetryAndBackoffs(godo.RetryConfig{
		RetryMax: 2, RetryWaitMin: godo.PtrTo(300.0), RetryWaitMax: godo.PtrTo(300.0),
	}))
	exhaust(t, client)
	e.advance(59 * time.Second)

	soon, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	_, response, err := client.Account.Get(soon)
	refusal := refused(t, err, "GET", e.url+"/v2/account", 429, "API rate limit exceeded.")
	equal(t, "attempts", refusal.Attempts, 3)
	equal(t, "status", response.StatusCode, 429)
	line := "GET /v2/account 429 retry-after=1 remaining=0"
	equal(t, "requests", heard(e)[burst:], []string{line, line, line})

	e.advance(time.Second)
	_, response, err = client.Account.Get(ctx)
	status(t, "account", response, err, http.StatusOK)
}

func TestTheHourlyLimitDoesNotSayHowLongToWait(t *testing.T) {
	e := startEmulator(t, "--rate-limits", "enforce", "--set", "digitalocean.hourlyLimit=2")
	client := e.client(godo.WithRetryAndBackoffs(godo.RetryConfig{
		RetryMax: 1, RetryWaitMin: godo.PtrTo(0.01), RetryWaitMax: godo.PtrTo(0.01),
	}))
	for range 2 {
		_, response, err := client.Account.Get(ctx)
		status(t, "account", response, err, http.StatusOK)
	}
	_, response, err := client.Account.Get(ctx)
	var refusal *godo.ErrorResponse
	if !errors.As(err, &refusal) {
		t.Fatalf("the call was expected to be refused, not to end with %v", err)
	}
	equal(t, "attempts", refusal.Attempts, 2)
	line := "GET /v2/account 429 retry-after= remaining=0"
	equal(t, "requests", heard(e)[2:], []string{line, line})

	e.control(http.MethodPost, "/clock/advance", map[string]string{"to": response.Rate.Reset.UTC().Format(time.RFC3339)}, nil)
	_, response, err = client.Account.Get(ctx)
	status(t, "account", response, err, http.StatusOK)
	equal(t, "remaining", response.Rate.Remaining, 1)
}
