// Package peertwincontainer runs an emulator in a container.
package peertwincontainer

import (
	"context"

	"github.com/testcontainers/testcontainers-go"
	"github.com/testcontainers/testcontainers-go/wait"
)

const port = "4580/tcp"

// Container is a running emulator of all providers.
type Container struct{ testcontainers.Container }

// Run starts an image, with what else is asked for; a scenario for example is WithScenario.
func Run(ctx context.Context, image string, options ...testcontainers.ContainerCustomizer) (*Container, error) {
	ready := wait.ForHTTP("/_peertwin/ready").WithPort(port)
	options = append([]testcontainers.ContainerCustomizer{
		testcontainers.WithExposedPorts(port),
		testcontainers.WithWaitStrategy(ready),
	}, options...)
	container, err := testcontainers.Run(ctx, image, options...)
	if err != nil {
		return nil, err
	}
	return &Container{container}, nil
}

// WithScenario plays a scenario file from the start.
func WithScenario(file string) testcontainers.CustomizeRequestOption {
	return func(request *testcontainers.GenericContainerRequest) error {
		const inside = "/scenarios/scenario.yaml"
		copied := testcontainers.ContainerFile{HostFilePath: file, ContainerFilePath: inside, FileMode: 0o644}
		request.Files = append(request.Files, copied)
		request.Cmd = append(request.Cmd, "start", "--scenario", inside)
		return nil
	}
}

// ConnectionURI is the base URL of every provider, and what PEERTWIN_URL takes.
func (c *Container) ConnectionURI(ctx context.Context) (string, error) {
	return c.PortEndpoint(ctx, port, "http")
}
