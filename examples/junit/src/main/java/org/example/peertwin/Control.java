package org.example.peertwin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;

/** Calls the control API of an emulator, or of one of its namespaces. */
record Control(String base) {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  /** What the control API refused, in its own words. */
  static final class Refused extends IllegalStateException {
    private static final long serialVersionUID = 1L;
    final int status;

    Refused(int status, String words) {
      super(words);
      this.status = status;
    }
  }

  /** Sends a body as JSON. Throws a Refused when the API refuses. */
  Map<String, Object> call(String method, String path, Object body) {
    return members(Json.parse(send(method, path, body == null ? "" : Json.write(body))));
  }

  /** Sends a text, and returns the answer as text. */
  String send(String method, String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + path)).method(method, BodyPublishers.ofString(body)).build();
    try {
      HttpResponse<String> answer = CLIENT.send(request, BodyHandlers.ofString());
      if (answer.statusCode() < 400) return answer.body();
      throw new Refused(answer.statusCode(), String.valueOf(members(Json.parse(answer.body())).get("detail")));
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    } catch (InterruptedException error) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(error);
    }
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> members(Object json) {
    return (Map<String, Object>) json;
  }
}
