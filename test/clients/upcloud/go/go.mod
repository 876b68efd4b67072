module peertwin.test/clients/upcloud

go 1.21

require github.com/UpCloudLtd/upcloud-go-api/v8 v8.6.2
