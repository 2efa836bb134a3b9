package io.stoker.spark.driver;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.spark.SparkConf;
import org.jspecify.annotations.Nullable;

/**
 * Spark's submit fetches a program's packages before it has read who it is that asks: here is what
 * becomes of it when that fails, or does not come to an end.
 */
public final class PackageResolution implements AutoCloseable {
  private static final String PACKAGES = "spark.jars.packages";
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final String packages;
  private final String repositories;
  private final CountDownLatch over = new CountDownLatch(1);

  private PackageResolution(SparkConf assigned) {
    this.packages = assigned.get(PACKAGES, "");
    this.repositories = assigned.get("spark.stoker.packageRepositories", "");
  }

  /**
   * Begins to wait.
   *
   * @param assigned the settings that the platform assigned to this attempt
   * @param late told when it takes too long, on a thread of its own
   */
  public static PackageResolution begin(SparkConf assigned, Consumer<JobFailure> late) {
    PackageResolution resolution = new PackageResolution(assigned);
    if (!resolution.packages.isEmpty()) {
      Thread watch = new Thread(() -> resolution.watch(late), "stoker-packages");
      watch.setDaemon(true);
      watch.start();
    }
    return resolution;
  }

  private void watch(Consumer<JobFailure> late) {
    try {
      if (!over.await(LONGEST.toMillis(), TimeUnit.MILLISECONDS)) {
        late.accept(failure("they were not there after " + LONGEST.toMinutes() + " minutes", null));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What an error of Spark's submit is: of the packages, when there are any. */
  public RuntimeException explained(RuntimeException error) {
    return packages.isEmpty() ? error : failure(Sentences.of(error), error);
  }

  /** A repository may answer better the next time. */
  private JobFailure failure(String why, @Nullable Throwable cause) {
    return new JobFailure(
        "PACKAGES_UNRESOLVED",
        "The packages %s could not be fetched from %s: %s. Correct application.packages, or have the repository named in the server's stoker.jobs.package-repositories; the driver's node must reach it. The driver's log says which files were looked for."
            .formatted(
                packages,
                repositories.isEmpty() ? "anywhere, since no repository is allowed" : repositories,
                why),
        !repositories.isEmpty(),
        cause);
  }

  /** It has ended, whatever came of it. */
  @Override
  public void close() {
    over.countDown();
  }
}
