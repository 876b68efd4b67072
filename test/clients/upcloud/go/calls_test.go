package clients

import (
	"net/http"
	"strings"
	"testing"

	"github.com/UpCloudLtd/upcloud-go-api/v8/upcloud"
	"github.com/UpCloudLtd/upcloud-go-api/v8/upcloud/client"
	"github.com/UpCloudLtd/upcloud-go-api/v8/upcloud/request"
	"github.com/UpCloudLtd/upcloud-go-api/v8/upcloud/service"
)

func TestRefusalsOfCreate(t *testing.T) {
	s := startEmulator(t).as("testuser")
	a, b := createPlace(t, s, "a", "10.0.1.0/24"), createPlace(t, s, "b", "10.0.2.0/24")
	create := func(local, peer string) error {
		_, err := s.CreateNetworkPeering(within(t), &request.CreateNetworkPeeringRequest{
			Name:        "x",
			Network:     request.NetworkPeeringNetwork{UUID: local},
			PeerNetwork: request.NetworkPeeringNetwork{UUID: peer},
		})
		return err
	}
	nobody := "03ffffff-0000-4000-8000-000000000000"
	refused(t, create(nobody, b.network.UUID), http.StatusNotFound, upcloud.ErrCodeNetworkNotFound)
	refused(t, create(a.network.UUID, nobody), http.StatusNotFound, upcloud.ErrCodePeerNetworkNotFound)
	createPeering(t, s, "x", a, b)
	refused(t, create(a.network.UUID, b.network.UUID), http.StatusConflict, upcloud.ErrCodePeeringConflict)
	if err := s.DetachNetworkRouter(within(t), &request.DetachNetworkRouterRequest{NetworkUUID: b.network.UUID}); err != nil {
		t.Fatal(err)
	}
	refused(t, create(b.network.UUID, a.network.UUID), http.StatusConflict, upcloud.ErrCodeLocalNetworkNoRouter)
}

func TestLabelsNamesAndRoutes(t *testing.T) {
	s := startEmulator(t).as("testuser")
	labels := []upcloud.Label{{Key: "color", Value: "blue"}}
	router := must[*upcloud.Router](t)(s.CreateRouter(within(t), &request.CreateRouterRequest{
		Name: "r", Labels: labels, StaticRoutes: []upcloud.StaticRoute{{Route: "0.0.0.0/0", Nexthop: "10.0.0.100"}},
	}))
	equal(t, "routes", router.StaticRoutes, []upcloud.StaticRoute{{Name: "static-route-0", Route: "0.0.0.0/0", Nexthop: "10.0.0.100", Type: upcloud.RouterStaticRouteTypeUser}})
	none := []upcloud.StaticRoute{}
	router = must[*upcloud.Router](t)(s.ModifyRouter(within(t), &request.ModifyRouterRequest{UUID: router.UUID, Name: "r2", StaticRoutes: &none}))
	equal(t, "changed router", []any{router.Name, router.Labels, len(router.StaticRoutes)}, []any{"r2", labels, 0})
	network := must[*upcloud.Network](t)(s.CreateNetwork(within(t), &request.CreateNetworkRequest{
		Name: "n", Zone: "fi-hel1", Router: router.UUID, Labels: labels,
		IPNetworks: upcloud.IPNetworkSlice{{Address: "192.168.86.1/24", DHCP: upcloud.True, Family: upcloud.IPAddressFamilyIPv4}},
	}))
	equal(t, "address", network.IPNetworks[0].Address, "192.168.86.1/24")
	network = must[*upcloud.Network](t)(s.ModifyNetwork(within(t), &request.ModifyNetworkRequest{UUID: network.UUID, Name: "n2"}))
	equal(t, "changed network", []any{network.Name, network.Labels, network.Router}, []any{"n2", labels, router.UUID})
	inZone := must[*upcloud.Networks](t)(s.GetNetworksInZone(within(t), &request.GetNetworksInZoneRequest{Zone: "fi-hel1"}))
	equal(t, "networks in the zone", len(inZone.Networks), 4)
	listed := must[*upcloud.Networks](t)(s.GetNetworks(within(t), request.FilterLabel{Label: labels[0]}))
	equal(t, "networks with the label", len(listed.Networks), 1)
	equal(t, "routers with the label", len(must[*upcloud.Routers](t)(s.GetRouters(within(t), request.FilterLabelKey{Key: "color"})).Routers), 1)
	attached := must[*upcloud.Router](t)(s.GetRouterDetails(within(t), &request.GetRouterDetailsRequest{UUID: router.UUID}))
	equal(t, "attached networks", attached.AttachedNetworks, []upcloud.RouterNetwork{{NetworkUUID: network.UUID}})
	equal(t, "zones", len(must[*upcloud.Zones](t)(s.GetZones(within(t))).Zones), 16)

	there := createPlace(t, s, "there", "10.9.0.0/24")
	peering := createPeering(t, s, "p", place{router, network}, there, labels...)
	cleared := []upcloud.Label{}
	peering = must[*upcloud.NetworkPeering](t)(s.ModifyNetworkPeering(within(t), &request.ModifyNetworkPeeringRequest{
		UUID: peering.UUID, NetworkPeering: request.ModifyNetworkPeering{Name: "p2", Labels: &cleared},
	}))
	equal(t, "changed peering", []any{peering.Name, len(peering.Labels)}, []any{"p2", 0})
}

