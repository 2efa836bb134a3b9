package io.stoker.run;

import io.stoker.cluster.Storage;
import io.stoker.cluster.StorageIdentity;
import io.stoker.duty.PeriodicDuty;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
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
    List<OutputSweepStore.Output> unswept = store.unswept();
    if (!unswept.isEmpty() && isStorageHere()) {
      unswept.forEach(this::sweep);
    }
  }

  private boolean isStorageHere() {
    try {
      identity.confirm();
      return true;
    } catch (IOException e) {
      log.warn("Deletes nothing of attempts that have ended: {}", e.toString());
      return false;
    }
  }

  /**
   * Noted after the deletion: a crash in between repeats it. What is not there may only be out of
   * sight, so the storage is looked for once more.
   */
  private void sweep(OutputSweepStore.Output output) {
    try {
      if (output.hasResult()) {
        storage.deleteTables(output.directory());
      } else {
        storage.deleteOutput(output.directory());
      }
      identity.confirm();
      store.swept(output.fence());
    } catch (IOException e) {
      store.tried(output.fence());
      log.warn("Cannot delete {} yet: {}", output.directory(), e.toString());
    }
  }
}
