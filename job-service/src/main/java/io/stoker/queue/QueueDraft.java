package io.stoker.queue;

import io.stoker.error.Violation;
import io.stoker.error.Violations;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A queue as somebody wrote it: nothing checked, nothing filled in. */
public record QueueDraft(
    @Nullable String name,
    @Nullable BigDecimal guaranteedShare,
    @Nullable BigDecimal maxCores,
    @Nullable String maxMemory,
    @Nullable Integer priority,
    @Nullable Integer maxRunning,
    @Nullable Integer maxWaiting,
    @Nullable Boolean preemption) {

  /**
   * The queue with its defaults, when everything about it is right.
   *
   * @param alreadyFound what the reading of the draft found wrong, named together with the rest
   * @throws io.stoker.error.StokerException naming every wrong field
   */
  public QueueSpec checked(List<Violation> alreadyFound) {
    Violations violations = new Violations(alreadyFound);
    QueueSpec spec = new QueueRules(violations).checked(this);
    violations.throwIfAny();
    return spec;
  }
}
