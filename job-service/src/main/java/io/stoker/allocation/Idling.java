package io.stoker.allocation;

/**
 * For how many ticks an executor has been of no use to its run. That is not always for as long as
 * it has had no task:
 *
 * <ul>
 *   <li>Before its first task Spark waits for most of the executors that it wants, and those that
 *       have come wait with it.
 *   <li>A barrier stage's tasks start together or not at all, so executors wait for the rest of
 *       those that it needs.
 * </ul>
 *
 * <p>Neither is waited for ever: a run would hold by it what others wait for.
 */
final class Idling {
  /** What Spark waits for its executors before it begins with those that there are. */
  private static final int START_TICKS = 30;

  /** Of an executor {@code a} of an attempt {@code t}; zero when it has a task. */
  static String ticks(AllocationSettings settings) {
    return """
        case when a.idle_since_tick is null then 0 else greatest(0,
          (select ticks from platform_clock) - greatest(a.idle_since_tick, t.barrier_since_tick)
          - case when t.barrier_since_tick is not null then %d when t.had_task then 0 else %d end)
        end"""
        .formatted(settings.barrierTicks(), START_TICKS);
  }

  private Idling() {}
}
