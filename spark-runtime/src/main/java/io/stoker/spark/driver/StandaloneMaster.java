package io.stoker.spark.driver;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
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
  private static final Pattern ABOUT_SECRET =
      Pattern.compile("(?i)sasl|authenticat|unknown challenge");

  /** What Spark says when the other side ends a connection, as one does that is not convinced. */
  private static final Pattern HUNG_UP = Pattern.compile("Outbox is stopped|EOFException");

  private StandaloneMaster() {}

  /**
   * Asks every address of the master at once, and is content with one.
   *
   * @param authenticates whether this driver was given a secret for it
   * @throws JobFailure when none answers
   */
  public static void requireAnswer(String master, boolean authenticates, RpcEnv rpc) {
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
    boolean aboutSecret = false;
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
        aboutSecret |= says(ABOUT_SECRET, e) || (authenticates && says(HUNG_UP, e));
      }
    }
    String told = String.join("; ", problems);
    throw aboutSecret ? ofSecret(master, authenticates, told) : unreachable(master, told);
  }

  private static JobFailure unreachable(String master, String told) {
    return new JobFailure(
        "MASTER_UNREACHABLE",
        "No Spark master answers at %s: %s. Start it, or correct the job's master. It must be a Standalone master of the same Spark version, and this node must reach it."
            .formatted(master, told),
        true,
        null);
  }

  /** Each node has its own file: another one may know better. */
  private static JobFailure ofSecret(String master, boolean authenticates, String told) {
    return authenticates
        ? new JobFailure(
            "MASTER_SECRET_WRONG",
            "The Spark master at %s does not take the secret that this node has for it, or asks for none, or encrypts in another way, or is none: %s. Correct its line in the file that stoker.node.master-secrets of the node names."
                .formatted(master, told),
            true,
            null)
        : new JobFailure(
            "MASTER_SECRET_MISSING",
            "The Spark master at %s asks for a secret (spark.authenticate), and this node knows none for it: %s. Put a line with its address and its secret into the file that stoker.node.master-secrets of the node names."
                .formatted(master, told),
            true,
            null);
  }

  /** Spark has no class for it, and answers from afar are only text. */
  private static boolean says(Pattern words, Throwable error) {
    return Sentences.chain(error).stream()
        .anyMatch(cause -> words.matcher(String.valueOf(cause)).find());
  }
}
