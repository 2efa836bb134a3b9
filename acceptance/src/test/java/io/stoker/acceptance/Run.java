package io.stoker.acceptance;

import io.stoker.acceptance.harness.Api;
import io.stoker.acceptance.harness.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/** A run as its client follows it. */
record Run(Api api, String id) {
  private static final Set<String> TERMINAL =
      Set.of("SUCCEEDED", "FAILED", "CANCELLED", "TIMED_OUT");
  private static final Duration LONGEST = Duration.ofMinutes(4);

  /** Creates the job and starts a run of it with the parameters' defaults. */
  static Run of(Api api, JsonNode definition) {
    return start(api, create(api, definition), Map.of());
  }

  /** Creates a job and returns its name. */
  static String create(Api api, JsonNode definition) {
    return api.post("/api/v1/jobs", definition).expect(201).json().required("name").asString();
  }

  /** Starts a run of a job that exists. */
  static Run start(Api api, String job, Map<String, ?> parameters) {
    Reply reply =
        api.post("/api/v1/jobs/" + job + "/runs", Map.of("parameters", parameters)).expect(202);
    return new Run(api, reply.json().required("id").asString());
  }

  JsonNode get() {
    return get("");
  }

  /** Something below the run: {@code /result}, {@code /events}, … */
  JsonNode get(String below) {
    return api.get(path() + below).expect(200).json();
  }

  String path() {
    return "/api/v1/runs/" + id;
  }

  List<JsonNode> items(String below) {
    return get(below).required("items").valueStream().toList();
  }

  /** One of its attempts, counted from 1. */
  JsonNode attempt(int number) {
    return items("/attempts").get(number - 1);
  }

  /** The run's executors, once all of them have ended. */
  List<JsonNode> endedExecutors() {
    return Awaitility.await("the end of the executors")
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> items("/executors"),
            executors ->
                executors.stream()
                    .map(executor -> executor.required("state").asString())
                    .allMatch(Set.of("EXITED", "LOST")::contains));
  }

  /** The run as it is when the condition holds; fails at once when the run ends before. */
  JsonNode await(String what, Predicate<JsonNode> condition) {
    return Awaitility.await(what)
        .atMost(LONGEST)
        .pollInterval(Duration.ofMillis(200))
        .until(this::get, run -> condition.test(run) || failIfOver(what, run));
  }

  JsonNode awaitState(String state) {
    return await(state, run -> run.required("state").asString().equals(state));
  }

  JsonNode awaitEnd() {
    return Awaitility.await("the end")
        .atMost(LONGEST)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> get("?wait=PT20S"), Run::isOver);
  }

  /** The run's end, which must be a success. */
  Run expectSuccess() {
    return expectEnd("SUCCEEDED");
  }

  Run expectEnd(String state) {
    JsonNode run = awaitEnd();
    if (!run.required("state").asString().equals(state)) {
      throw new AssertionError("expected " + state + ": " + run.toPrettyString());
    }
    return this;
  }

  /** What a process has written so far from an offset on, up to a mebibyte. */
  String log(String process, String stream, long offset) {
    return readLog(process, stream, offset).text();
  }

  /** All that a process has written, once nothing more can come; less than a mebibyte. */
  String completeLog(String process, String stream) {
    return completeLog(process + "/" + stream + "?offset=0");
  }

  /** The same of an earlier attempt. */
  String completeLogOf(int attempt, String process, String stream) {
    return completeLog(process + "/" + stream + "?offset=0&attempt=" + attempt);
  }

  private String completeLog(String log) {
    return Awaitility.await("the whole of " + log)
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> api.get(path() + "/logs/" + log).expect(200),
            reply -> reply.header("Stoker-Complete").equals("true"))
        .text();
  }

  private Reply readLog(String process, String stream, long offset) {
    return api.get(path() + "/logs/" + process + "/" + stream + "?offset=" + offset).expect(200);
  }

  int tasksCompleted() {
    return get().path("progress").path("tasksCompleted").asInt(0);
  }

  /** The manifest of what a successful run wrote. */
  JsonNode manifest() {
    return get("/result").required("manifest");
  }

  /** The values of a column of numbers in the files that the manifest lists, sorted. */
  List<Long> longs(String column) {
    JsonNode manifest = manifest();
    Path location = Path.of(URI.create(manifest.required("location").asString()));
    List<Long> values = new ArrayList<>();
    for (JsonNode file : manifest.required("files")) {
      try {
        ParquetRows.forEach(
            location.resolve(file.required("path").asString()),
            row -> values.add(row.getLong(column, 0)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    Collections.sort(values);
    return values;
  }

  private static boolean isOver(JsonNode run) {
    return TERMINAL.contains(run.required("state").asString());
  }

  private static boolean failIfOver(String what, JsonNode run) {
    if (isOver(run)) {
      throw new AssertionError("ended before " + what + ": " + run.toPrettyString());
    }
    return false;
  }
}
