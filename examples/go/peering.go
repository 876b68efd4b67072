// Package peering makes VPC peerings at DigitalOcean, and waits for them.
package peering

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/digitalocean/godo"
)

// Waiter makes peerings. Sleep waits; a test may let the emulated time pass instead.
type Waiter struct {
	Client *godo.Client
	Sleep  func(time.Duration)
}

const tries = 20

// CreateFirst is the first version: it asks again until the peering is active, and takes every failed look for a bad moment.
func (w Waiter) CreateFirst(ctx context.Context, wanted *godo.VPCPeeringCreateRequest) (*godo.VPCPeering, error) {
	made, _, err := w.Client.VPCs.CreateVPCPeering(ctx, wanted)
	if err != nil {
		return nil, err
	}
	for range tries {
		seen, _, err := w.Client.VPCs.GetVPCPeering(ctx, made.ID)
		if err != nil {
			continue
		}
		if seen.Status == "ACTIVE" {
			return seen, nil
		}
		w.Sleep(time.Second)
	}
	return nil, fmt.Errorf("peering %s did not become active", made.ID)
}

// Create is the second version: when it is told to wait, it waits for as long as it is told.
func (w Waiter) Create(ctx context.Context, wanted *godo.VPCPeeringCreateRequest) (*godo.VPCPeering, error) {
	made, _, err := w.Client.VPCs.CreateVPCPeering(ctx, wanted)
	if err != nil {
		return nil, err
	}
	for range tries {
		seen, _, err := w.Client.VPCs.GetVPCPeering(ctx, made.ID)
		pause, again := pauseAfter(err)
		if err != nil && !again {
			return nil, err
		}
		if err == nil && seen.Status == "ACTIVE" {
			return seen, nil
		}
		w.Sleep(pause)
	}
	return nil, fmt.Errorf("peering %s did not become active", made.ID)
}

// pauseAfter says how long to wait before the next look, and whether a failed one is worth another.
func pauseAfter(err error) (time.Duration, bool) {
	var refused *godo.ErrorResponse
	if !errors.As(err, &refused) || refused.Response.StatusCode != http.StatusTooManyRequests {
		return time.Second, false
	}
	seconds, _ := strconv.Atoi(refused.Response.Header.Get("Retry-After"))
	return time.Duration(max(seconds, 1)) * time.Second, true
}
