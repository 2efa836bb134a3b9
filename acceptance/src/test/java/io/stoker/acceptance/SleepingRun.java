package io.stoker.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.acceptance.harness.Api;
import io.stoker.acceptance.harness.Cluster;
import io.stoker.acceptance.harness.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import tools.jackson.databind.JsonNode;

/**
 * A run of tasks of a second each on two executors, that something happens to which must not harm
 * it: in the end it is as if nothing had happened.
 */
record SleepingRun(Run run, int tasks, HeldLogs logs) implements AutoCloseable {

  /** One of which both executors run and a task is done. */
  static SleepingRun atWork(Cluster cluster, int tasks) {
    return awaitWork(cluster, start(cluster, tasks), tasks);
  }

  static Run start(Cluster cluster, int tasks) {
    return Run.of(cluster.api(), Jobs.shuffledSleepers(tasks, 2));
  }

  /** The same of one that was started. */
  static SleepingRun awaitWork(Cluster cluster, Run run, int tasks) {
    run.await("a task is done", seen -> seen.path("progress").path("tasksCompleted").asInt() > 0);
    soon().until(() -> running(run) == 2);
    return new SleepingRun(run, tasks, HeldLogs.of(cluster, run));
  }

  /** The same, as another server shows it. */
  SleepingRun at(Api other) {
    return new SleepingRun(new Run(other, run.id()), tasks, logs);
  }

  /** Waits until its driver has told its progress after this moment, or its end. */
  void awaitNews(Instant moment) {
    soon().until(() -> hasNews(moment));
  }

  private boolean hasNews(Instant moment) {
    try {
      Reply reply = run.api().get(run.path());
      return reply.status() == 200 && isNews(reply.json(), moment);
    } catch (UncheckedIOException e) {
      return false; // nobody is there yet
    }
  }

  private static boolean isNews(JsonNode run, Instant moment) {
    JsonNode at = run.path("progress").path("at");
    return run.required("state").asString().equals("SUCCEEDED")
        || (at.isString() && Instant.parse(at.asString()).isAfter(moment));
  }

  /** It succeeds in its one attempt, and nothing that is told of it lacks a part. */
  void expectUnharmed() throws IOException {
    JsonNode end = run.expectSuccess().get();
    assertThat(end.required("attempts").asInt()).as("attempts").isEqualTo(1);
    assertThat(run.longs("id")).isEqualTo(LongStream.range(0, tasks).boxed().toList());
    assertEvents();
    assertCounts(end.required("progress"));
    logs.assertStored(run);
  }

  private void assertEvents() {
    List<JsonNode> events = run.items("/events");
    assertThat(events)
        .extracting(event -> event.required("number").asInt())
        .isEqualTo(IntStream.rangeClosed(1, events.size()).boxed().toList());
    assertThat(events.stream().map(event -> event.required("state").asString()).distinct())
        .containsExactly("QUEUED", "STARTING", "RUNNING", "COMMITTING", "SUCCEEDED");
  }

  private void assertCounts(JsonNode progress) {
    int completed = progress.required("tasksCompleted").asInt();
    assertThat(completed).isEqualTo(progress.required("tasksTotal").asInt()).isGreaterThan(tasks);
    assertThat(progress.required("tasksActive").asInt()).isZero();
    assertThat(progress.required("tasksFailed").asInt()).isZero();
    assertThat(progress.required("stagesCompleted")).isEqualTo(progress.required("stagesTotal"));
    List<JsonNode> executors = run.endedExecutors();
    assertThat(executors).as("executors, none lost").hasSize(2);
    assertThat(executors.stream().mapToInt(it -> it.required("completedTasks").asInt()).sum())
        .isEqualTo(completed);
  }

  private static long running(Run run) {
    return run.items("/executors").stream()
        .filter(executor -> executor.required("state").asString().equals("RUNNING"))
        .count();
  }

  private static ConditionFactory soon() {
    return Awaitility.await().atMost(Duration.ofMinutes(4)).pollInterval(Duration.ofMillis(100));
  }

  @Override
  public void close() throws IOException {
    logs.close();
  }
}
