package io.stoker.contract.driver;

import io.stoker.contract.memory.CachedData;
import io.stoker.contract.memory.MemoryFigures;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What driver and executors of an attempt use of their memory, as full state.
 *
 * @param number grows with each report of one attempt; an older one changes nothing
 * @param cached what is or was cached, at most 100
 */
public record DriverMemory(long number, List<ProcessUse> processes, List<CachedData> cached) {

  /**
   * What one process uses.
   *
   * @param executor id of the executor; null for the driver itself
   * @param peak the highest of each figure since the process started
   */
  public record ProcessUse(@Nullable Integer executor, MemoryFigures latest, MemoryFigures peak) {}
}
