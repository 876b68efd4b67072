package confluent

import (
	"fmt"
	"net/http"
	"net/url"
	"reflect"
	"testing"
	"time"

	networking "github.com/confluentinc/ccloud-sdk-go-v2/networking/v1"
	org "github.com/confluentinc/ccloud-sdk-go-v2/org/v2"
)

func TestLifeOnAwsInRealTime(t *testing.T) {
	c := start(t)
	environment := c.environment("life")
	if environment.StreamGovernanceConfig.GetPackage() != "ESSENTIALS" {
		t.Fatalf("an environment has the package %s", environment.StreamGovernanceConfig.GetPackage())
	}
	id := environment.GetId()
	network := c.network(id, "AWS", "us-east-1")
	peering := c.peering(id, network, "p", aws("vpc-0"))
	phases := c.await(id, peering, "READY")
	if !reflect.DeepEqual(phases, []string{"PROVISIONING", "PENDING_ACCEPT", "READY"}) {
		t.Fatalf("went through %v", phases)
	}

	update := networking.NetworkingV1PeeringUpdate{Spec: &networking.NetworkingV1PeeringSpecUpdate{
		DisplayName: networking.PtrString("renamed"),
		Environment: reference(id),
	}}
	renamed, _, err := c.networking.PeeringsNetworkingV1Api.UpdateNetworkingV1Peering(c.networkingContext(), peering).
		NetworkingV1PeeringUpdate(update).Execute()
	if err != nil {
		t.Fatal(err)
	}
	if renamed.Spec.GetDisplayName() != "renamed" || renamed.Status.Phase != "READY" {
		t.Fatalf("renamed to %s in %s", renamed.Spec.GetDisplayName(), renamed.Status.Phase)
	}
	if !renamed.Metadata.UpdatedAt.After(*renamed.Metadata.CreatedAt) {
		t.Fatal("updated_at did not move")
	}
	if got := *renamed.Spec.Cloud.NetworkingV1AwsPeering; got.Vpc != "vpc-0" || got.Kind != "AwsPeering" {
		t.Fatalf("the cloud became %v", got)
	}
	if renamed.Spec.Network.GetRelated() != c.url+"/networking/v1/networks/"+network+"?environment="+id {
		t.Fatalf("the network is at %s", renamed.Spec.Network.GetRelated())
	}

	remove := func() (*http.Response, error) {
		return c.networking.NetworksNetworkingV1Api.DeleteNetworkingV1Network(c.networkingContext(), network).
			Environment(id).Execute()
	}
	if response, err := remove(); err == nil || response.StatusCode != http.StatusConflict {
		t.Fatalf("a network in use answered %v", response.Status)
	}
	response, err := c.networking.PeeringsNetworkingV1Api.DeleteNetworkingV1Peering(c.networkingContext(), peering).
		Environment(id).Execute()
	if err != nil || response.StatusCode != http.StatusNoContent {
		t.Fatalf("delete: %v", err)
	}
	if going, _, err := c.getPeering(id, peering); err != nil || going.Status.Phase != "DEPROVISIONING" {
		t.Fatalf("after the delete: %v in %v", err, going.Status)
	}
	c.eventually("404", func() bool {
		_, response, err := c.getPeering(id, peering)
		return err != nil && response.StatusCode == http.StatusNotFound
	})

	// without a wait for the network, as Terraform does it
	if response, err := remove(); err != nil || response.StatusCode != http.StatusNoContent {
		t.Fatalf("delete of the network: %v", err)
	}
	if _, err := c.org.EnvironmentsOrgV2Api.DeleteOrgV2Environment(c.orgContext(), id).Execute(); err != nil {
		t.Fatal(err)
	}
}

