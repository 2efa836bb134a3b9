package io.stoker.cluster;

import io.stoker.memory.MemoryFigures;
import io.stoker.memory.MemoryReport;
import io.stoker.memory.MemoryUse;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What processes use of their memory, and the most that they ever did. Drivers tell what Spark
 * knows, nodes what the kernel counts.
 */
@Component
public class MemoryUses {
  private final MemoryUseStore store;

  MemoryUses(MemoryUseStore store) {
    this.store = store;
  }

  /** What is known of an attempt's processes. */
  public record OfAttempt(@Nullable MemoryUse driver, Map<Integer, MemoryUse> executors) {
    /** Nothing is. */
    public static final OfAttempt NONE = new OfAttempt(null, Map.of());

    /** The most that any one executor has used, figure by figure. */
    public MemoryFigures highest() {
      return executors.values().stream()
          .map(MemoryUse::peak)
          .reduce(MemoryFigures.NONE, MemoryFigures::greatest);
    }
  }

  /** Of an attempt's driver and each of its executors, those that have ended too. */
  public OfAttempt of(long fence) {
    return store.of(fence);
  }

  /** Keeps what a driver says, if its attempt is live. */
  public void tell(long fence, List<MemoryReport> reports) {
    store.tell(fence, reports);
  }
}
