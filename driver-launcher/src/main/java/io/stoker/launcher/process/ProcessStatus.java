package io.stoker.launcher.process;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How far a process is. */
public sealed interface ProcessStatus {

  /** Accepted, and no start has come to anything. */
  record NotStarted() implements ProcessStatus {}

  /** The wrapper is on its way; the command does not run yet. */
  record Starting() implements ProcessStatus {}

  /**
   * The command runs.
   *
   * @param exitWillBeKnown false when its wrapper was killed: nobody waits for its exit code
   */
  record Running(long pid, Instant startedAt, boolean exitWillBeKnown) implements ProcessStatus {}

  /**
   * The command ended.
   *
   * @param exitCode its own, or 128 + n when signal n ended it
   */
  record Exited(int exitCode, @Nullable Instant startedAt, Instant exitedAt)
      implements ProcessStatus {}

  /**
   * It does not run, and how it ended is unknown.
   *
   * @param why a sentence for a person
   */
  record Gone(String why, @Nullable Instant startedAt) implements ProcessStatus {}

  /** Whether it has ended for good. */
  default boolean isEnded() {
    return this instanceof Exited || this instanceof Gone;
  }
}
