package confluent

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	login "github.com/confluentinc/ccloud-sdk-go-v1-public"
	org "github.com/confluentinc/ccloud-sdk-go-v2/org/v2"
)

const email = "admin@example.com"

// anonymous is the client with which the CLI logs in: its base URL has a path, its calls go to the root of the host.
func (c *cloud) anonymous() *login.Client {
	return login.NewClient(&login.Params{BaseURL: c.url + "/cpdev.cloud", HttpClient: &http.Client{Timeout: 10 * time.Second}})
}

// v2 is a client as the CLI makes one for every host but the service's own.
func (c *cloud) v2(token string) (*org.APIClient, context.Context) {
	config := org.NewConfiguration()
	config.Servers[0].URL = c.url + "/api"
	return org.NewAPIClient(config), context.WithValue(context.Background(), org.ContextAccessToken, token)
}

func TestLogin(t *testing.T) {
	cloud := start(t)
	client := cloud.anonymous()
	realm, err := client.User.LoginRealm(&login.GetLoginRealmRequest{Email: email})
	if err != nil || realm.GetIsSso() {
		t.Fatalf("realm %v, %v", realm, err)
	}
	reply, err := client.Auth.Login(&login.AuthenticateRequest{Email: email, Password: "secret"})
	if err != nil {
		t.Fatal(err)
	}
	claims := struct {
		Exp float64 `json:"exp"`
	}{}
	part, err := base64.RawURLEncoding.DecodeString(strings.Split(reply.GetToken(), ".")[1])
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(part, &claims); err != nil || time.Until(time.Unix(int64(claims.Exp), 0)) < time.Minute {
		t.Fatalf("the CLI would log in again: %s, %v", part, err)
	}

	authenticated := login.NewClientWithJWT(context.Background(), reply.GetToken(), &login.Params{BaseURL: cloud.url + "/cpdev.cloud"})
	me, err := authenticated.Auth.User()
	if err != nil {
		t.Fatal(err)
	}
	if got := me.GetUser().GetEmail(); got != email {
		t.Errorf("email %q", got)
	}
	if got, want := me.GetOrganization().GetResourceId(), reply.GetOrganization().GetResourceId(); got == "" || got != want {
		t.Errorf("organization %q, not %q", got, want)
	}
	v2, ctx := cloud.v2(reply.GetToken())
	environments, _, err := v2.EnvironmentsOrgV2Api.ListOrgV2Environments(ctx).PageSize(100).Execute()
	if err != nil {
		t.Fatal(err)
	}
	if len(me.GetAccounts()) == 0 || me.GetAccounts()[0].GetId() != environments.GetData()[0].GetId() {
		t.Errorf("accounts %v, environments %v", me.GetAccounts(), environments.GetData())
	}
	if crn := environments.GetData()[0].Metadata.GetResourceName(); !strings.Contains(crn, me.GetOrganization().GetResourceId()) {
		t.Errorf("%s is of another organization", crn)
	}
	if claims, err := authenticated.Growth.GetFreeTrialInfo(me.GetOrganization().GetId()); err != nil || len(claims) > 0 {
		t.Errorf("trial %v, %v", claims, err)
	}
}

func TestLoginRefused(t *testing.T) {
	cloud := start(t, "--auth", "strict")
	_, err := cloud.anonymous().Auth.Login(&login.AuthenticateRequest{Email: email, Password: "wrong"})
	var invalid *login.InvalidLoginError
	if !errors.As(err, &invalid) {
		t.Fatalf("%T: %v", err, err)
	}
	if _, err := cloud.anonymous().Auth.User(); err == nil || !strings.Contains(err.Error(), "Valid authentication credentials must be provided") {
		t.Fatalf("without a token: %v", err)
	}
}
