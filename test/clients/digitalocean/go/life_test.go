package clients

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/digitalocean/godo"
)

var ctx = context.Background()

var uuid = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)

func equal(t *testing.T, what string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("%s\n got: %+v\nwant: %+v", what, got, want)
	}
}

func status(t *testing.T, what string, response *godo.Response, err error, want int) {
	t.Helper()
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	equal(t, what+": status", response.StatusCode, want)
}

// refused checks the whole error of a call: what the client parsed, and the text that people and doctl match on.
func refused(t *testing.T, err error, method, url string, status int, message string) *godo.ErrorResponse {
	t.Helper()
	var refusal *godo.ErrorResponse
	if !errors.As(err, &refusal) {
		t.Fatalf("the call was expected to be refused, not to end with %v", err)
	}
	if !uuid.MatchString(refusal.RequestID) {
		t.Fatalf("the request id is %q", refusal.RequestID)
	}
	equal(t, "request id", refusal.RequestID, refusal.Response.Header.Get("x-request-id"))
	equal(t, "message", refusal.Message, message)
	text := fmt.Sprintf("%s %s: %d (request %q) %s", method, url, status, refusal.RequestID, message)
	if refusal.Attempts > 0 {
		text += fmt.Sprintf("; giving up after %d attempt(s)", refusal.Attempts)
	}
	equal(t, "text", err.Error(), text)
	return refusal
}

func createVPC(t *testing.T, client *godo.Client, name string) *godo.VPC {
	t.Helper()
	vpc, response, err := client.VPCs.Create(ctx, &godo.VPCCreateRequest{Name: name, RegionSlug: "nyc3"})
	status(t, "create VPC "+name, response, err, http.StatusCreated)
	return vpc
}

func createPeering(t *testing.T, client *godo.Client, name string, vpcIDs ...string) *godo.VPCPeering {
	t.Helper()
	peering, response, err := client.VPCs.CreateVPCPeering(ctx, &godo.VPCPeeringCreateRequest{Name: name, VPCIDs: vpcIDs})
	status(t, "create peering "+name, response, err, http.StatusAccepted)
	return peering
}

// poll asks every emulated second until it hears `wanted`, and gives all it heard.
func poll(t *testing.T, e *emulator, client *godo.Client, id, wanted string) []string {
	t.Helper()
	var seen []string
	for range 30 {
		peering, response, err := client.VPCs.GetVPCPeering(ctx, id)
		now := ""
		if err == nil {
			now = peering.Status
		} else if response != nil {
			now = response.Status
		} else {
			t.Fatal(err)
		}
		seen = append(seen, now)
		if now == wanted {
			return seen
		}
		e.advance(time.Second)
	}
	t.Fatalf("it never became %s: %v", wanted, seen)
	return nil
}

func TestLifeOfAPeering(t *testing.T) {
	e := openEmulator(t)
	client := e.client()

	a, b := createVPC(t, client, "life-a"), createVPC(t, client, "life-b")
	if !uuid.MatchString(a.ID) || !regexp.MustCompile(`^10\.\d+\.\d+\.0/20$`).MatchString(a.IPRange) || a.IPRange == b.IPRange {
		t.Fatalf("unexpected VPCs %+v and %+v", a, b)
	}
	equal(t, "VPC", a, &godo.VPC{
		ID: a.ID, URN: "do:vpc:" + a.ID, Name: "life-a", IPRange: a.IPRange, RegionSlug: "nyc3", CreatedAt: a.CreatedAt,
	})
	ids := []string{a.ID, b.ID}
	slices.Sort(ids)

	peering := createPeering(t, client, "life", ids[1], ids[0])
	equal(t, "created", peering, &godo.VPCPeering{
		ID: peering.ID, Name: "life", VPCIDs: ids, CreatedAt: peering.CreatedAt, Status: "PROVISIONING",
	})
	if peering.CreatedAt.Nanosecond()%1_000_000 == 0 {
		t.Fatalf("a create answers nanoseconds, not %v", peering.CreatedAt)
	}
	equal(t, "provisioning", poll(t, e, client, peering.ID, "ACTIVE"), []string{"PROVISIONING", "PROVISIONING", "ACTIVE"})
	expected := &godo.VPCPeering{
		ID: peering.ID, Name: "life", VPCIDs: ids, CreatedAt: peering.CreatedAt.Round(time.Second), Status: "ACTIVE",
	}
	active, response, err := client.VPCs.GetVPCPeering(ctx, peering.ID)
	status(t, "get", response, err, http.StatusOK)
	equal(t, "active", active, expected)

	expected.Name = "life-renamed"
	renamed, response, err := client.VPCs.UpdateVPCPeering(ctx, peering.ID, &godo.VPCPeeringUpdateRequest{Name: "life-renamed"})
	status(t, "rename", response, err, http.StatusOK)
	equal(t, "renamed", renamed, expected)

	for _, vpc := range []*godo.VPC{a, b} {
		nested, response, err := client.VPCs.ListVPCPeeringsByVPCID(ctx, vpc.ID, nil)
		status(t, "nested list", response, err, http.StatusOK)
		equal(t, "nested list", nested, []*godo.VPCPeering{expected})
		equal(t, "nested total", response.Meta.Total, 1)
	}

	response, err = client.VPCs.Delete(ctx, a.ID)
	refused(t, err, "DELETE", e.url+"/v2/vpcs/"+a.ID, 412, "Can not delete VPC with peerings")
	equal(t, "status", response.StatusCode, 412)

	response, err = client.VPCs.DeleteVPCPeering(ctx, peering.ID)
	status(t, "delete peering", response, err, http.StatusAccepted)
	equal(t, "deleting", poll(t, e, client, peering.ID, "404 Not Found"), []string{"DELETING", "404 Not Found"})
	_, _, err = client.VPCs.GetVPCPeering(ctx, peering.ID)
	refused(t, err, "GET", e.url+"/v2/vpc_peerings/"+peering.ID, 404, "VPC Peering ID "+peering.ID+" not found")

	for _, vpc := range []*godo.VPC{a, b} {
		response, err = client.VPCs.Delete(ctx, vpc.ID)
		status(t, "delete VPC", response, err, http.StatusNoContent)
		_, _, err = client.VPCs.Get(ctx, vpc.ID)
		refused(t, err, "GET", e.url+"/v2/vpcs/"+vpc.ID, 404, "VPC ID "+vpc.ID+" not found")
	}
	left, response, err := client.VPCs.ListVPCPeerings(ctx, nil)
	status(t, "list", response, err, http.StatusOK)
	equal(t, "left", left, []*godo.VPCPeering{})
	equal(t, "links", response.Links, &godo.Links{})
	equal(t, "total", response.Meta.Total, 0)
}

