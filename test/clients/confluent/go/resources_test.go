package confluent

import (
	"errors"
	"net/http"
	"strconv"

	networking "github.com/confluentinc/ccloud-sdk-go-v2/networking/v1"
	org "github.com/confluentinc/ccloud-sdk-go-v2/org/v2"
)

func reference(id string) *networking.ObjectReference {
	return &networking.ObjectReference{Id: id}
}

func (c *cloud) environment(name string) org.OrgV2Environment {
	c.t.Helper()
	environment, response, err := c.org.EnvironmentsOrgV2Api.CreateOrgV2Environment(c.orgContext()).
		OrgV2Environment(org.OrgV2Environment{DisplayName: org.PtrString(name)}).Execute()
	if err != nil {
		c.t.Fatal(err)
	}
	if response.StatusCode != http.StatusCreated {
		c.t.Fatalf("an environment answered %s", response.Status)
	}
	return environment
}

func (c *cloud) getNetwork(environment string, id string) networking.NetworkingV1Network {
	c.t.Helper()
	network, _, err := c.networking.NetworksNetworkingV1Api.GetNetworkingV1Network(c.networkingContext(), id).
		Environment(environment).Execute()
	if err != nil {
		c.t.Fatal(err)
	}
	return network
}

// network makes a network and waits for READY; its cloud details must be there in every phase.
func (c *cloud) network(environment string, name string, region string) string {
	c.t.Helper()
	spec := networking.NetworkingV1NetworkSpec{
		DisplayName:     networking.PtrString(name),
		Cloud:           networking.PtrString(name),
		Region:          networking.PtrString(region),
		Cidr:            networking.PtrString("10.1.0.0/16"),
		ConnectionTypes: &[]string{"PEERING"},
		Environment:     reference(environment),
	}
	network, response, err := c.networking.NetworksNetworkingV1Api.CreateNetworkingV1Network(c.networkingContext()).
		NetworkingV1Network(networking.NetworkingV1Network{Spec: &spec}).Execute()
	if err != nil {
		c.t.Fatal(err)
	}
	id := network.GetId()
	if location := response.Header.Get("Location"); location != c.url+"/networking/v1/networks/"+id {
		c.t.Fatalf("a network lies at %s", location)
	}
	c.eventually("a READY network", func() bool {
		status := c.getNetwork(environment, id).Status
		if status.Cloud == nil || status.Cloud.GetActualInstance() == nil {
			c.t.Fatalf("a network in %s has no cloud", status.Phase)
		}
		return status.Phase == "READY"
	})
	return id
}

func aws(vpc string) networking.NetworkingV1PeeringSpecCloudOneOf {
	peering := networking.NewNetworkingV1AwsPeering("AwsPeering", "012345678901", vpc, []string{"10.108.16.0/21"}, "us-west-2")
	return networking.NetworkingV1AwsPeeringAsNetworkingV1PeeringSpecCloudOneOf(peering)
}

func gcp() networking.NetworkingV1PeeringSpecCloudOneOf {
	return networking.NetworkingV1GcpPeeringAsNetworkingV1PeeringSpecCloudOneOf(
		networking.NewNetworkingV1GcpPeering("GcpPeering", "my-project", "my-network"))
}

func azure() networking.NetworkingV1PeeringSpecCloudOneOf {
	vnet := "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v"
	return networking.NetworkingV1AzurePeeringAsNetworkingV1PeeringSpecCloudOneOf(
		networking.NewNetworkingV1AzurePeering("AzurePeering", "my-tenant", vnet, "centralus"))
}

func (c *cloud) createPeering(
	environment string, network string, name string, target networking.NetworkingV1PeeringSpecCloudOneOf,
) (networking.NetworkingV1Peering, *http.Response, error) {
	spec := networking.NetworkingV1PeeringSpec{
		DisplayName: networking.PtrString(name),
		Cloud:       &target,
		Environment: reference(environment),
		Network:     reference(network),
	}
	return c.networking.PeeringsNetworkingV1Api.CreateNetworkingV1Peering(c.networkingContext()).
		NetworkingV1Peering(networking.NetworkingV1Peering{Spec: &spec}).Execute()
}

func (c *cloud) peering(
	environment string, network string, name string, target networking.NetworkingV1PeeringSpecCloudOneOf,
) string {
	c.t.Helper()
	peering, response, err := c.createPeering(environment, network, name, target)
	if err != nil {
		c.t.Fatal(err)
	}
	if response.StatusCode != http.StatusAccepted || peering.Status.Phase != "PROVISIONING" {
		c.t.Fatalf("a new peering answered %s in %s", response.Status, peering.Status.Phase)
	}
	return peering.GetId()
}

func (c *cloud) getPeering(environment string, id string) (networking.NetworkingV1Peering, *http.Response, error) {
	return c.networking.PeeringsNetworkingV1Api.GetNetworkingV1Peering(c.networkingContext(), id).
		Environment(environment).Execute()
}

// await polls a peering until a phase and tells every phase it saw on the way.
func (c *cloud) await(environment string, id string, phase string) []string {
	c.t.Helper()
	var seen []string
	c.eventually(id+" in "+phase, func() bool {
		peering, _, err := c.getPeering(environment, id)
		if err != nil {
			c.t.Fatal(err)
		}
		if now := peering.Status.Phase; len(seen) == 0 || seen[len(seen)-1] != now {
			seen = append(seen, now)
		}
		return seen[len(seen)-1] == phase
	})
	return seen
}

// refusal is what a failed call tells through the SDK's typed model, which must carry the id of the answer's header.
func (c *cloud) refusal(response *http.Response, err error, status int) []networking.Error {
	c.t.Helper()
	var failed networking.GenericOpenAPIError
	if !errors.As(err, &failed) {
		c.t.Fatalf("no refusal: %v", err)
	}
	if response.StatusCode != status {
		c.t.Fatalf("%d expected, not %s: %s", status, response.Status, failed.Body())
	}
	failure, typed := failed.Model().(networking.Failure)
	if !typed || len(failure.Errors) == 0 {
		c.t.Fatalf("%s is no typed failure", failed.Body())
	}
	for _, one := range failure.Errors {
		if one.GetId() != response.Header.Get("X-Request-Id") || one.GetStatus() != strconv.Itoa(status) {
			c.t.Fatalf("%s does not match its header", failed.Body())
		}
	}
	return failure.Errors
}
