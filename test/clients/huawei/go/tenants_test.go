package huawei

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"testing"

	golangsdk "github.com/opentelekomcloud/gophertelekomcloud"
	"github.com/opentelekomcloud/gophertelekomcloud/openstack"
	"github.com/opentelekomcloud/gophertelekomcloud/openstack/networking/v1/vpcs"
	"github.com/opentelekomcloud/gophertelekomcloud/openstack/networking/v2/peerings"
	"github.com/opentelekomcloud/gophertelekomcloud/openstack/networking/v2/routes"
	"github.com/opentelekomcloud/gophertelekomcloud/pagination"
)

// party is a tenant's way to the two versions of the API, found through the catalogue.
type party struct {
	id     string
	v1, v2 *golangsdk.ServiceClient
}

func byPassword(t *testing.T, of tenant) party {
	return connect(t, of, golangsdk.AuthOptions{
		IdentityEndpoint: baseURL + "/v3",
		Username:         of.User,
		Password:         of.Password,
		DomainName:       of.Domain,
		TenantName:       "eu-de",
	})
}

func byKey(t *testing.T, of tenant) party {
	return connect(t, of, golangsdk.AKSKAuthOptions{
		IdentityEndpoint: baseURL + "/v3",
		Region:           "eu-de",
		ProjectId:        of.ID,
		Domain:           of.Domain,
		AccessKey:        of.AK,
		SecretKey:        of.SK,
	})
}

func byNamedProject(t *testing.T, of tenant) party {
	return connect(t, of, golangsdk.AKSKAuthOptions{
		IdentityEndpoint: baseURL + "/v3",
		Region:           "eu-de",
		ProjectName:      "eu-de",
		AccessKey:        of.AK,
		SecretKey:        of.SK,
	})
}

func connect(t *testing.T, of tenant, options golangsdk.AuthOptionsProvider) party {
	t.Helper()
	provider, err := openstack.AuthenticatedClient(options)
	must(t, err)
	eo := golangsdk.EndpointOpts{Region: "eu-de"}
	v1, err := openstack.NewNetworkV1(provider, eo)
	must(t, err)
	v2, err := openstack.NewNetworkV2(provider, eo)
	must(t, err)
	return party{of.ID, v1, v2}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// refused checks the type by which the client tells a status.
func refused[E error](t *testing.T, err error) {
	t.Helper()
	var wanted E
	if !errors.As(err, &wanted) {
		t.Fatalf("got %T (%v), want %T", err, err, wanted)
	}
}

func createVpc(t *testing.T, of party, name, cidr string) *vpcs.Vpc {
	t.Helper()
	vpc, err := vpcs.Create(of.v1, vpcs.CreateOpts{Name: name, CIDR: cidr}).Extract()
	must(t, err)
	return vpc
}

func createPeering(t *testing.T, of party, name string, from, to *vpcs.Vpc, tenant string) *peerings.Peering {
	t.Helper()
	peering, err := peerings.Create(of.v2, peerings.CreateOpts{
		Name:           name,
		RequestVpcInfo: peerings.VpcInfo{VpcId: from.ID},
		AcceptVpcInfo:  peerings.VpcInfo{VpcId: to.ID, TenantId: tenant},
	}).Extract()
	must(t, err)
	return peering
}

func createRoute(of party, vpc *vpcs.Vpc, peering *peerings.Peering, destination string) (*routes.Route, error) {
	return routes.Create(of.v2, routes.CreateOpts{
		Type:        "peering",
		NextHop:     peering.ID,
		Destination: destination,
		VPC_ID:      vpc.ID,
	}).Extract()
}

func destinations(t *testing.T, of party) []string {
	t.Helper()
	pages, err := routes.List(of.v2, routes.ListOpts{}).AllPages()
	must(t, err)
	found, err := routes.ExtractRoutes(pages)
	must(t, err)
	list := []string{}
	for _, route := range found {
		list = append(list, route.Destination)
	}
	return list
}

func TestTwoTenants(t *testing.T) {
	ways := map[string]func(*testing.T, tenant) party{
		"password": byPassword,
		"key":      byKey,
	}
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			if name == "password" && os.Getenv("PEERTWIN_URL") != "" {
				t.Skip("a server that does not know the tenants takes both users for one")
			}
			twoTenants(t, name, way(t, tenantA), way(t, tenantB))
		})
	}
}