func TestTheOtherClouds(t *testing.T) {
	c := start(t, "--speed", "10")
	environment := c.environment("clouds")
	id := environment.GetId()
	google := c.peering(id, c.network(id, "GCP", "us-central1"), "google", gcp())
	azure := c.peering(id, c.network(id, "AZURE", "eastus2"), "azure", azure())
	for _, peering := range []string{google, azure} {
		c.await(id, peering, "READY")
	}
	got, _, err := c.getPeering(id, google)
	if err != nil {
		t.Fatal(err)
	}
	if imports, set := got.Spec.Cloud.NetworkingV1GcpPeering.GetImportCustomRoutesOk(); !set || *imports {
		t.Fatal("import_custom_routes is not shown as false")
	}
	c.force(azure, `{"state":"FAILED","set":{"status.error_code":"permission_denied","status.error_message":"No."}}`)
	failed, _, err := c.getPeering(id, azure)
	if err != nil {
		t.Fatal(err)
	}
	status := failed.GetStatus()
	if status.Phase != "FAILED" || status.GetErrorCode() != "permission_denied" || status.GetErrorMessage() != "No." {
		t.Fatalf("failed as %v", status)
	}
}

func TestListOverThreePages(t *testing.T) {
	c := start(t, "--speed", "10")
	id := c.environment("pages").Id
	network := c.network(*id, "AWS", "us-east-1")
	made := map[string]bool{}
	for _, vpc := range []string{"vpc-1", "vpc-2", "vpc-3", "vpc-4", "vpc-5"} {
		made[c.peering(*id, network, "a b", aws(vpc))] = true
	}
	pages, token := 0, ""
	for {
		request := c.networking.PeeringsNetworkingV1Api.ListNetworkingV1Peerings(c.networkingContext()).
			Environment(*id).PageSize(2)
		if token != "" {
			request = request.PageToken(token)
		}
		list, _, err := request.Execute()
		if err != nil {
			t.Fatal(err)
		}
		if list.Metadata.GetTotalSize() != 5 {
			t.Fatalf("counted %d", list.Metadata.GetTotalSize())
		}
		for _, peering := range list.Data {
			delete(made, peering.GetId())
		}
		pages++
		next := list.Metadata.GetNext()
		if next == "" {
			break
		}
		parsed, err := url.Parse(next)
		if err != nil {
			t.Fatal(err)
		}
		token = parsed.Query().Get("page_token")
	}
	if pages != 3 || len(made) != 0 {
		t.Fatalf("%d pages left out %v", pages, made)
	}
	filtered, _, err := c.networking.PeeringsNetworkingV1Api.ListNetworkingV1Peerings(c.networkingContext()).
		Environment(*id).SpecDisplayName([]string{"a b", "c,d"}).StatusPhase([]string{"FAILED"}).Execute()
	if err != nil || len(filtered.Data) != 0 {
		t.Fatalf("%v: %d are FAILED", err, len(filtered.Data))
	}
	all, _, err := c.networking.PeeringsNetworkingV1Api.ListNetworkingV1Peerings(c.networkingContext()).
		Environment(*id).SpecDisplayName([]string{"a b", "c,d"}).SpecNetwork([]string{network}).PageSize(99).Execute()
	if err != nil || len(all.Data) != 5 {
		t.Fatalf("%v: %d have one of the names", err, len(all.Data))
	}
}

func TestEnvironments(t *testing.T) {
	c := start(t)
	id := *c.environment("first").Id
	update := org.OrgV2Environment{DisplayName: org.PtrString("second")}
	renamed, _, err := c.org.EnvironmentsOrgV2Api.UpdateOrgV2Environment(c.orgContext(), id).OrgV2Environment(update).Execute()
	if err != nil || renamed.GetDisplayName() != "second" {
		t.Fatalf("%v: renamed to %s", err, renamed.GetDisplayName())
	}
	list, _, err := c.org.EnvironmentsOrgV2Api.ListOrgV2Environments(c.orgContext()).PageSize(99).Execute()
	if err != nil || len(list.Data) != 2 {
		t.Fatalf("%v: %d environments", err, len(list.Data))
	}
	if _, set := list.Metadata.GetNextOk(); set && list.Metadata.GetNext() != "" {
		t.Fatal("a single page has a next")
	}
	organizations, _, err := c.org.OrganizationsOrgV2Api.ListOrgV2Organizations(c.orgContext()).Execute()
	if err != nil || len(organizations.Data) != 1 {
		t.Fatalf("%v: %d organizations", err, len(organizations.Data))
	}
	if _, err := c.org.EnvironmentsOrgV2Api.DeleteOrgV2Environment(c.orgContext(), id).Execute(); err != nil {
		t.Fatal(err)
	}
}

