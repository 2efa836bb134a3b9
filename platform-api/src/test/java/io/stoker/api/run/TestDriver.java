package io.stoker.api.run;

import static java.util.Objects.requireNonNull;

import io.stoker.api.Http;
import io.stoker.api.Reply;
import io.stoker.contract.Paths;
import io.stoker.contract.driver.CommitRequest;
import io.stoker.contract.driver.DriverFailure;
import io.stoker.contract.driver.DriverMemory;
import io.stoker.contract.driver.DriverProgress;
import io.stoker.contract.driver.DriverStarted;
import io.stoker.contract.driver.ExecutorDemand;
import io.stoker.contract.driver.ExecutorDemand.ProfileDemand;
import io.stoker.contract.memory.CachedData;
import io.stoker.contract.memory.MemoryFigures;
import io.stoker.contract.node.Assignment;
import io.stoker.contract.node.DriverLaunch;
import io.stoker.contract.run.Column;
import io.stoker.contract.run.Manifest;
import io.stoker.contract.run.ManifestFile;
import io.stoker.contract.run.Progress;
import io.stoker.contract.run.StageProgress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** A driver that speaks the protocol of a real one, with the token that its node was given. */
final class TestDriver {
  private static final Instant AT = Instant.parse("2001-06-30T12:00:00Z");

  private final Http http;
  private final Assignment assignment;
  private final DriverLaunch launch;

  TestDriver(Http anonymous, Assignment assignment) {
    this.assignment = assignment;
    this.launch = requireNonNull(assignment.driver());
    this.http = anonymous.as(launch.attemptToken());
  }

  DriverLaunch launch() {
    return launch;
  }

  Reply started() {
    return post(
        "/started", new DriverStarted(4711, "spark://d@127.0.0.2:7077", null, "4.2.0", "17"));
  }

  /** Its program runs in a Spark that tells nothing. */
  Reply startedFromOutside(String spark) {
    return post("/started", new DriverStarted(4711, "local[2]", null, "4.2.0", "17", spark));
  }

  Reply demand(long version, int total) {
    return demand(version, new ProfileDemand(0, total, 1, 1L << 30, 3L << 29, null));
  }

  Reply demand(long version, ProfileDemand... profiles) {
    return demand(version, List.of(profiles));
  }

  Reply demand(long version, List<ProfileDemand> profiles) {
    return put(
        "/demand",
        new ExecutorDemand(
            version,
            "spark://d@127.0.0.2:7077",
            profiles,
            List.of("-Dspark.x=y"),
            Map.of("SPARK_USER", "ada"),
            List.of(),
            null));
  }

  Reply progress(long number, int completed) {
    return progress(
        number, completed, new DriverProgress.ExecutorTasks(1, true, 2, completed, 0, null));
  }

  Reply progress(long number, int completed, DriverProgress.ExecutorTasks executor) {
    Progress progress =
        new Progress(
            AT,
            1,
            0,
            1,
            0,
            10,
            2,
            completed,
            0,
            1,
            List.of(new StageProgress(0, 0, "scan", "ACTIVE", 10, 2, completed, 0)));
    return put("/progress", new DriverProgress(number, progress, List.of(executor), null));
  }

  /** Says that itself and its first executor use so much heap, and have used twice that. */
  Reply memory(long number, long heapBytes) {
    return put(
        "/memory",
        new DriverMemory(
            number,
            List.of(
                new DriverMemory.ProcessUse(null, heap(heapBytes), heap(2 * heapBytes)),
                new DriverMemory.ProcessUse(1, heap(heapBytes), heap(2 * heapBytes))),
            List.of(new CachedData(3, "In-memory table f", "Memory", 4, 4, 800, 0, 900))));
  }

  private static MemoryFigures heap(long bytes) {
    return new MemoryFigures(bytes, null, null, null, null, null, null, 1L, 12L, 133378867L, 0L);
  }

  Reply executors(long after, String wait) {
    return http.get(path("/executors?after=" + after + "&wait=" + wait));
  }

  /** The same without waiting for the answer. */
  CompletableFuture<Reply> executorsLater(long after, String wait) {
    return http.getLater(path("/executors?after=" + after + "&wait=" + wait));
  }

  Reply committing() {
    return http.post(path("/committing"), "");
  }

  /** Writes its result and commits it. */
  Reply commit() {
    try {
      Path directory = Path.of(URI.create(launch.outputDirectory()));
      Files.write(Files.createDirectories(directory).resolve("part-0.parquet"), new byte[100]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return commit(launch.outputDirectory(), "part-0.parquet");
  }

  Reply commit(String location, String file) {
    return post(
        "/commit",
        new CommitRequest(
            new Manifest(
                Objects.requireNonNull(assignment.runId()),
                launch.step(),
                launch.attempt(),
                assignment.fence(),
                "parquet",
                location,
                List.of(),
                List.of(new ManifestFile(file, 100, 3L)),
                100,
                3L,
                List.of(new Column("n", "bigint", false)),
                AT)));
  }

  Reply fails(String code, boolean retryable) {
    return post("/failure", new DriverFailure(code, "It did not work.", null, retryable));
  }

  Reply send(String method, String below, String body) {
    return http.send(method, path(below), body);
  }

  private Reply post(String below, Object body) {
    return http.post(path(below), TestNode.JSON.writeValueAsString(body));
  }

  private Reply put(String below, Object body) {
    return http.put(path(below), TestNode.JSON.writeValueAsString(body));
  }

  private String path(String below) {
    return Paths.INTERNAL_ATTEMPTS + "/" + assignment.fence() + below;
  }
}
