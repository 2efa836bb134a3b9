package io.stoker.acceptance.standin;

import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A driver's life in a second: ready, executors, files, manifest, commit. */
public final class StandInDriver {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int FILES = 2;

  /** Lines of 15 bytes, 7 MiB of them. */
  private static final int CHATTER = 500_000;

  static final int FILE_BYTES = 4096;

  private final Properties settings;
  private final Script script;
  private final Witness witness;
  private final Line line;
  private final Executors executors;
  private final Messages messages;
  private final CountDownLatch told = new CountDownLatch(1);

  private StandInDriver(Properties settings, JsonNode program) throws Exception {
    this.settings = settings;
    this.script = Script.of(program, Integer.parseInt(setting("attempt")));
    this.witness =
        new Witness(
            Map.of(
                "run", setting("runId"),
                "attempt", Integer.parseInt(setting("attempt")),
                "fence", fence()));
    this.line =
        new Line(
            Arrays.stream(System.getenv("STOKER_URL").split(",", -1)).map(URI::create).toList(),
            System.getenv("STOKER_ATTEMPT_TOKEN"),
            fence(),
            witness,
            script.says("twice") ? 2 : 1);
    this.executors = new Executors(settings.getProperty("spark.driver.host"));
    this.messages = new Messages(settings, executors);
  }

  public static void main(String[] args) throws Exception {
    List<String> words = List.of(args);
    Properties settings = new Properties();
    try (Reader in =
        Files.newBufferedReader(Path.of(words.get(words.indexOf("--properties-file") + 1)))) {
      settings.load(in);
    }
    JsonNode program = JSON.readTree(Files.readString(Path.of(words.get(words.size() - 1))));
    new StandInDriver(settings, program).live();
    System.exit(0);
  }

  private void live() throws Exception {
    witness.saw("born");
    place("born");
    prepare();
    daemon("heartbeat", this::beat);
    daemon("watch", this::watch);
    must(line.say("POST", "started", messages.started()));
    place("started");
    must(line.say("PUT", "demand", messages.demand(script)));
    if (script.says("chatter")) {
      IntStream.range(0, CHATTER).forEach(n -> System.out.printf("Said %09d%n", n));
      witness.saw("chattered");
    }
    if (script.says("hang") || script.says("stale")) {
      told.await();
      if (script.says("stale")) {
        everythingOnceMore();
      }
      System.exit(78);
    }
    publish(write("part"));
    if (script.says("linger")) {
      new CountDownLatch(1).await();
    }
    executors.close();
  }

  /** The first thing after birth is what makes this one different. */
  private void prepare() throws Exception {
    if (script.says("deaf")) {
      turnDeaf();
    }
    if (script.says("child")) {
      new ProcessBuilder("setsid", "sleep", "3600").start();
    }
    if (script.says("leave")) {
      System.exit(0);
    }
    if (script.says("fail")) {
      must(
          line.say(
              "POST",
              "failure",
              Map.of("code", "STAND_IN", "message", "As its script says.", "retryable", true)));
      System.exit(1);
    }
  }

  /** SIGTERM begins an end that never comes. */
  static void turnDeaf() {
    Runtime.getRuntime().addShutdownHook(new Thread(LockSupport::park, "deaf"));
  }

  private List<Map<String, ?>> write(String name) throws Exception {
    List<Map<String, ?>> files = new ArrayList<>();
    for (int i = 0; i < FILES; i++) {
      String path = name + "-" + i + ".parquet";
      Payload payload = new Payload(data().resolve(path), fence() * FILES + i, FILE_BYTES);
      String digest = executors.write(payload);
      witness.saw("file", Map.of("path", path, "bytes", FILE_BYTES, "sha256", digest));
      System.out.println("Wrote " + path);
      files.add(Map.of("path", path, "bytes", FILE_BYTES, "rows", 1));
    }
    place("files");
    return files;
  }

  private void publish(List<Map<String, ?>> files) throws Exception {
    must(line.say("POST", "committing", null));
    place("committing");
    Map<String, ?> manifest = messages.manifest(files);
    Files.writeString(data().resolveSibling("manifest.json"), JSON.writeValueAsString(manifest));
    place("manifest");
    witness.saw("commits");
    must(line.say("POST", "commit", Map.of("manifest", manifest)));
    witness.saw("committed");
    place("committed");
  }

  /** What a process does that was stopped, replaced, and let go on: nothing of it may count. */
  private void everythingOnceMore() throws Exception {
    List<Map<String, ?>> files = new ArrayList<>();
    Payload late = new Payload(data().resolve("late.parquet"), fence(), FILE_BYTES);
    witness.saw("file", Map.of("path", "late.parquet", "sha256", late.write()));
    files.add(Map.of("path", "late.parquet", "bytes", FILE_BYTES, "rows", 1));
    line.say("POST", "started", messages.started());
    line.say("PUT", "demand", messages.demand(script));
    line.say("PUT", "progress", messages.progress());
    line.say("POST", "executors:kill", Map.of("executorIds", List.of(1), "reason", "stale"));
    line.say("POST", "committing", null);
    line.say("POST", "commit", Map.of("manifest", messages.manifest(files)));
    line.say(
        "POST", "failure", Map.of("code", "STALE", "message", "A stale word.", "retryable", true));
    witness.saw("said everything once more");
  }

  /** A refusal is the end of a driver, unless its script says that it goes on. */
  private void must(Line.Answer answer) {
    if (answer.isFenced() && !script.says("stale")) {
      witness.saw("fenced");
      System.exit(77);
    }
    if (answer.status() / 100 != 2 && !answer.isFenced()) {
      witness.saw("refused", Map.of("status", answer.status(), "body", answer.body()));
      System.exit(1);
    }
  }

  private void place(String name) throws InterruptedException {
    System.out.println("At " + name);
    if (script.says("die:" + name)) {
      witness.saw("dies", Map.of("place", name));
      Runtime.getRuntime().halt(137);
    }
  }

  private void beat() {
    try {
      while (true) {
        must(line.say("PUT", "progress", messages.progress()));
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void watch() {
    long version = -1;
    try {
      while (true) {
        Line.Answer answer = line.ask("executors?after=" + version + "&wait=PT5S");
        if (answer == null || answer.status() != 200) {
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
          continue;
        }
        JsonNode executors = JSON.readTree(answer.body());
        version = executors.required("version").asLong();
        if (!executors.path("stop").isMissingNode() && !executors.path("stop").isNull()) {
          stop(executors.path("stop").asString());
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void stop(String why) {
    witness.saw("told to stop", Map.of("why", why));
    told.countDown();
    if (!script.says("stale")) {
      System.exit(78);
    }
  }

  private Path data() {
    return Path.of(URI.create(setting("outputDirectory")));
  }

  private long fence() {
    return Long.parseLong(setting("fence"));
  }

  private String setting(String name) {
    return settings.getProperty("spark.stoker." + name);
  }

  private static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }
}