func twoTenants(t *testing.T, name string, a, b party) {
	a1 := createVpc(t, a, name+"-a1", "192.168.0.0/16")
	a2 := createVpc(t, a, name+"-a2", "192.168.0.0/16")
	b1 := createVpc(t, b, name+"-b1", "10.20.0.0/16")
	read, err := vpcs.Get(a.v1, a1.ID).Extract()
	must(t, err)
	if a1.Status != "CREATING" || read.Status != "OK" {
		t.Fatalf("created as %s, read as %s", a1.Status, read.Status)
	}

	peering := createPeering(t, a, name, a1, b1, b.id)
	if peering.Status != "PENDING_ACCEPTANCE" || peering.RequestVpcInfo.TenantId != a.id {
		t.Fatalf("got %+v", peering)
	}
	_, err = createRoute(a, a1, peering, "10.20.0.0/16")
	refused[golangsdk.ErrDefault400](t, err)

	// the client asks with the accepter's VPC for what it then filters by side
	listed, err := peerings.List(b.v2, peerings.ListOpts{Peer_VpcId: b1.ID})
	must(t, err)
	if len(listed) != 1 || listed[0] != *peering {
		t.Fatalf("the accepter lists %+v", listed)
	}
	_, err = peerings.Accept(a.v2, peering.ID).ExtractResult()
	refused[golangsdk.ErrDefault403](t, err)
	accepted, err := peerings.Accept(b.v2, peering.ID).ExtractResult()
	must(t, err)
	if accepted.Status != "ACTIVE" || accepted.ID != peering.ID {
		t.Fatalf("got %+v", accepted)
	}

	there, err := createRoute(a, a1, peering, "10.20.0.0/16")
	must(t, err)
	want := routes.Route{Type: "peering", NextHop: peering.ID, Destination: "10.20.0.0/16", VPC_ID: a1.ID, Tenant_Id: a.id, RouteID: there.RouteID}
	if *there != want {
		t.Fatalf("got %+v, want %+v", *there, want)
	}
	_, err = createRoute(b, b1, peering, "192.168.0.0/16")
	must(t, err)
	_, err = createRoute(a, a1, peering, "10.20.0.0/16")
	refused[golangsdk.ErrDefault409](t, err)

	second := createPeering(t, a, name+"-second", a2, b1, b.id)
	rejected, err := peerings.Reject(b.v2, second.ID).ExtractResult()
	must(t, err)
	if rejected.Status != "REJECTED" {
		t.Fatalf("got %+v", rejected)
	}
	_, err = createRoute(a, a2, second, "10.30.0.0/16")
	refused[golangsdk.ErrDefault400](t, err)
	renamed, err := peerings.Update(a.v2, second.ID, peerings.UpdateOpts{Name: name + "-renamed"}).Extract()
	must(t, err)
	if renamed.Name != name+"-renamed" {
		t.Fatalf("got %+v", renamed)
	}

	refused[golangsdk.ErrDefault409](t, vpcs.Delete(a.v1, a1.ID).Err)
	must(t, peerings.Delete(b.v2, peering.ID).Err)
	if left := append(destinations(t, a), destinations(t, b)...); len(left) > 0 {
		t.Fatalf("routes are left: %v", left)
	}
	_, err = peerings.Get(a.v2, peering.ID).Extract()
	refused[golangsdk.ErrDefault404](t, err)
	_, err = routes.Get(a.v2, there.RouteID).Extract()
	refused[golangsdk.ErrDefault404](t, err)
	must(t, peerings.Delete(a.v2, second.ID).Err)
	must(t, vpcs.Delete(a.v1, a1.ID).Err)
	must(t, vpcs.Delete(a.v1, a2.ID).Err)
	must(t, vpcs.Delete(b.v1, b1.ID).Err)
}

func TestThirtyPeeringsComePageByPage(t *testing.T) {
	a := byKey(t, tenantA)
	hub := createVpc(t, a, "hub", "192.168.0.0/16")
	made := []string{}
	for n := range 30 {
		spoke := createVpc(t, a, fmt.Sprintf("spoke-%d", n), "192.168.0.0/16")
		peering := createPeering(t, a, fmt.Sprintf("p%d", n), hub, spoke, "")
		if peering.Status != "ACTIVE" {
			t.Fatalf("got %+v", peering)
		}
		made = append(made, peering.ID)
	}
	slices.Sort(made)
	seen, sizes := []string{}, []int{}
	first := a.v2.ServiceURL("vpc", "peerings") + "?limit=7&vpc_id=" + hub.ID
	pager := pagination.NewPager(a.v2, first, func(r pagination.PageResult) pagination.Page {
		return peerings.PeeringConnectionPage{LinkedPageBase: pagination.LinkedPageBase{PageResult: r}}
	})
	must(t, pager.EachPage(func(page pagination.Page) (bool, error) {
		found, err := peerings.ExtractPeerings(page)
		if err != nil {
			return false, err
		}
		sizes = append(sizes, len(found))
		for _, peering := range found {
			seen = append(seen, peering.ID)
		}
		return true, nil
	}))
	if !slices.Equal(sizes, []int{7, 7, 7, 7, 2}) || !slices.Equal(seen, made) {
		t.Fatalf("pages of %v with %v, want %v", sizes, seen, made)
	}
}

func TestAKeyFindsItsProjectByName(t *testing.T) {
	if os.Getenv("PEERTWIN_URL") != "" {
		t.Skip("the server does not know the key")
	}
	byNamedProject(t, tenantB)
}

func TestAWrongPasswordAndAWrongKeyAreRefused(t *testing.T) {
	if os.Getenv("PEERTWIN_URL") != "" {
		t.Skip("the server takes every credential")
	}
	wrong := golangsdk.AuthOptions{
		IdentityEndpoint: baseURL + "/v3",
		Username:         tenantA.User,
		Password:         secret(),
		DomainName:       tenantA.Domain,
		TenantName:       "eu-de",
	}
	_, err := openstack.AuthenticatedClient(wrong)
	refused[golangsdk.ErrDefault401](t, err)
	key := golangsdk.AKSKAuthOptions{
		IdentityEndpoint: baseURL + "/v3",
		Region:           "eu-de",
		ProjectId:        tenantA.ID,
		AccessKey:        tenantA.AK,
		SecretKey:        secret(),
	}
	_, err = openstack.AuthenticatedClient(key)
	refused[golangsdk.ErrDefault401](t, err)
}
