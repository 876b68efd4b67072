package clients

import (
	"errors"
	"fmt"
	"reflect"
	"testing"

	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/profile"
	vpc "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/vpc/v20170312"
)

const (
	guangzhou = "ap-guangzhou"
	hub       = "vpc-gateways"
	hubTable  = "rtb-gateways"
)

var text = common.StringPtr

// good gives the answer of a request that has to succeed.
func good[R any](t *testing.T) func(R, error) R {
	return func(response R, err error) R {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return response
	}
}

// refused wants an error of the SDK, with its code and the id of the request.
func refused(t *testing.T, code string, err error) {
	t.Helper()
	var said *sdkerrors.TencentCloudSDKError
	if !errors.As(err, &said) {
		t.Fatalf("got %v, want %s", err, code)
	}
	if said.GetCode() != code || len(said.GetRequestId()) != 36 || said.GetMessage() == "" {
		t.Errorf("got %v, want %s", said, code)
	}
}

func equal(t *testing.T, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func createVpc(t *testing.T, client *vpc.Client, cidr string) string {
	t.Helper()
	request := vpc.NewCreateVpcRequest()
	request.VpcName, request.CidrBlock = text("v"), text(cidr)
	return *good[*vpc.CreateVpcResponse](t)(client.CreateVpc(request)).Response.Vpc.VpcId
}

func deleteVpc(client *vpc.Client, id string) error {
	request := vpc.NewDeleteVpcRequest()
	request.VpcId = text(id)
	_, err := client.DeleteVpc(request)
	return err
}

func routesOf(t *testing.T, client *vpc.Client, table string) []*vpc.Route {
	t.Helper()
	request := vpc.NewDescribeRouteTablesRequest()
	request.RouteTableIds = []*string{text(table)}
	return good[*vpc.DescribeRouteTablesResponse](t)(client.DescribeRouteTables(request)).Response.RouteTableSet[0].RouteSet
}

func TestNetworkWithRoutes(t *testing.T) {
	client := openEmulator(t).asking(red, guangzhou)
	id := createVpc(t, client, "172.16.0.0/16")

	subnetRequest := vpc.NewCreateSubnetRequest()
	subnetRequest.VpcId, subnetRequest.SubnetName = text(id), text("s")
	subnetRequest.CidrBlock, subnetRequest.Zone = text("172.16.1.0/24"), text("ap-guangzhou-3")
	subnet := good[*vpc.CreateSubnetResponse](t)(client.CreateSubnet(subnetRequest)).Response.Subnet
	equal(t, *subnet.AvailableIpAddressCount, uint64(253))

	tableRequest := vpc.NewCreateRouteTableRequest()
	tableRequest.VpcId, tableRequest.RouteTableName = text(id), text("t")
	table := *good[*vpc.CreateRouteTableResponse](t)(client.CreateRouteTable(tableRequest)).Response.RouteTable.RouteTableId
	association := vpc.NewReplaceRouteTableAssociationRequest()
	association.RouteTableId, association.SubnetId = text(table), subnet.SubnetId
	good[*vpc.ReplaceRouteTableAssociationResponse](t)(client.ReplaceRouteTableAssociation(association))

	route := &vpc.Route{DestinationCidrBlock: text("0.0.0.0/0"), GatewayType: text("EIP"), GatewayId: text("0")}
	create := vpc.NewCreateRoutesRequest()
	create.RouteTableId, create.Routes = text(table), []*vpc.Route{route}
	created := good[*vpc.CreateRoutesResponse](t)(client.CreateRoutes(create)).Response.RouteTableSet[0].RouteSet
	equal(t, len(created), 1)

	elsewhere := *route
	elsewhere.RouteItemId, elsewhere.DestinationCidrBlock = created[0].RouteItemId, text("9.0.0.0/8")
	replace := vpc.NewReplaceRoutesRequest()
	replace.RouteTableId, replace.Routes = text(table), []*vpc.Route{&elsewhere}
	replaced := good[*vpc.ReplaceRoutesResponse](t)(client.ReplaceRoutes(replace)).Response
	equal(t, *replaced.NewRouteSet[0].RouteId, *created[0].RouteId)
	equal(t, *replaced.OldRouteSet[0].DestinationCidrBlock, "0.0.0.0/0")

	disable := vpc.NewDisableRoutesRequest()
	disable.RouteTableId, disable.RouteIds = text(table), []*uint64{created[0].RouteId}
	good[*vpc.DisableRoutesResponse](t)(client.DisableRoutes(disable))
	equal(t, *routesOf(t, client, table)[0].Enabled, false)

	remove := vpc.NewDeleteRoutesRequest()
	remove.RouteTableId, remove.Routes = text(table), []*vpc.Route{{RouteId: created[0].RouteId}}
	good[*vpc.DeleteRoutesResponse](t)(client.DeleteRoutes(remove))
	equal(t, len(routesOf(t, client, table)), 0)

	refused(t, "ResourceInUse", deleteVpc(client, id))
	removeSubnet := vpc.NewDeleteSubnetRequest()
	removeSubnet.SubnetId = subnet.SubnetId
	good[*vpc.DeleteSubnetResponse](t)(client.DeleteSubnet(removeSubnet))
	removeTable := vpc.NewDeleteRouteTableRequest()
	removeTable.RouteTableId = text(table)
	good[*vpc.DeleteRouteTableResponse](t)(client.DeleteRouteTable(removeTable))
	if err := deleteVpc(client, id); err != nil {
		t.Error(err)
	}
	refused(t, "ResourceNotFound", deleteVpc(client, id))
}

func stateOf(t *testing.T, client *vpc.Client, id string) string {
	t.Helper()
	request := vpc.NewDescribeVpcPeeringConnectionsRequest()
	request.PeeringConnectionIds = []*string{text(id)}
	shown := good[*vpc.DescribeVpcPeeringConnectionsResponse](t)(client.DescribeVpcPeeringConnections(request))
	if len(shown.Response.PeerConnectionSet) == 0 {
		return ""
	}
	return *shown.Response.PeerConnectionSet[0].State
}

func accept(client *vpc.Client, id string) error {
	request := vpc.NewAcceptVpcPeeringConnectionRequest()
	request.PeeringConnectionId = text(id)
	_, err := client.AcceptVpcPeeringConnection(request)
	return err
}

func reject(client *vpc.Client, id string) error {
	request := vpc.NewRejectVpcPeeringConnectionRequest()
	request.PeeringConnectionId = text(id)
	_, err := client.RejectVpcPeeringConnection(request)
	return err
}

func TestPeeringOfTwoAccounts(t *testing.T) {
	for _, one := range []struct {
		state  string
		answer func(*vpc.Client, string) error
	}{{"ACTIVE", accept}, {"REJECTED", reject}} {
		t.Run(one.state, func(t *testing.T) {
			e := openEmulator(t)
			first, second := e.asking(red, guangzhou), e.asking(blue, guangzhou)
			create := vpc.NewCreateVpcPeeringConnectionRequest()
			create.SourceVpcId, create.DestinationVpcId = text(hub), text(createVpc(t, second, "172.16.0.0/16"))
			create.DestinationUin, create.DestinationRegion = text(blue.uin), text(guangzhou)
			create.PeeringConnectionName = text("p")
			id := *good[*vpc.CreateVpcPeeringConnectionResponse](t)(first.CreateVpcPeeringConnection(create)).Response.PeeringConnectionId
			equal(t, stateOf(t, second, id), "PENDING")
			refused(t, "UnsupportedOperation.VpcPeerPurviewError", one.answer(first, id))
			if err := one.answer(second, id); err != nil {
				t.Fatal(err)
			}
			equal(t, stateOf(t, first, id), one.state)
			refused(t, "UnsupportedOperation.VpcPeerInvalidStateChange", one.answer(second, id))
			remove := vpc.NewDeleteVpcPeeringConnectionRequest()
			remove.PeeringConnectionId = text(id)
			good[*vpc.DeleteVpcPeeringConnectionResponse](t)(first.DeleteVpcPeeringConnection(remove))
			equal(t, stateOf(t, first, id), "")
		})
	}
}

func TestPagesAndFilters(t *testing.T) {
	client := openEmulator(t).asking(red, "ap-hongkong")
	names := map[string]bool{}
	for total := 1; len(names) < total; {
		request := vpc.NewDescribeVpcsRequest()
		request.Offset, request.Limit = text(fmt.Sprint(len(names))), text("20")
		page := good[*vpc.DescribeVpcsResponse](t)(client.DescribeVpcs(request)).Response
		total = int(*page.TotalCount)
		for _, one := range page.VpcSet {
			names[*one.VpcName] = true
		}
	}
	equal(t, len(names), 45)
	request := vpc.NewDescribeVpcsRequest()
	request.Filters = []*vpc.Filter{
		{Name: text("vpc-name"), Values: []*string{text("page-1")}},
		{Name: text("cidr-block"), Values: []*string{text("10.10.0.0"), text("10.45.0.0/16")}},
	}
	equal(t, *good[*vpc.DescribeVpcsResponse](t)(client.DescribeVpcs(request)).Response.TotalCount, uint64(1))
}

func TestSignaturesAndRefusals(t *testing.T) {
	e := openEmulator(t)
	list := func(client *vpc.Client) error {
		_, err := client.DescribeVpcs(vpc.NewDescribeVpcsRequest())
		return err
	}
	for _, method := range []string{"GET", "POST"} {
		for _, sign := range []string{"TC3-HMAC-SHA256", "HmacSHA1", "HmacSHA256"} {
			signing := func(p *profile.ClientProfile) { p.HttpProfile.ReqMethod, p.SignMethod = method, sign }
			if err := list(e.asking(red, guangzhou, signing)); err != nil {
				t.Errorf("%s %s: %v", method, sign, err)
			}
			forged := account{red.uin, red.secretID, "x"}
			refused(t, "AuthFailure.SignatureFailure", list(e.asking(forged, guangzhou, signing)))
		}
	}
	refused(t, "UnsupportedRegion", list(e.asking(red, "mars")))
	client := e.asking(red, guangzhou)
	refused(t, "InvalidParameterValue.Malformed", deleteVpc(client, "x"))
	refused(t, "ResourceInUse", deleteVpc(client, hub))
	both := vpc.NewDescribeVpcsRequest()
	both.VpcIds = []*string{text(hub)}
	both.Filters = []*vpc.Filter{{Name: text("vpc-name"), Values: []*string{text("x")}}}
	_, err := client.DescribeVpcs(both)
	refused(t, "InvalidParameter.Coexist", err)
	_, err = client.CreateVpc(vpc.NewCreateVpcRequest())
	refused(t, "MissingParameter", err)
	table := vpc.NewDeleteRouteTableRequest()
	table.RouteTableId = text(hubTable)
	_, err = client.DeleteRouteTable(table)
	refused(t, "UnsupportedOperation.NotSupportDeleteDefaultRouteTable", err)
}

func TestThrottlingThatPasses(t *testing.T) {
	e := openEmulator(t)
	e.control("/faults", map[string]any{
		"id":     "busy",
		"match":  map[string]any{"op": "tencent/v3.DescribeVpcs"},
		"calls":  "1-3",
		"effect": map[string]any{"error": "RequestLimitExceeded"},
	})
	_, err := e.asking(red, guangzhou).DescribeVpcs(vpc.NewDescribeVpcsRequest())
	refused(t, "RequestLimitExceeded", err)
	patient := e.asking(red, guangzhou, func(p *profile.ClientProfile) {
		p.RateLimitExceededMaxRetries, p.RateLimitExceededRetryDuration = 2, profile.ConstantDurationFunc(0)
	})
	shown := good[*vpc.DescribeVpcsResponse](t)(patient.DescribeVpcs(vpc.NewDescribeVpcsRequest()))
	equal(t, *shown.Response.TotalCount, uint64(1))
}
