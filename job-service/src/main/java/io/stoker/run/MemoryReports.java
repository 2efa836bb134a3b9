package io.stoker.run;

import io.stoker.cluster.MemoryUses;
import io.stoker.memory.CachedData;
import io.stoker.memory.MemoryReport;
import java.util.List;
import org.springframework.stereotype.Component;

/** What attempts use of their memory, as their drivers tell it; it stays when they have ended. */
@Component
public class MemoryReports {
  private final AttemptStore attempts;
  private final CachedDataStore cachedData;
  private final MemoryUses uses;
  private final Transactions transactions;

  MemoryReports(
      AttemptStore attempts,
      CachedDataStore cachedData,
      MemoryUses uses,
      Transactions transactions) {
    this.attempts = attempts;
    this.cachedData = cachedData;
    this.uses = uses;
    this.transactions = transactions;
  }

  /**
   * Takes a report; one that is older than the kept one changes nothing.
   *
   * @return false, and nothing has changed, when the attempt's fence is void
   */
  public boolean take(
      long fence, long number, List<MemoryReport> processes, List<CachedData> cached) {
    return transactions.in(
        () -> {
          if (cachedData.keep(fence, number, cached)) {
            uses.tell(fence, processes);
            return true;
          }
          return attempts.find(fence).orElseThrow().isUnfenced();
        });
  }

  /** What processes of an attempt have used. */
  public MemoryUses.OfAttempt uses(long fence) {
    return uses.of(fence);
  }

  /** What an attempt has or had cached, the largest first. */
  public List<CachedData> cached(long fence) {
    return cachedData.of(fence);
  }
}