func TestRecoversFromTheRateLimit(t *testing.T) {
	c := start(t, "--rate-limits", "enforce", "--set", "confluent.rateLimit=2,confluent.rateWindow=2")
	began := time.Now()
	for range 3 {
		if _, _, err := c.org.EnvironmentsOrgV2Api.ListOrgV2Environments(c.orgContext()).Execute(); err != nil {
			t.Fatal(err)
		}
	}
	if waited := time.Since(began); waited < time.Second || waited > 6*time.Second {
		t.Fatalf("waited %s for a window of 2 s", waited)
	}
	plain, err := http.NewRequest(http.MethodGet, c.url+"/org/v2/environments", nil)
	if err != nil {
		t.Fatal(err)
	}
	plain.Header.Set("Authorization", "Bearer another")
	var response *http.Response
	for range 3 {
		if response, err = http.DefaultClient.Do(plain); err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
	}
	if response.StatusCode != http.StatusTooManyRequests || response.ContentLength != 0 {
		t.Fatalf("the third request answered %s", response.Status)
	}
	for name, value := range map[string]string{
		"Retry-After": "2", "X-RateLimit-Limit": "2", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "2",
	} {
		if got := response.Header.Get(name); got != value {
			t.Fatalf("%s is %s", name, got)
		}
	}
}

// The Terraform provider sends every member of zones_info, an empty id for a zone that the service may choose, and would
// replace the network when it read back another one than it keeps.
func TestZonesThatTheServiceChooses(t *testing.T) {
	cloud := start(t)
	environment := cloud.environment("zones")
	infos := make([]networking.NetworkingV1ZoneInfo, 3)
	for i, block := range []string{"10.20.0.0/27", "10.20.0.32/27", "10.20.0.64/27"} {
		infos[i] = networking.NetworkingV1ZoneInfo{ZoneId: networking.PtrString(""), Cidr: networking.PtrString(block)}
	}
	create := func(infos []networking.NetworkingV1ZoneInfo, cidr *string) networking.NetworkingV1NetworkSpec {
		spec := networking.NetworkingV1NetworkSpec{
			Cloud:           networking.PtrString("AWS"),
			Region:          networking.PtrString("us-east-1"),
			Cidr:            cidr,
			ZonesInfo:       &infos,
			ConnectionTypes: &[]string{"PEERING"},
			Environment:     reference(environment.GetId()),
		}
		network, _, err := cloud.networking.NetworksNetworkingV1Api.CreateNetworkingV1Network(cloud.networkingContext()).
			NetworkingV1Network(networking.NetworkingV1Network{Spec: &spec}).Execute()
		if err != nil {
			t.Fatal(err)
		}
		return *cloud.getNetwork(environment.GetId(), network.GetId()).Spec
	}
	chosen := create(infos, nil)
	for i, info := range chosen.GetZonesInfo() {
		if want := fmt.Sprintf("use1-az%d", i+1); info.GetZoneId() != want || chosen.GetZones()[i] != want {
			t.Errorf("block %d is in %q, the zones are %v", i, info.GetZoneId(), chosen.GetZones())
		}
	}
	if chosen.GetCidr() != "255.254.0.0/16" {
		t.Errorf("the placeholder is %q", chosen.GetCidr())
	}
	again := create(chosen.GetZonesInfo(), networking.PtrString(chosen.GetCidr()))
	if !reflect.DeepEqual(again.GetZonesInfo(), chosen.GetZonesInfo()) || again.GetCidr() != chosen.GetCidr() {
		t.Errorf("%v became %v", chosen, again)
	}
}
