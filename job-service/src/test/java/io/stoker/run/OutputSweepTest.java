package io.stoker.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** I13: files of attempts without a result go, those of any other attempt never do. */
class OutputSweepTest {
  private final Bench bench = Bench.start();

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void whatAFailedAttemptWroteGoesAndItsLogsStay() throws IOException {
    long fence = bench.runningOnItsNode();
    Path attempt = write(fence);
    bench.attempts.failure(fence, new Reason("X", "x"), null, true);
    bench.sweep.run();
    assertThat(attempt.resolve("data/city=Rome/part-0.parquet")).as("may be written yet").exists();

    bench.nodeHasNothingLeftOf(fence);
    bench.sweep.run();
    assertThat(attempt).isDirectoryNotContaining(entry -> !entry.endsWith("logs"));
    assertThat(attempt.resolve("logs/driver/stderr/0.log")).hasContent("why");
  }

  /** Goes red when anything but the state in the database decides. */
  @ParameterizedTest
  @ValueSource(strings = {"ASSIGNED", "STARTING", "RUNNING", "COMMITTING", "COMMITTED"})
  void whatALiveOrCommittedAttemptWroteIsNeverTouched(AttemptState state) throws IOException {
    long fence = bench.running();
    Path attempt = write(fence);
    bench.nodeHasNothingLeftOf(fence);
    bench
        .jdbc
        .sql("update attempt set state = :state, finished_at = created_at where fence = :fence")
        .param("state", state.name())
        .param("fence", fence)
        .update();
    bench.ticks(100_000);
    bench.sweep.run();
    assertThat(attempt.resolve("data/city=Rome/part-0.parquet")).exists();
    assertThat(attempt.resolve("manifest.json")).exists();
  }

  @Test
  void tablesOfAnAttemptGoWhenItHasEndedAlsoWithAResult() throws IOException {
    long fence = bench.runningOnItsNode();
    Path attempt = write(fence);
    Path table = attempt.resolve("warehouse/staging");
    Files.createDirectories(table);
    bench
        .jdbc
        .sql(
            "update attempt set state = 'COMMITTED', finished_at = created_at where fence = :fence")
        .param("fence", fence)
        .update();
    bench.sweep.run();
    assertThat(table).as("may be read yet").exists();

    bench.nodeHasNothingLeftOf(fence);
    bench.sweep.run();
    assertThat(attempt.resolve("warehouse")).doesNotExist();
    assertThat(attempt.resolve("data/city=Rome/part-0.parquet")).exists();
  }

  /** Goes red when the oldest come first, however often they failed. */
  @Test
  void whatCannotBeDeletedKeepsNothingElseFromIt() throws IOException {
    long fence = bench.running();
    Path attempt = write(fence);
    end(fence);
    bench
        .jdbc
        .sql(
            """
            insert into attempt (fence, run_id, step, number, node_id, state, token_hash,
                                 output_directory, last_seen_tick, created_at, finished_at)
            select -n, run_id, step, 100 + n, node_id, state, decode(md5(cast(n as text)), 'hex'),
                   'file:///elsewhere/data/', last_seen_tick, created_at, finished_at
            from attempt, generate_series(1, 1000) n where fence = :fence
            """)
        .param("fence", fence)
        .update();
    bench.sweep.run();
    assertThat(attempt.resolve("data")).as("the oldest were tried").exists();
    bench.sweep.run();
    assertThat(attempt.resolve("data")).doesNotExist();
  }

  /** Goes red when what is out of sight is taken for what is gone. */
  @Test
  void aServerThatHasLostTheStorageSaysOfNothingThatItIsGone() throws IOException {
    long fence = bench.running();
    Path attempt = write(fence);
    end(fence);
    Path elsewhere = unmount();
    bench.sweep.run();
    Files.writeString(bench.storage.path("storage.id"), "another one's");
    bench.sweep.run();
    assertThat(isSwept()).isFalse();

    Files.delete(bench.storage.path("storage.id"));
    Files.delete(bench.storage.path());
    Files.move(elsewhere, bench.storage.path());
    bench.sweep.run();
    assertThat(attempt.resolve("data")).doesNotExist();
    assertThat(isSwept()).isTrue();
  }

  private boolean isSwept() {
    return bench.jdbc.sql("select swept_at is not null from attempt").query(Boolean.class).single();
  }

  /** What is left is an empty directory. */
  private Path unmount() throws IOException {
    Path elsewhere = bench.storage.path().resolveSibling("elsewhere-" + UUID.randomUUID());
    Files.move(bench.storage.path(), elsewhere);
    Files.createDirectory(bench.storage.path());
    return elsewhere;
  }

  @Test
  void aLinkIsDeletedAndWhereItLeadsIsNot(@TempDir Path elsewhere) throws IOException {
    Files.writeString(elsewhere.resolve("precious"), "x");
    long fence = bench.running();
    Path attempt = write(fence);
    Files.createSymbolicLink(attempt.resolve("data/link"), elsewhere);
    end(fence);
    bench.sweep.run();
    assertThat(attempt.resolve("data")).doesNotExist();
    assertThat(elsewhere.resolve("precious")).exists();
  }

  @Test
  void anAttemptThatIsALinkItselfIsLeftAlone(@TempDir Path elsewhere) throws IOException {
    Files.createDirectories(elsewhere.resolve("data"));
    long fence = bench.running();
    Path attempt = directory(fence);
    Files.createDirectories(attempt.getParent());
    Files.createSymbolicLink(attempt, elsewhere);
    end(fence);
    bench.sweep.run();
    assertThat(elsewhere.resolve("data")).exists();
  }

  /** I15. */
  @Test
  void twoServersSweepAtOnce() throws IOException {
    long fence = bench.running();
    Path attempt = write(fence);
    for (int i = 0; i < 200; i++) {
      Files.writeString(attempt.resolve("data/part-" + i), "x");
    }
    end(fence);
    try (Bench other = bench.anotherServer()) {
      Callable<Boolean> one = () -> sweep(bench);
      Callable<Boolean> two = () -> sweep(other);
      assertThat(Bench.race(List.of(one, two, one, two))).containsOnly(true);
    }
    bench.sweep.run();
    assertThat(attempt.resolve("data")).doesNotExist();
  }

  private static boolean sweep(Bench server) {
    server.sweep.run();
    return true;
  }

  private void end(long fence) {
    bench.nodeHasNothingLeftOf(fence);
    bench.attempts.failure(fence, new Reason("X", "x"), null, true);
  }

  private Path write(long fence) throws IOException {
    Path attempt = directory(fence);
    for (String file :
        List.of("data/city=Rome/part-0.parquet", "data/_temporary/0/x", "manifest.json")) {
      Files.createDirectories(attempt.resolve(file).getParent());
      Files.writeString(attempt.resolve(file), "rows");
    }
    Files.createDirectories(attempt.resolve("logs/driver/stderr"));
    Files.writeString(attempt.resolve("logs/driver/stderr/0.log"), "why");
    return attempt;
  }

  private Path directory(long fence) {
    return Path.of(URI.create(bench.attempt(fence).outputDirectory())).resolveSibling("");
  }
}
