package io.stoker.memory;

/** A planner of round figures: heap, and 384 MiB of overhead unless it is set. */
public final class TestPlanner {
  private TestPlanner() {}

  public static ProcessMemory plan(MemorySettings settings) {
    Long overhead = settings.overheadBytes();
    return new ProcessMemory(
        settings.heapBytes(),
        overhead == null ? 384L << 20 : overhead,
        settings.offHeapBytes(),
        settings.pysparkBytes(),
        300L << 20,
        settings.heapBytes() / 2,
        settings.heapBytes() / 4,
        settings.offHeapBytes() / 2);
  }
}
