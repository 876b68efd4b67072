package peering_test

import (
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/digitalocean/godo"

	"example.org/peering"
	"example.org/peering/peertwintest"
)

func TestMain(m *testing.M) { os.Exit(peertwintest.Main(m)) }

var wanted = &godo.VPCPeeringCreateRequest{
	Name:   "a-b",
	VPCIDs: []string{"5a4981aa-9653-4bd1-bef5-d6bff52042e4", "e0fe0f4d-596a-465e-a902-571ce57b79fa"},
}

// waiterIn works in the namespace of a test; its waiting lets the emulated time pass.
func waiterIn(t *testing.T, pt *peertwintest.Peertwin) peering.Waiter {
	client, err := godo.New(pt.HTTPClient("digitalocean"), godo.SetBaseURL(pt.URL("digitalocean")))
	if err != nil {
		t.Fatal(err)
	}
	return peering.Waiter{Client: client, Sleep: func(d time.Duration) { pt.Clock.Advance(t, d) }}
}

func throttled(t *testing.T) *peertwintest.Peertwin {
	return peertwintest.Start(t,
		peertwintest.Scenario("testdata/throttled.yaml"),
		peertwintest.Virtual(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)),
		peertwintest.Seed(42))
}

func TestTheFirstVersionHammersAServiceThatAskedItToWait(t *testing.T) {
	t.Parallel()
	pt := throttled(t)
	if _, err := waiterIn(t, pt).CreateFirst(context.Background(), wanted); err == nil {
		t.Fatal("it came to an end")
	}
	passed, report := pt.Check(t)
	for _, line := range []string{
		"FAIL  digitalocean/vpc_peerings.get is called at most 5 times",
		"      because who is told to wait has to wait",
		"      it was called 20 times",
	} {
		if passed || !strings.Contains(report, line+"\n") {
			t.Errorf("%q is not in the report:\n%s", line, report)
		}
	}
}

func TestTheSecondVersionWaitsForAsLongAsItIsTold(t *testing.T) {
	t.Parallel()
	pt := throttled(t)
	made, err := waiterIn(t, pt).Create(context.Background(), wanted)
	if err != nil {
		t.Fatal(err)
	}
	if made.Name != "a-b" || made.Status != "ACTIVE" {
		t.Errorf("got %+v", made)
	}
	pt.Verify(t)
}

func TestAPeeringIsSeenToChangeWithTheClock(t *testing.T) {
	t.Parallel()
	pt := peertwintest.Start(t, peertwintest.Virtual(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)))
	client := waiterIn(t, pt).Client
	ids := make([]string, 2)
	for i, name := range []string{"a", "b"} {
		vpc, _, err := client.VPCs.Create(context.Background(), &godo.VPCCreateRequest{Name: name, RegionSlug: "nyc3"})
		if err != nil {
			t.Fatal(err)
		}
		ids[i] = vpc.ID
	}
	made, _, err := client.VPCs.CreateVPCPeering(context.Background(), &godo.VPCPeeringCreateRequest{Name: "a-b", VPCIDs: ids})
	if err != nil {
		t.Fatal(err)
	}
	pt.Eventually(t, "digitalocean/vpc_peering", made.ID, "ACTIVE")

	pt.Set(t, made.ID, "ERROR")
	seen, _, err := client.VPCs.GetVPCPeering(context.Background(), made.ID)
	if err != nil || seen.Status != "ERROR" {
		t.Errorf("got %+v, %v", seen, err)
	}
	pt.Fault(t, peertwintest.Rule{
		"id": "down", "match": peertwintest.Rule{"op": "digitalocean/vpc_peerings.get"}, "effect": peertwintest.Rule{"error": "internal"},
	})
	if _, answer, err := client.VPCs.GetVPCPeering(context.Background(), made.ID); err == nil || answer.StatusCode != 500 {
		t.Errorf("got %v", err)
	}
	pt.Verify(t, peertwintest.Rule{"fault": "down", "hits": 1})
}
