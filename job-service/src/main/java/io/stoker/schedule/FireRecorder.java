package io.stoker.schedule;

import io.stoker.run.Reason;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes down what becomes of a schedule's times, in their order; skipped ones as ranges. */
final class FireRecorder {
  private final FireStore store;
  private final UUID schedule;
  private @Nullable Range open;

  private record Range(Instant first, Instant last, int times, Reason reason) {}

  FireRecorder(FireStore store, UUID schedule) {
    this.store = store;
    this.schedule = schedule;
  }

  void ran(FireTime time, UUID run) {
    flush();
    store.insertRun(schedule, time.at(), run, Policy.note(time));
  }

  void skipped(FireTime time, Reason reason) {
    if (open != null && open.reason.equals(reason)) {
      open = new Range(open.first, time.at(), open.times + 1, reason);
    } else {
      flush();
      open = new Range(time.at(), time.at(), 1, reason);
    }
  }

  /** To be called when all are decided. */
  void flush() {
    if (open != null) {
      store.insertSkipped(schedule, open.first, open.last, open.times, open.reason);
      open = null;
    }
  }
}
