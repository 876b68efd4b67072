// Makes a network and deletes it, each time waiting for the end, over the retrying client that Confluent's Terraform provider
// gives to the SDK.
package main

import (
	"context"
	"fmt"
	"os"
	"time"

	networking "github.com/confluentinc/ccloud-sdk-go-v2/networking/v1"
	org "github.com/confluentinc/ccloud-sdk-go-v2/org/v2"
	"github.com/hashicorp/go-retryablehttp"
)

func main() {
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(url string) error {
	retrying := retryablehttp.NewClient()
	retrying.Logger = nil
	key, secret := os.Getenv("CONFLUENT_CLOUD_API_KEY"), os.Getenv("CONFLUENT_CLOUD_API_SECRET")
	orgConfig, config := org.NewConfiguration(), networking.NewConfiguration()
	orgConfig.Servers[0].URL, config.Servers[0].URL = url, url
	orgConfig.HTTPClient, config.HTTPClient = retrying.StandardClient(), retrying.StandardClient()
	orgContext := context.WithValue(context.Background(), org.ContextBasicAuth, org.BasicAuth{UserName: key, Password: secret})
	ctx := context.WithValue(context.Background(), networking.ContextBasicAuth, networking.BasicAuth{UserName: key, Password: secret})

	environments, _, err := org.NewAPIClient(orgConfig).EnvironmentsOrgV2Api.ListOrgV2Environments(orgContext).Execute()
	if err != nil {
		return err
	}
	environment := environments.Data[0].GetId()
	api := networking.NewAPIClient(config).NetworksNetworkingV1Api
	spec := networking.NetworkingV1NetworkSpec{
		DisplayName:     networking.PtrString("hub"),
		Cloud:           networking.PtrString("AWS"),
		Region:          networking.PtrString("us-east-1"),
		Cidr:            networking.PtrString("10.91.0.0/16"),
		ConnectionTypes: &[]string{"PEERING"},
		Environment:     &networking.ObjectReference{Id: environment},
	}
	network, _, err := api.CreateNetworkingV1Network(ctx).NetworkingV1Network(networking.NetworkingV1Network{Spec: &spec}).Execute()
	if err != nil {
		return err
	}
	id := network.GetId()
	fmt.Println("hub", id)
	for network.Status.Phase == "PROVISIONING" {
		time.Sleep(500 * time.Millisecond)
		if network, _, err = api.GetNetworkingV1Network(ctx, id).Environment(environment).Execute(); err != nil {
			return err
		}
	}
	if network.Status.Phase != "READY" {
		return fmt.Errorf("%s is %s: %s", id, network.Status.Phase, network.Status.GetErrorMessage())
	}
	if _, err = api.DeleteNetworkingV1Network(ctx, id).Environment(environment).Execute(); err != nil {
		return err
	}
	for {
		if _, answer, err := api.GetNetworkingV1Network(ctx, id).Environment(environment).Execute(); answer != nil && answer.StatusCode == 404 {
			return nil
		} else if err != nil {
			return err
		}
		time.Sleep(500 * time.Millisecond)
	}
}
