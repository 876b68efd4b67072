"""Runs an emulator in a container."""

from __future__ import annotations

from testcontainers.core.container import DockerContainer
from testcontainers.core.wait_strategies import HttpWaitStrategy

PORT = 4580


class PeertwinContainer(DockerContainer):
    """A container with an emulator of all providers."""

    def __init__(self, image: str) -> None:
        super().__init__(image)
        self.with_exposed_ports(PORT)
        self.waiting_for(HttpWaitStrategy(PORT, "/_peertwin/ready"))

    def get_connection_url(self) -> str:
        """The base URL of every provider, and what PEERTWIN_URL takes."""
        return f"http://{self.get_container_host_ip()}:{self.get_exposed_port(PORT)}"