func TestAccountsAndCredentials(t *testing.T) {
	e := startEmulator(t)
	mine, theirs := e.as("mine"), e.as("theirs")
	equal(t, "user name", must[*upcloud.Account](t)(mine.GetAccount(within(t))).UserName, "mine")
	details := must[*upcloud.AccountDetails](t)(mine.GetAccountDetails(within(t), &request.GetAccountDetailsRequest{Username: "mine"}))
	equal(t, "main account", details.MainAccount, "mine")
	a, b := createPlace(t, mine, "a", "10.0.1.0/24"), createPlace(t, theirs, "b", "10.0.2.0/24")
	ab, ba := createPeering(t, mine, "a-b", a, b), createPeering(t, theirs, "b-a", b, a)
	waitFor(t, mine, upcloud.NetworkPeeringStateActive, ab.UUID)
	waitFor(t, theirs, upcloud.NetworkPeeringStateActive, ba.UUID)
	_, err := mine.GetNetworkDetails(within(t), &request.GetNetworkDetailsRequest{UUID: b.network.UUID})
	refused(t, err, http.StatusForbidden, upcloud.ErrCodeNetworkForbidden)

	strict := startEmulator(t, "--auth", "strict")
	_, err = strict.as("stranger").GetAccount(within(t))
	problem := refused(t, err, http.StatusUnauthorized, upcloud.ErrCodeAuthenticationFailed)
	equal(t, "title", problem.Title, "authentication failed using the given username and password")
}

func TestBaseURLFromTheEnvironmentWithATrailingSlash(t *testing.T) {
	e := startEmulator(t)
	t.Setenv(client.EnvDebugAPIBaseURL, e.url)
	must[*upcloud.Account](t)(service.New(client.New("testuser", "secret")).GetAccount(within(t)))
	slashed := service.New(client.New("testuser", "secret", client.WithBaseURL(e.url+"/")))
	must[*upcloud.Account](t)(slashed.GetAccount(within(t)))
	heard := e.journal("?provider=upcloud")
	equal(t, "requests", len(heard), 2)
	equal(t, "target", heard[1].Request.Target, "//1.3/account")
	agent := ""
	for _, header := range heard[0].Request.Headers {
		if strings.EqualFold(header[0], "User-Agent") {
			agent = header[1]
		}
	}
	if !strings.HasPrefix(agent, "upcloud-go-api/8.") {
		t.Fatalf("heard %q", agent)
	}
}
