package org.example.peertwin;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A namespace of an emulator: rows, ids, clock, scenario, faults and journal of its own. */
public final class Peertwin {
  private final Control control;
  private final Map<String, Object> urls;
  private final Map<String, Object> credentials;

  Peertwin(Control server, Map<String, Object> made) {
    control = new Control(server.base() + "/namespaces/" + made.get("name"));
    urls = Control.members(server.call("GET", "/doors", null).get("urls"));
    credentials = Control.members(made.get("credentials"));
  }

  /** Base URL of a provider. */
  public String url(String provider) {
    return (String) urls.get(provider);
  }

  /** A part of the credential that leads requests here, such as {@code token} or {@code username}. */
  public String credential(String provider, String part) {
    return (String) Control.members(credentials.get(provider)).get(part);
  }

  /** Plays a scenario, given as its text, from its beginning: the namespace begins anew. */
  public void play(String scenario) {
    String name = (String) Control.members(Json.parse(control.send("POST", "/scenarios", scenario))).get("name");
    control.call("POST", "/scenarios/" + name + "/activate", Map.of("restart", true));
  }

  /** Moves the clock ahead; what is due by then happens, each at its own time. */
  public void advance(Duration by) {
    control.call("POST", "/clock/advance", Map.of("by", by.toMillis() + "ms"));
  }

  /** Jumps from event to event until nothing is due within an hour. */
  public void settle() {
    control.call("POST", "/clock/settle", null);
  }

  /** Adds a fault rule, which has an id. */
  public void fault(Map<String, Object> rule) {
    control.call("POST", "/faults", rule);
  }

  /** Lets a transition happen that a scenario holds back. */
  public void release(String id) {
    control.call("POST", "/resources/" + encoded(id) + "/release", null);
  }

  /** Puts a resource into a state of its lifecycle. */
  public void set(String id, String state) {
    control.call("PATCH", "/resources/" + encoded(id), Map.of("state", state));
  }

  /** Holds what happened against what the scenario expects. Throws an AssertionError whose message is the report. */
  public void verify() {
    verified("");
  }

  /** The same against these rules. */
  public void verify(List<Map<String, Object>> expect) {
    verified(Json.write(Map.of("expect", expect)));
  }

  private void verified(String body) {
    String report = control.send("POST", "/requests/verify?format=text", body);
    if (report.lines().anyMatch(line -> line.startsWith("FAIL"))) throw new AssertionError("\n" + report);
  }

  void delete() {
    control.send("DELETE", "", "");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
