package io.stoker.allocation;

import static io.stoker.cluster.ClusterBench.GIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stoker.cluster.ClusterBench;
import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import io.stoker.queue.Queue;
import io.stoker.queue.QueueSpec;
import io.stoker.queue.QueueUse;
import io.stoker.revision.ExpectedRevision;
import io.stoker.run.RunFilter;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How queues are made, changed and deleted, and what they admit. */
class QueuesTest {
  private final ClusterBench bench = ClusterBench.start();

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void allSharesTogetherAreAtMostTheCluster() {
    bench.addQueue("a", 60, 0);
    assertRefused(() -> bench.addQueue("b", 41, 0), ErrorCode.VALIDATION_FAILED)
        .hasMessage(
            "/guaranteedShare would make 101 % in all, with 60 % of a; 100 % is the whole cluster,"
                + " so at most 40 % is left.");
    bench.addQueue("b", 40, 0);
    assertRefused(
            () -> bench.change(new QueueSpec("b", 40_001, null, null, 0, null, null)),
            ErrorCode.VALIDATION_FAILED)
        .hasMessageContaining("100.001 % in all");
    assertRefused(
            () -> bench.change(new QueueSpec("default", 1, null, null, 0, null, null)),
            ErrorCode.VALIDATION_FAILED)
        .hasMessageContaining("with 60 % of a, 40 % of b");
  }

  /** Goes red without the lock on shares: then both see room for themselves. */
  @Test
  void sharesThatAreChangedAtOnceAreCountedOneAfterTheOther() {
    CompletableFuture<Void> second =
        whileOpen(() -> bench.addQueue("a", 60, 0), () -> bench.addQueue("b", 60, 0));
    assertFails(second, "120 % in all, with 60 % of a");
  }

  @Test
  void aChangeIsARevisionAndTheSameAgainIsNone() {
    bench.addQueue("a", 10, 0);
    QueueSpec changed = new QueueSpec("a", 20_000, 4000L, null, 1, 2, 3);
    assertThat(bench.queues.replace("a", ExpectedRevision.of(1), changed).revision()).isEqualTo(2);
    assertThat(bench.queues.replace("a", ExpectedRevision.of(2), changed).revision()).isEqualTo(2);
    assertRefused(
        () -> bench.queues.replace("a", ExpectedRevision.of(1), changed), ErrorCode.STALE_ETAG);
    assertRefused(() -> bench.addQueue("a", 0, 0), ErrorCode.ALREADY_EXISTS);
    assertRefused(() -> bench.queues.delete("a", ExpectedRevision.of(9)), ErrorCode.STALE_ETAG);
    assertThat(bench.queues.get("a").spec()).isEqualTo(changed);
  }

  @Test
  void aQueueThatIsNeededIsNotDeletedAndSaysByWhom() {
    bench.addQueue("a", 10, 0);
    bench.addJobIn("a", 1);
    UUID run = bench.submit("a");
    assertRefused(() -> delete("default"), ErrorCode.CONFLICT)
        .hasMessageContaining("job that names none");
    assertRefused(() -> delete("a"), ErrorCode.CONFLICT)
        .hasMessage("Queue \"a\" is needed by job a. Let them name another queue first.");
    bench.move("a", Queue.DEFAULT);
    assertRefused(() -> delete("a"), ErrorCode.CONFLICT)
        .hasMessageContaining("is needed by run " + run);
    assertThat(bench.runs.get(run).run().queue()).as("the one it was submitted to").isEqualTo("a");
    bench.runs.cancel(run, "ada");
    delete("a");
    assertRefused(() -> bench.queues.get("a"), ErrorCode.NOT_FOUND);
    assertThat(bench.runs.get(run).run().queue()).isEqualTo("a");
    assertRefused(() -> bench.move("a", "a"), ErrorCode.VALIDATION_FAILED)
        .hasMessageStartingWith("/queue must be the name of a queue");
  }

  @Test
  void aDeletedJobNeedsNoQueue() {
    bench.addQueue("a", 10, 0);
    bench.addJobIn("a", 1);
    bench.deleteJob("a");
    delete("a");
    assertThat(bench.queues.list(null, 10)).extracting(Queue::name).containsExactly("default");
  }

  /** Goes red when a submission does not hold its queue: a run of no queue would be left. */
  @Test
  void aQueueIsNotDeletedUnderASubmission() {
    bench.addQueue("a", 10, 0);
    bench.addJobIn("a", 1);
    CompletableFuture<Void> deletion =
        whileOpen(
            () -> bench.submit("a"),
            () -> {
              bench.move("a", Queue.DEFAULT);
              delete("a");
            });
    assertFails(deletion, "is needed by run");
  }

  /** Goes red when a job does not hold its queue and no foreign key does. */
  @Test
  void aQueueIsNotDeletedUnderAJobThatBeginsToNameIt() {
    bench.addQueue("a", 10, 0);
    assertFails(whileOpen(() -> bench.addJobIn("a", 1), () -> delete("a")), "is needed by job a");
  }

  @Test
  void pastTheLastThatMayWaitASubmissionIsRefused() {
    bench.node("n", 2, 16 * GIB);
    bench.addQueue(new QueueSpec("a", 0, null, null, 0, null, 1));
    bench.addJobIn("a", 1);
    UUID first = bench.submit("a");
    assertRefused(() -> bench.submit("a"), ErrorCode.QUEUE_FULL)
        .hasMessage(
            "As many runs wait in queue a as may (maxWaiting 1). Start this one when one of them"
                + " has started.");
    bench.pass.run();
    assertThat(bench.hasDriver(first)).isTrue();
    UUID second = bench.submit("a");
    assertThat(bench.runs.list(new RunFilter(null, null, "a", Set.of(), null), 10))
        .extracting(details -> details.run().id())
        .containsExactly(second, first);
    QueueUse use = bench.uses.of(List.of(bench.queues.get("a"))).get("a");
    assertThat(use).isEqualTo(new QueueUse(1000, GIB + (384 << 20), 1, 1));
  }

  /** Goes red without the lock of the queue's row: the second one then counts nobody. */
  @Test
  void submissionsAtOnceAreCountedOneAfterTheOther() {
    bench.addQueue(new QueueSpec("a", 0, null, null, 0, null, 1));
    bench.addJobIn("a", 1);
    assertFails(whileOpen(() -> bench.submit("a"), () -> bench.submit("a")), "(maxWaiting 1)");
  }

  /** Does one thing in a transaction, another one beside it, and then commits the first. */
  private CompletableFuture<Void> whileOpen(Runnable first, Runnable second) {
    return bench.transaction.execute(
        status -> {
          first.run();
          CompletableFuture<Void> later = CompletableFuture.runAsync(second);
          Awaitility.await("it waits for the first, or does not")
              .atMost(Duration.ofSeconds(30))
              .until(() -> later.isDone() || bench.isAnybodyWaiting());
          return later;
        });
  }

  private static void assertFails(CompletableFuture<Void> future, String message) {
    assertThat(future)
        .failsWithin(Duration.ofSeconds(30))
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(StokerException.class)
        .withMessageContaining(message);
  }

  private void delete(String queue) {
    bench.queues.delete(queue, new ExpectedRevision.Any());
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
      ThrowingCallable act, ErrorCode code) {
    return assertThatThrownBy(act)
        .isInstanceOfSatisfying(
            StokerException.class, refused -> assertThat(refused.code()).isEqualTo(code));
  }
}
