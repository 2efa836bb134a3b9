package io.stoker.run;

import io.stoker.cluster.Storage;
import io.stoker.duty.PeriodicDuty;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Deletes the files of attempts that have ended without a result, once none of their processes can
 * write any more; logs are kept. Such an attempt can never be committed, so nothing has to be
 * locked, and servers that sweep at once do the same.
 */
@Component
class OutputSweep implements PeriodicDuty {
  private static final Logger log = LoggerFactory.getLogger(OutputSweep.class);

  private final OutputSweepStore store;
  private final Storage storage;
  private final RunSettings settings;

  OutputSweep(OutputSweepStore store, Storage storage, RunSettings settings) {
    this.store = store;
    this.storage = storage;
    this.settings = settings;
  }

  @Override
  public String name() {
    return "output-sweep";
  }

  @Override
  public Duration every() {
    return settings.sweepEvery();
  }

  @Override
  public void run() {
    store.unswept().forEach(this::sweep);
  }

  /** Noted after the deletion: a crash in between repeats it. */
  private void sweep(OutputSweepStore.Output output) {
    try {
      storage.deleteOutput(output.directory());
      store.swept(output.fence());
    } catch (IOException e) {
      log.warn("Cannot delete {} yet: {}", output.directory(), e.toString());
    }
  }
}
