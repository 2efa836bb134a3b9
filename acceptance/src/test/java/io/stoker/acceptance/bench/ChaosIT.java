package io.stoker.acceptance.bench;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Several mishaps in a row, drawn from a seed, while clients start and cancel runs. A seed gives
 * the same mishaps and the same runs; how they meet is up to the machine. {@code
 * -Dstoker.bench.seeds=1,2} replays seeds.
 */
@Tag("long")
class ChaosIT {
  private static final int MISHAPS = 12;
  private static final int RUNS = 20;
  private static final int CLIENTS = 3;

  private static final List<String> SCRIPTS =
      List.of(
          "",
          "",
          "",
          "",
          "twice",
          "fail@1",
          "die:files@1",
          "die:manifest@1",
          "die:committed",
          "die:born@1 die:started@2",
          "leave",
          "linger",
          "deaf",
          "child");

  static Stream<Long> seeds() {
    String chosen = System.getProperty("stoker.bench.seeds", "");
    return chosen.isEmpty()
        ? LongStream.generate(() -> new Random().nextInt(1_000_000)).limit(3).boxed()
        : Stream.of(chosen.split(",")).map(Long::valueOf);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void keepsItsPromises(long seed) {
    say(seed, "replay it with -Dstoker.bench.seeds=" + seed);
    Random random = new Random(seed);
    List<Mishap> mishaps = Stream.generate(() -> Mishap.draw(random)).limit(MISHAPS).toList();
    List<Long> clients = Stream.generate(random::nextLong).limit(CLIENTS).toList();
    try (Bench bench = bench(seed)) {
      Ledger ledger = new Ledger(bench.apis(), StandIns.job());
      List<CompletableFuture<Void>> load =
          clients.stream().map(client -> begin(ledger, new Random(client))).toList();
      for (Mishap mishap : mishaps) {
        say(seed, mishap.toString());
        mishap.happenTo(bench);
        pause(mishap.millis());
        bench.heal();
      }
      load.forEach(client -> client.orTimeout(5, TimeUnit.MINUTES).join());
      new Scenario(bench, ledger).awaitKept();
      say(seed, Census.of(bench.facts()));
    }
  }

  /** Even seeds have two servers. */
  private static Bench bench(long seed) {
    String name = "chaos-" + seed;
    return seed % 2 == 0 ? Bench.withTwoServers(name) : Bench.withStandIns(name);
  }

  /** One client: runs one after the other, some of which it cancels soon or late. */
  private static CompletableFuture<Void> begin(Ledger ledger, Random random) {
    return CompletableFuture.runAsync(
        () -> {
          for (int i = 0; i < RUNS / CLIENTS; i++) {
            UUID run = ledger.submit(SCRIPTS.get(random.nextInt(SCRIPTS.size())));
            pause(random.nextInt(1500));
            if (random.nextInt(4) == 0) {
              ledger.cancel(run);
            }
          }
        });
  }

  private static void pause(int millis) {
    LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
  }

  private static void say(long seed, String what) {
    System.out.println("[chaos " + seed + "] " + what);
  }
}
