package io.stoker.schedule;

/** What becomes of a nominal time while an earlier run of the same schedule is not over. */
public enum Overlap {
  /** Its run starts all the same. */
  ALLOW,
  /** It gets no run. */
  SKIP,
  /** Its run waits for the earlier ones. */
  QUEUE
}
