package org.example.peertwin;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.opentest4j.TestAbortedException;

/**
 * Gives each test a {@link Peertwin} of its own, in a server that all tests of the run share: the one at PEERTWIN_CONTROL or
 * PEERTWIN_URL, or else the command {@code peertwin} is started on a free port and ended with the run.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final PeertwinExtension PEERTWIN = new PeertwinExtension().virtual("2026-01-01T00:00:00Z").seed(42);
 *
 * @Test
 * void works(Peertwin pt) { … }
 * }</pre>
 */
public final class PeertwinExtension implements ParameterResolver, AfterEachCallback {
  private static final Namespace STORE = Namespace.create(PeertwinExtension.class);
  private static final String NO_COMMAND =
      "no PEERTWIN_CONTROL or PEERTWIN_URL is set, and there is no command peertwin (npm install -g peertwin)";

  private final Map<String, Object> asked = new HashMap<>();

  /** The seed of ids and chance. */
  public PeertwinExtension seed(long seed) {
    asked.put("seed", seed);
    return this;
  }

  /** Lets the clock stand still at an RFC 3339 instant until it is moved. */
  public PeertwinExtension virtual(String instant) {
    asked.put("clock", Map.of("mode", "virtual", "start", instant));
    return this;
  }

  /** Adds records by provider, as fixture files have them. */
  public PeertwinExtension fixtures(Map<String, Object> records) {
    asked.put("fixtures", records);
    return this;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Peertwin.class && context.getTestMethod().isPresent();
  }

  @Override
  public Peertwin resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Server server = context.getRoot().getStore(STORE).getOrComputeIfAbsent(Server.class, key -> Server.open(), Server.class);
    return context
        .getStore(STORE)
        .getOrComputeIfAbsent(
            Peertwin.class,
            key -> new Peertwin(server.control, makeNamespace(server.control, context)),
            Peertwin.class);
  }

  /** Names a namespace like its test: ids depend on that, so they stay the same whichever tests run besides. */
  private Map<String, Object> makeNamespace(Control server, ExtensionContext context) {
    String test = context.getRequiredTestClass().getSimpleName() + "-" + context.getRequiredTestMethod().getName();
    Map<String, Object> wanted = new HashMap<>(asked);
    for (int nth = 1; ; nth++) {
      String name = test.substring(0, Math.min(test.length(), 56)).replaceAll("[^A-Za-z0-9]+", "-");
      wanted.put("name", nth == 1 ? name : name + "-" + nth);
      try {
        return server.call("POST", "/namespaces", wanted);
      } catch (Control.Refused refused) {
        if (refused.status != 409) throw refused;
      }
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Peertwin made = context.getStore(STORE).remove(Peertwin.class, Peertwin.class);
    if (made != null) made.delete();
  }

  /** A running emulator; JUnit closes it with the run. */
  private static final class Server implements AutoCloseable {
    final Control control;
    private final Process process;

    private Server(String control, Process process) {
      this.control = new Control(control);
      this.process = process;
    }

    static Server open() {
      String control = System.getenv("PEERTWIN_CONTROL");
      String url = System.getenv("PEERTWIN_URL");
      if (control != null) return new Server(control, null);
      if (url != null) return new Server(url.replaceAll("/+$", "") + "/_peertwin", null);
      Optional<String> command = command();
      if (command.isEmpty() && System.getenv("CI") == null) throw new TestAbortedException(NO_COMMAND);
      return start(command.orElseThrow(() -> new IllegalStateException(NO_COMMAND)));
    }

    private static Optional<String> command() {
      return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
          .map(folder -> new File(folder, "peertwin"))
          .filter(File::canExecute)
          .map(File::getPath)
          .findFirst();
    }

    private static Server start(String command) {
      try {
        Process process =
            new ProcessBuilder(command, "start", "--port", "0", "--ready-json")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        String line = output.readLine();
        if (line == null) throw new IllegalStateException("peertwin ended before it was ready");
        return new Server((String) Control.members(Json.parse(line)).get("control"), process);
      } catch (IOException error) {
        throw new UncheckedIOException(error);
      }
    }

    @Override
    public void close() {
      if (process == null) return;
      process.destroy();
      process.onExit().orTimeout(10, TimeUnit.SECONDS).exceptionally(late -> process.destroyForcibly()).join();
    }
  }
}
