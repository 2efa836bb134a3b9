package io.stoker.api.queue;

import io.stoker.contract.queue.QueueDefinition;
import io.stoker.contract.queue.QueueResource;
import io.stoker.queue.Queue;
import io.stoker.queue.QueueDraft;
import io.stoker.queue.QueueSpec;
import io.stoker.queue.QueueUse;
import io.stoker.queue.QueueUses;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** From the contract's records to the domain's and back. */
final class QueueMapping {
  private static final List<String> UNITS = List.of("b", "k", "m", "g", "t", "p");

  private QueueMapping() {}

  static QueueDraft draft(QueueDefinition queue) {
    return new QueueDraft(
        queue.name(),
        queue.guaranteedShare(),
        queue.maxCores(),
        queue.maxMemory(),
        queue.priority(),
        queue.maxRunning(),
        queue.maxWaiting(),
        queue.preemption());
  }

  /** With every default filled in, so that sending it back changes nothing. */
  static QueueDefinition definition(QueueSpec queue) {
    Long maxCores = queue.maxCoresMilli();
    Long maxMemory = queue.maxMemoryBytes();
    return new QueueDefinition(
        queue.name(),
        thousandths(queue.shareMilli()),
        maxCores == null ? null : thousandths(maxCores),
        maxMemory == null ? null : size(maxMemory),
        queue.priority(),
        queue.maxRunning(),
        queue.maxWaiting(),
        queue.preemption());
  }

  static QueueResource resource(Queue queue, QueueUse use, QueueUses.Cluster cluster) {
    return new QueueResource(
        queue.name(),
        queue.revision(),
        definition(queue.spec()),
        use(use, cluster),
        queue.createdAt(),
        queue.updatedAt());
  }

  private static io.stoker.contract.queue.QueueUse use(QueueUse use, QueueUses.Cluster cluster) {
    double part = cluster.part(use.coresMilli(), use.memoryBytes());
    return new io.stoker.contract.queue.QueueUse(
        thousandths(use.coresMilli()),
        use.memoryBytes(),
        plain(BigDecimal.valueOf(part * 100).setScale(1, RoundingMode.HALF_UP)),
        use.running(),
        use.waiting());
  }

  /** The largest unit in which a size is a whole number. */
  private static String size(long bytes) {
    int unit = Math.min(Long.numberOfTrailingZeros(bytes) / 10, UNITS.size() - 1);
    return (bytes >> (10 * unit)) + UNITS.get(unit);
  }

  private static BigDecimal thousandths(long milli) {
    return plain(BigDecimal.valueOf(milli, 3));
  }

  private static BigDecimal plain(BigDecimal number) {
    BigDecimal stripped = number.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }
}
