import json
import os
from urllib.request import Request, urlopen

import docker
import pytest

from peertwin_container import PeertwinContainer


@pytest.fixture(scope="session")
def url() -> str:
    try:
        docker.from_env().ping()
    except docker.errors.DockerException as error:
        pytest.skip(f"no container engine: {error}")
    container = PeertwinContainer(os.environ.get("PEERTWIN_IMAGE", "peertwin:0.1.0"))
    container.start()
    return container.get_connection_url()


def test_a_container_answers(url: str) -> None:
    request = Request(f"{url}/v2/account", headers={"Authorization": "Bearer any"})
    with urlopen(request) as answer:
        assert json.load(answer)["account"]["status"] == "active"
