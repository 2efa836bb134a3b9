package io.stoker.spark.driver;

import org.apache.spark.SparkContext;
import org.apache.spark.SparkContext$;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.jdk.javaapi.OptionConverters;

/** Ends Spark in this JVM. */
public final class SparkEnd {
  private static final Logger LOG = LoggerFactory.getLogger(SparkEnd.class);

  private SparkEnd() {}

  /** Stops the SparkContext, when there is one; what fails here changes no outcome. */
  public static void stop() {
    OptionConverters.toJava(SparkContext$.MODULE$.getActive()).ifPresent(SparkEnd::stop);
  }

  private static void stop(SparkContext context) {
    try {
      context.stop();
    } catch (RuntimeException e) {
      LOG.warn("Spark did not stop in order", e);
    }
  }
}
