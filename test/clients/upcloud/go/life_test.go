package clients

import (
	"net/http"
	"strings"
	"testing"

	"github.com/UpCloudLtd/upcloud-go-api/v8/upcloud"
	"github.com/UpCloudLtd/upcloud-go-api/v8/upcloud/request"
)

func TestTwoSidesOfAPeering(t *testing.T) {
	e := openEmulator(t)
	s := e.as("testuser")
	a, b := createPlace(t, s, "a", "172.18.221.0/24"), createPlace(t, s, "b", "172.18.222.0/24")
	equal(t, "gateway", a.network.IPNetworks[0].Gateway, "172.18.221.1")

	ab := createPeering(t, s, "a-b", a, b, upcloud.Label{Key: "side", Value: "a"}, upcloud.Label{Key: "env", Value: "test"})
	equal(t, "first side", ab.State, upcloud.NetworkPeeringStatePendingPeer)
	equal(t, "local subnet", ab.Network.IPNetworks, []upcloud.NetworkPeeringIPNetwork{{Address: "172.18.221.0/24", Family: "IPv4"}})
	equal(t, "hidden subnets", len(ab.PeerNetwork.IPNetworks), 0)
	if !strings.HasPrefix(ab.UUID, "0f") || !strings.HasPrefix(a.network.UUID, "03") || !strings.HasPrefix(a.router.UUID, "04") {
		t.Fatalf("ids without their kind: %s %s %s", ab.UUID, a.network.UUID, a.router.UUID)
	}

	ba := createPeering(t, s, "b-a", b, a, upcloud.Label{Key: "side", Value: "b"}, upcloud.Label{Key: "env", Value: "test"})
	equal(t, "second side", ba.State, upcloud.NetworkPeeringStateProvisioning)
	waitFor(t, s, upcloud.NetworkPeeringStateActive, ab.UUID, ba.UUID)
	seen := must[*upcloud.NetworkPeering](t)(s.GetNetworkPeering(within(t), &request.GetNetworkPeeringRequest{UUID: ab.UUID}))
	equal(t, "shown subnet", seen.PeerNetwork.IPNetworks, []upcloud.NetworkPeeringIPNetwork{{Address: "172.18.222.0/24", Family: "IPv4"}})

	filters := []struct {
		filter request.QueryFilter
		found  int
	}{
		{request.FilterLabelKey{Key: "side"}, 2},
		{request.FilterLabelKey{Key: "SIDE"}, 2},
		{request.FilterLabel{Label: upcloud.Label{Key: "side", Value: "a"}}, 1},
		{request.FilterLabel{Label: upcloud.Label{Key: "side", Value: "c"}}, 0},
	}
	for _, f := range filters {
		list := must[upcloud.NetworkPeerings](t)(s.GetNetworkPeerings(within(t), f.filter, request.FilterLabel{Label: upcloud.Label{Key: "env", Value: "test"}}))
		equal(t, "found by "+f.filter.ToQueryParam(), len(list), f.found)
	}

	problem := refused(t, s.DeleteNetworkPeering(within(t), &request.DeleteNetworkPeeringRequest{UUID: ab.UUID}), http.StatusConflict, upcloud.ErrPeeringNotDisabled)
	equal(t, "title", problem.Title, "The peering must be disabled before it can be deleted.")

	if err := s.DetachNetworkRouter(within(t), &request.DetachNetworkRouterRequest{NetworkUUID: a.network.UUID}); err != nil {
		t.Fatal(err)
	}
	equal(t, "without local router", stateOf(t, s, ab.UUID), upcloud.NetworkPeeringStateMissingLocalRouter)
	equal(t, "without peer router", stateOf(t, s, ba.UUID), upcloud.NetworkPeeringStateMissingPeerRouter)
	if err := s.AttachNetworkRouter(within(t), &request.AttachNetworkRouterRequest{NetworkUUID: a.network.UUID, RouterUUID: a.router.UUID}); err != nil {
		t.Fatal(err)
	}
	waitFor(t, s, upcloud.NetworkPeeringStateActive, ab.UUID, ba.UUID)

	equal(t, "on the way down", configure(t, s, ab.UUID, upcloud.NetworkPeeringConfiguredStatusDisabled).State, upcloud.NetworkPeeringStateProvisioning)
	equal(t, "the other side", stateOf(t, s, ba.UUID), upcloud.NetworkPeeringStatePeerDisabled)
	waitFor(t, s, upcloud.NetworkPeeringStateDisabled, ab.UUID)
	configure(t, s, ab.UUID, upcloud.NetworkPeeringConfiguredStatusActive)
	waitFor(t, s, upcloud.NetworkPeeringStateActive, ab.UUID, ba.UUID)

	configure(t, s, ab.UUID, upcloud.NetworkPeeringConfiguredStatusDisabled)
	waitFor(t, s, upcloud.NetworkPeeringStateDisabled, ab.UUID)
	if err := s.DeleteNetworkPeering(within(t), &request.DeleteNetworkPeeringRequest{UUID: ab.UUID}); err != nil {
		t.Fatal(err)
	}
	_, err := s.GetNetworkPeering(within(t), &request.GetNetworkPeeringRequest{UUID: ab.UUID})
	refused(t, err, http.StatusNotFound, upcloud.ErrCodePeeringNotFound)
	equal(t, "the side left over", stateOf(t, s, ba.UUID), upcloud.NetworkPeeringStatePendingPeer)

	for _, p := range []place{a, b} {
		refused(t, s.DeleteRouter(within(t), &request.DeleteRouterRequest{UUID: p.router.UUID}), http.StatusConflict, upcloud.ErrCodeRouterAttached)
	}
	refused(t, s.DeleteNetwork(within(t), &request.DeleteNetworkRequest{UUID: b.network.UUID}), http.StatusConflict, upcloud.ErrCodeNetworkNotEmpty)
	if err := s.DeleteNetwork(within(t), &request.DeleteNetworkRequest{UUID: a.network.UUID}); err != nil {
		t.Fatal(err)
	}
	equal(t, "without peer network", stateOf(t, s, ba.UUID), upcloud.NetworkPeeringStateDeletedPeerNetwork)
	equal(t, "disabled at once", configure(t, s, ba.UUID, upcloud.NetworkPeeringConfiguredStatusDisabled).State, upcloud.NetworkPeeringStateDisabled)
	if err := s.DeleteNetworkPeering(within(t), &request.DeleteNetworkPeeringRequest{UUID: ba.UUID}); err != nil {
		t.Fatal(err)
	}
	if err := s.DeleteNetwork(within(t), &request.DeleteNetworkRequest{UUID: b.network.UUID}); err != nil {
		t.Fatal(err)
	}
	for _, p := range []place{a, b} {
		if err := s.DeleteRouter(within(t), &request.DeleteRouterRequest{UUID: p.router.UUID}); err != nil {
			t.Fatal(err)
		}
	}
	routers := must[*upcloud.Routers](t)(s.GetRouters(within(t))).Routers
	equal(t, "service routers left", len(routers), 15)
	for _, router := range routers {
		equal(t, "type", router.Type, "service")
	}
	equal(t, "peerings left", len(must[upcloud.NetworkPeerings](t)(s.GetNetworkPeerings(within(t)))), 0)
}
