package io.stoker.launcher.process;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.core.ConditionFactory;

/** Processes for tests. */
final class Children {
  private Children() {}

  static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(20));
  }

  static ProcessRecord aRecord() {
    UUID run = UUID.randomUUID();
    return new ProcessRecord(
        UUID.randomUUID(),
        ProcessRecord.Kind.EXECUTOR,
        "executor-1",
        run,
        7,
        run + "-7",
        5_000,
        null,
        Instant.parse("2026-01-02T03:04:05Z"));
  }

  static Command shell(String script) {
    return new Command(List.of("sh", "-c", script), Map.of());
  }

  static ChildProcess started(Path home, String script) throws IOException {
    ChildProcess child = ProcessDirectory.accept(home, aRecord());
    child.start(shell(script));
    return child;
  }

  static ProcessStatus.Running awaitRunning(ChildProcess child) {
    return (ProcessStatus.Running)
        soon().until(child::status, ProcessStatus.Running.class::isInstance);
  }

  static ProcessStatus awaitEnd(ChildProcess child) {
    return soon().until(child::status, ProcessStatus::isEnded);
  }

  /** Waits until the child has written the text. */
  static void awaitOutput(ChildProcess child, String text) {
    soon()
        .ignoreExceptions()
        .until(
            () -> Files.readString(child.directory().resolve("stdout")), out -> out.contains(text));
  }

  static List<ProcStat> alive(ChildProcess child) {
    return new Members(child.record().id(), null, null).alive();
  }
}
