package org.example.peertwin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;

class PeertwinContainerTest {
  @Test
  void aContainerAnswers() throws Exception {
    assumeTrue(DockerClientFactory.instance().isDockerAvailable(), "there is no container engine");
    String image = Optional.ofNullable(System.getenv("PEERTWIN_IMAGE")).orElse("peertwin:0.1.0");
    try (PeertwinContainer container = new PeertwinContainer(image)) {
      container.start();
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(container.getConnectionUri() + "/v2/account"))
              .header("Authorization", "Bearer any")
              .build();
      assertEquals(200, HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).statusCode());
    }
  }
}
