package io.stoker.acceptance.standin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** An executor that writes the files that its driver asks for, and ends with its driver. */
public final class StandInExecutor {
  static final String SCRIPT = "STAND_IN_SCRIPT";

  private StandInExecutor() {}

  public static void main(String[] args) throws Exception {
    List<String> words = Arrays.asList(args);
    String id = words.get(words.indexOf("--executor-id") + 1);
    String application = words.get(words.indexOf("--app-id") + 1);
    Witness witness = new Witness(Map.of("application", application, "executor", id));
    String script = Objects.requireNonNullElse(System.getenv(SCRIPT), "");
    witness.saw("executor born");
    System.out.println("Executor " + id + " of " + application);
    if (script.contains("badexecutors")) {
      System.exit(1);
    }
    if (script.contains("deaf")) {
      StandInDriver.turnDeaf();
    }
    work(URI.create(words.get(words.indexOf("--driver-url") + 1)), id);
    witness.saw("executor ends");
  }

  private static void work(URI driver, String id) {
    try (Socket socket = new Socket(driver.getHost(), driver.getPort());
        var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
        var out = new PrintWriter(socket.getOutputStream(), true, UTF_8)) {
      out.println(id);
      for (String order = in.readLine(); order != null; order = in.readLine()) {
        String[] parts = order.split(" ", 3);
        Payload payload =
            new Payload(Path.of(parts[2]), Long.parseLong(parts[0]), Integer.parseInt(parts[1]));
        out.println(payload.write());
      }
    } catch (IOException e) {
      System.out.println("The driver is gone: " + e);
    }
  }
}
