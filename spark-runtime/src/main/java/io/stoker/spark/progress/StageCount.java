package io.stoker.spark.progress;

import io.stoker.contract.run.StageProgress;
import java.util.BitSet;

/** The tasks of one attempt of one stage. */
final class StageCount {
  /** What a stage can be in; a pending one belongs to an active job and may yet be skipped. */
  enum State {
    PENDING,
    ACTIVE,
    COMPLETED,
    FAILED
  }

  final int id;
  final int attempt;
  private final String name;
  private final int total;
  private final BitSet completed = new BitSet();
  private int active;
  private int failed;
  private State state = State.PENDING;

  StageCount(int id, int attempt, String name, int total) {
    this.id = id;
    this.attempt = attempt;
    this.name = name;
    this.total = total;
  }

  void become(State next) {
    state = next;
  }

  void taskStarted() {
    active++;
  }

  /** A speculative copy that also succeeds does not count twice. */
  void taskSucceeded(int index) {
    taskEnded();
    completed.set(index);
  }

  void taskFailed() {
    taskEnded();
    failed++;
  }

  void taskEnded() {
    active = Math.max(0, active - 1);
  }

  State state() {
    return state;
  }

  int total() {
    return total;
  }

  int active() {
    return active;
  }

  int completed() {
    return completed.cardinality();
  }

  int failed() {
    return failed;
  }

  StageProgress show() {
    return new StageProgress(id, attempt, name, state.name(), total, active, completed(), failed);
  }
}
