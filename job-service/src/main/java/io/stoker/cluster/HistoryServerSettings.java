package io.stoker.cluster;

/**
 * How Spark's history server is run.
 *
 * @param enabled whether there is to be one at all
 * @param need what it takes on its node: memory only
 * @param retainedApplications histories that it keeps open at once
 * @param idleTicks seconds of platform uptime without a request after which it is ended
 */
public record HistoryServerSettings(
    boolean enabled, ProcessNeed need, int retainedApplications, int idleTicks) {
  public static final HistoryServerSettings DEFAULTS =
      new HistoryServerSettings(true, new ProcessNeed(0, 1L << 30, 1408L << 20), 10, 600);
}
