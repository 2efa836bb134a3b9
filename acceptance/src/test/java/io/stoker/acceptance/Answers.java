package io.stoker.acceptance;

import static io.stoker.acceptance.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.acceptance.harness.Api;
import io.stoker.acceptance.harness.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;

/** What clients of each kind were answered, who went on asking all the time. */
final class Answers implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(250);

  private final List<Watch<Answer>> clients = new ArrayList<>();

  /**
   * One of them.
   *
   * @param begin as {@link System#nanoTime} counts
   */
  record Answer(Reply reply, long begin, long end) {
    Duration took() {
      return Duration.ofNanos(end - begin);
    }
  }

  /**
   * Clients who list, follow, wait, read logs, change and submit.
   *
   * @param job allows one run at a time, so that submitting adds no load
   */
  static Answers of(Api api, Run run, String job) {
    Answers answers = new Answers();
    answers.client(() -> api.get("/api/v1/runs"));
    answers.client(() -> api.get(run.path() + "?wait=PT20S"));
    answers.client(() -> api.get(run.path() + "/events?after=10000&wait=PT20S"));
    answers.client(() -> api.get(run.path() + "/logs/driver/stderr?offset=0"));
    answers.client(() -> api.get("/api/v1/nodes"));
    answers.client(() -> api.post("/api/v1/jobs/" + job + "/runs", Map.of()));
    answers.client(() -> api.post("/api/v1/runs/" + UUID.randomUUID() + ":cancel", Map.of()));
    return answers;
  }

  private void client(Callable<Reply> request) {
    clients.add(
        Watch.every(
            PAUSE,
            () -> {
              long begin = System.nanoTime();
              Reply reply = request.call();
              return new Answer(reply, begin, System.nanoTime());
            }));
  }

  List<Answer> stop() {
    return clients.stream().flatMap(client -> client.stop().stream()).toList();
  }

  /** Between these moments everybody was told in time that there is no database. */
  static Duration assertUnavailable(List<Answer> all, long from, long to) {
    List<Answer> away =
        all.stream().filter(answer -> answer.begin() > from && answer.end() < to).toList();
    assertThat(away.stream().map(answer -> answer.reply().request()).distinct())
        .as("requests of each kind")
        .hasSizeGreaterThanOrEqualTo(7);
    for (Answer answer : away) {
      assertProblem(answer.reply(), 503, "UNAVAILABLE");
      assertThat(answer.reply().header("Retry-After")).isEqualTo("5");
    }
    return away.stream().map(Answer::took).max(Duration::compareTo).orElseThrow();
  }

  /** Nobody was told that the server itself is at fault. */
  static void assertNoOtherFailure(List<Answer> all) {
    assertThat(all)
        .extracting(answer -> answer.reply())
        .noneMatch(reply -> reply.status() >= 500 && reply.status() != 503);
  }

  @Override
  public void close() {
    clients.forEach(Watch::close);
  }
}
