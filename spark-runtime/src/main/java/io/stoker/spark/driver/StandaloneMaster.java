package io.stoker.spark.driver;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.rpc.RpcEndpointRef;
import org.apache.spark.rpc.RpcEnv;
import scala.concurrent.Await;
import scala.concurrent.Future;

/**
 * Finds out whether a Spark Standalone master answers. Spark by itself tries for a minute and then
 * fails with an error that names neither the master nor what is wrong with it.
 */
public final class StandaloneMaster {
  private static final String SCHEME = "spark://";
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private StandaloneMaster() {}

  /**
   * Asks every address of the master at once, and is content with one.
   *
   * @throws JobFailure when none answers
   */
  public static void requireAnswer(String master, RpcEnv rpc) {
    if (!master.startsWith(SCHEME)) {
      return;
    }
    String[] addresses = master.substring(SCHEME.length()).split(",", -1);
    List<Future<RpcEndpointRef>> answers = new ArrayList<>();
    for (String address : addresses) {
      answers.add(rpc.asyncSetupEndpointRefByURI(SCHEME + "Master@" + address));
    }
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    List<String> problems = new ArrayList<>();
    for (int i = 0; i < addresses.length; i++) {
      try {
        long left = Math.max(1, deadline - System.nanoTime());
        Await.result(
            answers.get(i), scala.concurrent.duration.Duration.create(left, TimeUnit.NANOSECONDS));
        return;
      } catch (TimeoutException e) {
        problems.add(addresses[i] + " does not answer");
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        problems.add(addresses[i] + " was not waited for");
      } catch (Exception e) {
        problems.add(addresses[i] + ": " + Sentences.of(e));
      }
    }
    throw new JobFailure(
        "MASTER_UNREACHABLE",
        "No Spark master answers at %s: %s. Start it, or correct the job's master. It must be a Standalone master of the same Spark version that asks for no secret (spark.authenticate), and this node must reach it."
            .formatted(master, String.join("; ", problems)),
        true,
        null);
  }
}
