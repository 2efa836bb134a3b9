package io.stoker.acceptance.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The checker sees each kind of damage that is done to what it looks at. */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CheckerIT {
  private Bench bench;
  private Ledger ledger;
  private UUID succeeded;

  @BeforeAll
  void start() {
    bench = Bench.withStandIns("checker");
    ledger = new Ledger(bench.apis(), StandIns.job());
    Scenario scenario = new Scenario(bench, ledger);
    succeeded = ledger.submit("fail@1");
    assertThat(scenario.finalState(succeeded)).isEqualTo("SUCCEEDED");
    scenario.awaitKept();
    // from here on nothing may change but by the tests' hands
    bench.server().kill();
  }

  @AfterAll
  void stop() {
    bench.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "I3  | update run set state = 'RUNNING' | update run set state = 'SUCCEEDED'",
        "I5  | update attempt set state = 'RUNNING' where number = 1 | update attempt set state ="
            + " 'FAILED' where number = 1",
        "I5  | update attempt set finished_at = finished_at + interval '1 h' where number = 1 |"
            + " update attempt set finished_at = finished_at - interval '1 h' where number = 1",
        "I6  | update attempt set finished_at = finished_at - interval '1 h' where number = 1 |"
            + " update attempt set finished_at = finished_at + interval '1 h' where number = 1",
        "I7  | update event set number = 100 where number = 2 | update event set number = 2 where"
            + " number = 100",
        "I7  | update run set last_event = last_event + 1 | update run set last_event = last_event"
            + " - 1",
        "I7  | update event set state = 'SUCCEEDED' where number = 2 | update event set state ="
            + " 'STARTING' where number = 2",
        "I8  | update run set attempts = 1 | update run set attempts = 2",
        "I9  | update run set state = 'FAILED' | update run set state = 'SUCCEEDED'",
        "I9  | update attempt set state = 'FAILED' where number = 2 | update attempt set state ="
            + " 'COMMITTED' where number = 2",
        "I10 | update result set manifest = jsonb_set(manifest, '{files,0,bytes}', '7') | update"
            + " result set manifest = jsonb_set(manifest, '{files,0,bytes}', '4096')",
        "I17 | update platform_clock set ticks = ticks + 1000 | update platform_clock set ticks ="
            + " ticks - 1000",
        "I12 | update node set cores_milli = 100 | update node set cores_milli = 4000",
        "I12 | update assignment set state = 'RUNNING' where kind = 'DRIVER' | update assignment"
            + " set state = 'EXITED' where kind = 'DRIVER'"
      })
  void seesDamagedRows(String invariant, String damage, String repair) {
    bench.facts().change(damage);
    List<String> seen = Checker.broken(bench, ledger);
    bench.facts().change(repair);

    assertThat(seen).anyMatch(sentence -> sentence.startsWith(invariant + ":"));
    assertThat(Checker.broken(bench, ledger)).isEmpty();
  }

  @Test
  void seesADamagedFile() throws IOException {
    Path file =
        Path.of(URI.create(bench.facts().attempts().get(1).directory())).resolve("part-0.parquet");
    byte[] before = Files.readAllBytes(file);
    byte[] after = before.clone();
    after[17]++;
    Files.write(file, after);
    List<String> seen = Checker.broken(bench, ledger);
    Files.write(file, before);

    assertThat(seen).singleElement().asString().startsWith("I10: ");
  }

  @Test
  void seesALostRunABrokenCancelAndAHarmedRun() {
    Ledger other = new Ledger(ledger);
    other.promise(UUID.randomUUID(), succeeded);
    other.promiseUnharmed(succeeded);

    assertThat(Checker.broken(bench, other))
        .anyMatch(sentence -> sentence.startsWith("I3: "))
        .anyMatch(sentence -> sentence.startsWith("I11: "))
        .anyMatch(sentence -> sentence.startsWith("I17: "));
  }

  @Test
  void seesWhatIsLeft() throws IOException {
    Process process =
        new ProcessBuilder("sleep", "300")
            .directory(bench.home().resolve("nodes").toFile())
            .start();
    Path work = Files.createDirectories(bench.home().resolve("nodes/node-1/processes/x"));
    List<String> seen = Checker.broken(bench, ledger);
    process.destroyForcibly().onExit().join();
    Files.delete(work);

    assertThat(seen).hasSize(2).allMatch(sentence -> sentence.startsWith("I13: "));
  }

  @Test
  void seesAGapInALog() throws IOException {
    Path stream =
        Path.of(URI.create(bench.facts().attempts().get(1).directory()))
            .resolveSibling("logs/driver/stdout");
    Path segment = stream.resolve("%020d.log".formatted(1_000_000));
    Files.writeString(segment, "late", StandardOpenOption.CREATE_NEW);
    List<String> seen = Checker.broken(bench, ledger);
    Files.delete(segment);

    assertThat(seen).singleElement().asString().startsWith("I18: ");
  }
}
