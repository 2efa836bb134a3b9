package io.stoker.queue;

/**
 * What a queue has at this moment.
 *
 * @param coresMilli of its processes, wherever they run
 * @param memoryBytes of its processes
 * @param running runs that have started and are not over, those between two attempts included
 * @param waiting runs that have not started
 */
public record QueueUse(long coresMilli, long memoryBytes, int running, int waiting) {
  public static final QueueUse NONE = new QueueUse(0, 0, 0, 0);
}
