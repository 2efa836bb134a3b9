package io.stoker.run;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import io.stoker.run.QueueStore.Numbered;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Says of runs that wait which number they are in their queues. That is looked up when somebody
 * asks: each start changes the number of all behind it, and a pass could not write ten thousand
 * rows for each. It explains only the first ones of a queue too; what those behind wait for is said
 * here.
 */
@Component
class QueueNumbers {
  private final QueueStore queue;

  QueueNumbers(QueueStore queue) {
    this.queue = queue;
  }

  /** The same runs, with their numbers in the reasons of those that wait. */
  List<Run> of(List<Run> runs) {
    List<UUID> waiting = runs.stream().filter(run -> run.state().isWaiting()).map(Run::id).toList();
    if (waiting.isEmpty()) {
      return runs;
    }
    Map<UUID, Numbered> numbers =
        queue.numbers(waiting).stream().collect(toMap(Numbered::id, identity()));
    return runs.stream().map(run -> with(run, numbers.get(run.id()))).toList();
  }

  /** The first of all needs no other reason before a pass has looked at it. */
  private static Run with(Run run, @Nullable Numbered number) {
    Reason reason = run.reason();
    if (number == null || (reason == null && number.number() == 1)) {
      return run;
    }
    if (reason == null) {
      reason =
          new Reason(
              Reason.WAITING_FOR_CAPACITY,
              "Waits its turn: run %s is the first that waits in its queue."
                  .formatted(number.first()));
    }
    return run.with(
        new Reason(
            reason.code(),
            "%s It is number %d in queue %s."
                .formatted(reason.message(), number.number(), run.queue())));
  }
}
