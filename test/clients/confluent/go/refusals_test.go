package confluent

import (
	"fmt"
	"net/http"
	"testing"

	networking "github.com/confluentinc/ccloud-sdk-go-v2/networking/v1"
)

func TestRefusals(t *testing.T) {
	c := start(t, "--speed", "10")
	id := *c.environment("refusals").Id
	network := c.network(id, "AWS", "us-east-1")
	first := c.peering(id, network, "first", aws("vpc-0"))

	t.Run("a duplicate is 409 with the first one's address", func(t *testing.T) {
		_, response, err := c.createPeering(id, network, "again", aws("vpc-0"))
		refused := c.refusal(response, err, http.StatusConflict)
		if refused[0].GetCode() != "resource_already_exists" {
			t.Fatalf("refused as %s", refused[0].GetCode())
		}
		want := c.url + "/networking/v1/peerings/" + first + "?environment=" + id
		if got := response.Header.Get("Location"); got != want {
			t.Fatalf("the first one is at %s", got)
		}
	})

	t.Run("the 26th on a network is 402", func(t *testing.T) {
		for n := 1; n < 25; n++ {
			c.peering(id, network, "more", aws(fmt.Sprintf("vpc-%d", n)))
		}
		_, response, err := c.createPeering(id, network, "too many", aws("vpc-25"))
		refused := c.refusal(response, err, http.StatusPaymentRequired)
		if refused[0].GetDetail() != "The request would exceed the quota: peerings_per_network" {
			t.Fatalf("refused with %s", refused[0].GetDetail())
		}
	})

	wrongAws := func(change func(*networking.NetworkingV1AwsPeering)) networking.NetworkingV1PeeringSpecCloudOneOf {
		target := aws("vpc-0")
		change(target.NetworkingV1AwsPeering)
		return target
	}
	wrongGcp, wrongAzure := gcp(), azure()
	wrongGcp.NetworkingV1GcpPeering.Project, wrongGcp.NetworkingV1GcpPeering.VpcNetwork = "", ""
	wrongAzure.NetworkingV1AzurePeering.Tenant, wrongAzure.NetworkingV1AzurePeering.Vnet = "", ""
	for name, one := range map[string]struct {
		target      networking.NetworkingV1PeeringSpecCloudOneOf
		environment string
		network     string
		pointers    []string
	}{
		"account": {wrongAws(func(a *networking.NetworkingV1AwsPeering) { a.Account = "12" }), id, network,
			[]string{"/spec/cloud/account"}},
		"vpc": {wrongAws(func(a *networking.NetworkingV1AwsPeering) { a.Vpc = "" }), id, network,
			[]string{"/spec/cloud/vpc"}},
		"routes": {wrongAws(func(a *networking.NetworkingV1AwsPeering) { a.Routes = []string{"10.2.0.0/16", "10.0.0.0"} }), id, network,
			[]string{"/spec/cloud/routes/1"}},
		"public route": {wrongAws(func(a *networking.NetworkingV1AwsPeering) { a.Routes = []string{"8.8.8.0/24"} }), id, network,
			[]string{"/spec/cloud/routes/0"}},
		"overlapping route": {wrongAws(func(a *networking.NetworkingV1AwsPeering) { a.Routes = []string{"10.1.2.0/24"} }), id, network,
			[]string{"/spec/cloud/routes/0"}},
		"kind": {wrongAws(func(a *networking.NetworkingV1AwsPeering) { a.Kind = "OciPeering" }), id, network,
			[]string{"/spec/cloud/kind"}},
		"project and network of GCP": {wrongGcp, id, network, []string{"/spec/cloud/project", "/spec/cloud/vpc_network"}},
		"tenant and vnet of Azure":   {wrongAzure, id, network, []string{"/spec/cloud/tenant", "/spec/cloud/vnet"}},
		"environment":                {aws("vpc-0"), "", network, []string{"/spec/environment/id"}},
		"network":                    {aws("vpc-0"), id, "", []string{"/spec/network/id"}},
	} {
		t.Run("a wrong "+name+" is 422 with its pointer", func(t *testing.T) {
			_, response, err := c.createPeering(one.environment, one.network, "wrong", one.target)
			refused := c.refusal(response, err, http.StatusUnprocessableEntity)
			if len(refused) != len(one.pointers) {
				t.Fatalf("%d entries", len(refused))
			}
			for n, pointer := range one.pointers {
				if refused[n].Source.GetPointer() != pointer || refused[n].GetCode() != "invalid_configuration" {
					t.Fatalf("refused %s as %s", refused[n].Source.GetPointer(), refused[n].GetCode())
				}
			}
		})
	}

	t.Run("an unknown environment is 403", func(t *testing.T) {
		_, response, err := c.createPeering("env-zzzzzz", network, "nowhere", aws("vpc-0"))
		c.refusal(response, err, http.StatusForbidden)
	})

	t.Run("an unknown network is 400", func(t *testing.T) {
		_, response, err := c.createPeering(id, "n-zzzzzz", "nowhere", aws("vpc-0"))
		c.refusal(response, err, http.StatusBadRequest)
	})

	t.Run("an unknown peering is 404", func(t *testing.T) {
		_, response, err := c.getPeering(id, "peer-zzzzzz")
		refused := c.refusal(response, err, http.StatusNotFound)
		if refused[0].GetDetail() != "The peering peer-zzzzzz was not found." {
			t.Fatalf("refused with %s", refused[0].GetDetail())
		}
	})
}

func TestStrictKeys(t *testing.T) {
	c := start(t, "--auth", "strict")
	_, response, err := c.getPeering("env-zzzzzz", "peer-zzzzzz")
	refused := c.refusal(response, err, http.StatusUnauthorized)
	if refused[0].GetCode() != "user_unauthenticated" {
		t.Fatalf("refused as %s", refused[0].GetCode())
	}
	if got := response.Header.Get("WWW-Authenticate"); got != `Basic error="invalid_key", error_description="The API Key is invalid"` {
		t.Fatalf("challenged with %s", got)
	}
}
