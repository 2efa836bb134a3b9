package io.stoker.run;

import io.stoker.cluster.Storage;
import io.stoker.cluster.StorageIdentity;
import io.stoker.duty.PeriodicDuty;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Deletes what attempts that have ended leave behind, once none of their processes can write any
 * more: of those without a result all but their logs, of the others the tables that their programs
 * made. No ended attempt is ever committed, so nothing has to be locked, and servers that sweep at
 * once do the same. A server that has lost the storage deletes nothing, and must not say that it
 * has.
 */
@Component
class OutputSweep implements PeriodicDuty {
  private static final Logger log = LoggerFactory.getLogger(OutputSweep.class);

  private final OutputSweepStore store;
  private final Storage storage;
  private final StorageIdentity identity;
  private final RunSettings settings;

  OutputSweep(
      OutputSweepStore store, Storage storage, StorageIdentity identity, RunSettings settings) {
    this.store = store;
    this.storage = storage;
    this.identity = identity;
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
    try {
      for (OutputSweepStore.Output output : store.unswept()) {
        sweep(output);
      }
    } catch (IOException e) {
      log.warn("Deletes nothing of attempts that have ended: {}", e.toString());
    }
  }

  /**
   * Noted after the deletion: a crash in between repeats it. What is not there may only be out of
   * sight, so the storage is looked for in between too.
   *
   * @throws IOException when it is not there
   */
  private void sweep(OutputSweepStore.Output output) throws IOException {
    if (isDeleted(output)) {
      identity.confirm();
      store.swept(output.fence());
    }
  }

  private boolean isDeleted(OutputSweepStore.Output output) {
    try {
      if (output.hasResult()) {
        storage.deleteTables(output.directory());
      } else {
        storage.deleteOutput(output.directory());
      }
      return true;
    } catch (IOException e) {
      store.tried(output.fence());
      log.warn("Cannot delete {} yet: {}", output.directory(), e.toString());
      return false;
    }
  }
}
