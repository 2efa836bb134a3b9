package io.stoker.memory;

/**
 * Port: what a driver or executor of given settings takes. The launcher, which starts it, knows.
 */
public interface MemoryPlanner {
  ProcessMemory plan(MemorySettings settings);
}
