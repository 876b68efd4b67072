package org.example.peertwin;

import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** A container with an emulator of all providers. */
public class PeertwinContainer extends GenericContainer<PeertwinContainer> {
  private static final int PORT = 4580;

  public PeertwinContainer(String image) {
    super(DockerImageName.parse(image));
    withExposedPorts(PORT);
    waitingFor(Wait.forHttp("/_peertwin/ready").forPort(PORT));
  }

  /** The base URL of every provider, and what PEERTWIN_URL takes. */
  public String getConnectionUri() {
    return "http://" + getHost() + ":" + getMappedPort(PORT);
  }
}
