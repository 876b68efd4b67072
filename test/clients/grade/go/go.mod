module peertwin.test/grade

go 1.25.12

require (
	github.com/confluentinc/ccloud-sdk-go-v2/networking v0.14.0
	github.com/confluentinc/ccloud-sdk-go-v2/org v0.14.0
	github.com/digitalocean/godo v1.202.0
	github.com/hashicorp/go-retryablehttp v0.7.7
)

require (
	github.com/google/go-querystring v1.1.0 // indirect
	github.com/hashicorp/go-cleanhttp v0.5.2 // indirect
	golang.org/x/oauth2 v0.36.0 // indirect
	golang.org/x/time v0.6.0 // indirect
)
