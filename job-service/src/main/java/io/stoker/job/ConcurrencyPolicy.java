package io.stoker.job;

/** What happens to a run of a job whose earlier runs are not over. */
public enum ConcurrencyPolicy {
  /** It runs beside them. */
  ALLOW,
  /** It waits until fewer of them than the bound go on. */
  QUEUE,
  /** It is refused, and a fire time that asks for it is skipped. */
  SKIP
}
