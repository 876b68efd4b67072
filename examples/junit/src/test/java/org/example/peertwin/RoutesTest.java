package org.example.peertwin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A client of Huawei's VPC API, written with what the JDK has, against namespaces of an emulator. */
class RoutesTest {
  @RegisterExtension
  static final PeertwinExtension PEERTWIN = new PeertwinExtension().virtual("2026-01-01T00:00:00Z").seed(42);

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static HttpResponse<String> send(Peertwin pt, String method, String path, String body)
      throws IOException, InterruptedException {
    String project = pt.credential("huawei", "project_id");
    return HTTP.send(
        HttpRequest.newBuilder(URI.create(pt.url("huawei") + path.replace("{project}", project)))
            .header("X-Auth-Token", pt.credential("huawei", "token"))
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private static HttpResponse<String> createVpc(Peertwin pt) throws IOException, InterruptedException {
    return send(pt, "POST", "/v1/{project}/vpcs", "{\"vpc\":{\"name\":\"hub\",\"cidr\":\"10.20.0.0/16\"}}");
  }

  @Test
  void whatIsMadeIsThere(Peertwin pt) throws Exception {
    assertEquals(200, createVpc(pt).statusCode());
    assertTrue(send(pt, "GET", "/v1/{project}/vpcs", "").body().contains("\"10.20.0.0/16\""));
    pt.verify(List.of(Map.of("op", "huawei/vpcs.create", "calls", 1, "answered", 200)));
  }

  @Test
  void aNamespaceKnowsNothingOfTheOthers(Peertwin pt) throws Exception {
    assertTrue(!send(pt, "GET", "/v1/{project}/vpcs", "").body().contains("\"10.20.0.0/16\""));
  }

  @Test
  void aFaultSpeaksAsTheServiceDoes(Peertwin pt) throws Exception {
    pt.fault(
        Map.of(
            "id", "down",
            "match", Map.of("op", "huawei/vpcs.create"),
            "effect", Map.of("error", "internal")));
    assertEquals(500, createVpc(pt).statusCode());
    pt.verify(List.of(Map.of("fault", "down", "hits", 1), Map.of("resource", "huawei/vpc", "name", "hub", "count", 0)));
  }

  @Test
  void aReportIsTheMessageOfItsFailure(Peertwin pt) throws Exception {
    createVpc(pt);
    AssertionError failure =
        assertThrows(
            AssertionError.class, () -> pt.verify(List.of(Map.of("op", "huawei/vpcs.create", "calls", 2))));
    assertTrue(
        failure.getMessage().contains("FAIL  huawei/vpcs.create is called 2 times\n      it was called once\n"),
        failure.getMessage());
  }

  @Test
  void aScenarioIsPlayedFromItsBeginning(Peertwin pt) throws Exception {
    pt.play(
        """
        name: slow
        clock: { mode: virtual, start: 2025-01-01T00:00:00Z }
        faults:
          - { id: early, match: { op: huawei/vpcs.create }, when: { until: 1m }, effect: { error: internal } }
        expect:
          - { op: huawei/vpcs.create, answered: 200, calls: 1 }
        """);
    assertEquals(500, createVpc(pt).statusCode());
    pt.advance(Duration.ofMinutes(1));
    assertEquals(200, createVpc(pt).statusCode());
    pt.verify();
  }
}
