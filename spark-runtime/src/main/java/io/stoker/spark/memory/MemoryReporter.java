package io.stoker.spark.memory;

import io.stoker.spark.platform.FencedException;
import io.stoker.spark.platform.PlatformClient;
import io.stoker.spark.platform.RefusedException;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures the driver at each tick, and sends what is known at every third. It never throws:
 * nothing depends on these figures.
 */
public final class MemoryReporter {
  private static final Logger LOG = LoggerFactory.getLogger(MemoryReporter.class);
  private static final int EVERY = 3;

  private final PlatformClient platform;
  private final MemoryListener listener = new MemoryListener();
  private long ticks;
  private long number;
  private boolean refused;

  public MemoryReporter(PlatformClient platform) {
    this.platform = platform;
  }

  /** Of a JVM that does none of the program's work, and whose figures would mislead. */
  public static MemoryReporter silent(PlatformClient platform) {
    MemoryReporter reporter = new MemoryReporter(platform);
    reporter.refused = true;
    return reporter;
  }

  /** Hears what there is to report. */
  public MemoryListener listener() {
    return listener;
  }

  /**
   * Called once a second.
   *
   * @param last whether to send now, because nothing is sent after this
   */
  public void tick(boolean last) {
    try {
      listener.measureDriver();
      if (!refused && (++ticks % EVERY == 0 || last)) {
        platform.memory(listener.show(++number));
      }
    } catch (IOException e) {
      LOG.info("Memory use was not sent, trying again: {}", e.toString());
    } catch (FencedException e) {
      LOG.debug("Fenced, stopping", e);
    } catch (RefusedException e) {
      refused = true;
      LOG.warn(
          "The platform takes no report of memory use, none is sent any more: {}", e.toString());
    } catch (RuntimeException e) {
      LOG.warn("Memory use cannot be told", e);
    }
  }
}