func TestListsTwentyFivePeeringsInThreePages(t *testing.T) {
	e := openEmulator(t)
	client := e.client()

	hub := createVPC(t, client, "hub")
	names := make([]string, 25)
	for n := range names {
		names[n] = fmt.Sprintf("spoke-%d", n+1)
		createPeering(t, client, names[n], hub.ID, createVPC(t, client, names[n]).ID)
	}
	lists := map[string]func(*godo.ListOptions) ([]*godo.VPCPeering, *godo.Response, error){
		"/v2/vpc_peerings": func(options *godo.ListOptions) ([]*godo.VPCPeering, *godo.Response, error) {
			return client.VPCs.ListVPCPeerings(ctx, options)
		},
		"/v2/vpcs/" + hub.ID + "/peerings": func(options *godo.ListOptions) ([]*godo.VPCPeering, *godo.Response, error) {
			return client.VPCs.ListVPCPeeringsByVPCID(ctx, hub.ID, options)
		},
	}
	for path, list := range lists {
		var found [][]string
		var links []godo.Pages
		options := &godo.ListOptions{PerPage: 10}
		for {
			peerings, response, err := list(options)
			status(t, path, response, err, http.StatusOK)
			equal(t, "total", response.Meta.Total, 25)
			page := make([]string, len(peerings))
			for n, peering := range peerings {
				page[n] = peering.Name
			}
			found, links = append(found, page), append(links, *response.Links.Pages)
			current, err := response.Links.CurrentPage()
			if err != nil {
				t.Fatal(err)
			}
			equal(t, "current page", current, len(found))
			if response.Links.IsLastPage() {
				break
			}
			options.Page = current + 1
		}
		equal(t, "pages", found, [][]string{names[:10], names[10:20], names[20:]})
		link := func(page int) string { return fmt.Sprintf("%s%s?page=%d&per_page=10", e.url, path, page) }
		equal(t, "links", links, []godo.Pages{
			{Next: link(2), Last: link(3)},
			{First: link(1), Prev: link(1), Next: link(3), Last: link(3)},
			{First: link(1), Prev: link(2)},
		})
		all, response, err := list(&godo.ListOptions{Page: 1, PerPage: 200})
		status(t, path, response, err, http.StatusOK)
		equal(t, "all", len(all), 25)
		equal(t, "links of all", response.Links, &godo.Links{})
	}
}

func TestPeersThroughTheNestedPaths(t *testing.T) {
	e := openEmulator(t)
	client := e.client()
	a, b, c := createVPC(t, client, "a"), createVPC(t, client, "b"), createVPC(t, client, "c")
	ids := []string{a.ID, b.ID}
	slices.Sort(ids)

	create := &godo.VPCPeeringCreateRequestByVPCID{Name: "nested", VPCID: b.ID}
	peering, response, err := client.VPCs.CreateVPCPeeringByVPCID(ctx, a.ID, create)
	status(t, "create", response, err, http.StatusAccepted)
	equal(t, "created", peering, &godo.VPCPeering{
		ID: peering.ID, Name: "nested", VPCIDs: ids, CreatedAt: peering.CreatedAt, Status: "PROVISIONING",
	})
	rename := &godo.VPCPeeringUpdateRequest{Name: "nested-renamed"}
	renamed, response, err := client.VPCs.UpdateVPCPeeringByVPCID(ctx, b.ID, peering.ID, rename)
	status(t, "rename", response, err, http.StatusOK)
	equal(t, "renamed", renamed, &godo.VPCPeering{
		ID: peering.ID, Name: "nested-renamed", VPCIDs: ids, CreatedAt: peering.CreatedAt.Round(time.Second), Status: "PROVISIONING",
	})
	_, _, err = client.VPCs.UpdateVPCPeeringByVPCID(ctx, c.ID, peering.ID, rename)
	url := e.url + "/v2/vpcs/" + c.ID + "/peerings/" + peering.ID
	refused(t, err, "PATCH", url, 404, "VPC Peering ID "+peering.ID+" not found")
}
