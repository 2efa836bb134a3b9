package io.stoker.spark.driver;

import io.stoker.contract.driver.DriverFailure;
import io.stoker.crash.CrashPoint;
import io.stoker.crash.CrashPoints;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a driver tells the platform when its program ends without a result. */
public final class FailureReport {
  private static final Logger LOG = LoggerFactory.getLogger(FailureReport.class);
  private static final int LONGEST_DETAIL = 16 * 1024;

  private FailureReport() {}

  /** Tells the platform, and says nothing more. */
  public static void send(DriverSession session, Throwable error) {
    DriverFailure failure = of(error);
    LOG.error("{}: {}", failure.code(), failure.message());
    // what it used belongs to the failure, and is not taken after it
    session.reporter().flush();
    session.platform().failure(failure);
    CrashPoints.hit(CrashPoint.DRIVER_FAILURE_TOLD);
    session.reporter().close();
  }

  static DriverFailure of(Throwable error) {
    JobFailure known = known(error);
    if (known != null) {
      Throwable cause = known.getCause();
      return new DriverFailure(
          known.code(),
          storable(known.sentence()),
          cause == null ? null : detail(cause),
          known.retryable());
    }
    return new DriverFailure(
        "DRIVER_ERROR", storable(Sentences.of(error)), detail(error), Sentences.isPassing(error));
  }

  /** User code makes messages of any characters; the platform keeps no NUL and no half ones. */
  private static String storable(String text) {
    return text.replaceAll("[\\x00\\p{Cs}]", "\uFFFD");
  }

  private static @Nullable JobFailure known(Throwable error) {
    for (Throwable cause : Sentences.chain(error)) {
      if (cause instanceof JobFailure known) {
        return known;
      }
    }
    return null;
  }

  private static String detail(Throwable error) {
    StringWriter text = new StringWriter();
    error.printStackTrace(new PrintWriter(text));
    String all = storable(text.toString());
    return all.length() <= LONGEST_DETAIL ? all : all.substring(0, LONGEST_DETAIL);
  }
}
