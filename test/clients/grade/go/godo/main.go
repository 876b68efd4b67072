// Makes two VPCs and a peering, waits until it is active, and deletes all of it, with what godo does by default.
package main

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"time"

	"github.com/digitalocean/godo"
)

func main() {
	if err := run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	client := godo.NewFromToken(os.Getenv("DIGITALOCEAN_TOKEN"))
	base, err := url.Parse(os.Getenv("DIGITALOCEAN_API_URL") + "/")
	if err != nil {
		return err
	}
	client.BaseURL = base
	var ids []string
	for i, name := range []string{"east", "west"} {
		vpc, _, err := client.VPCs.Create(ctx, &godo.VPCCreateRequest{Name: name, RegionSlug: "nyc3", IPRange: fmt.Sprintf("10.%d.0.0/16", 51+i)})
		if err != nil {
			return err
		}
		fmt.Println(name, vpc.ID)
		ids = append(ids, vpc.ID)
	}
	peering, _, err := client.VPCs.CreateVPCPeering(ctx, &godo.VPCPeeringCreateRequest{Name: "east-west", VPCIDs: ids})
	if err != nil {
		return err
	}
	fmt.Println(peering.Name, peering.ID)
	for peering.Status == "PROVISIONING" {
		time.Sleep(500 * time.Millisecond)
		if peering, _, err = client.VPCs.GetVPCPeering(ctx, peering.ID); err != nil {
			return err
		}
	}
	if peering.Status != "ACTIVE" {
		return fmt.Errorf("%s is %s", peering.ID, peering.Status)
	}
	if _, err = client.VPCs.DeleteVPCPeering(ctx, peering.ID); err != nil {
		return err
	}
	for {
		if _, answer, err := client.VPCs.GetVPCPeering(ctx, peering.ID); answer != nil && answer.StatusCode == 404 {
			break
		} else if err != nil {
			return err
		}
		time.Sleep(500 * time.Millisecond)
	}
	for _, id := range ids {
		if _, err = client.VPCs.Delete(ctx, id); err != nil {
			return err
		}
	}
	return nil
}
