package io.stoker.spark.memory;

import io.stoker.contract.memory.CachedData;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Adds up the cached blocks of each RDD; a cached table is one. What was dropped is remembered. */
final class CacheBoard {
  private static final int SHOWN = 100;

  private final Map<Integer, Cached> cached = new HashMap<>();
  private final Map<Integer, Announced> announced = new HashMap<>();

  /** An RDD that is to be cached, as a stage that computes it says. */
  record Announced(String name, String storageLevel, int partitions) {}

  /** One partition of an RDD on one executor. */
  private record Place(String executor, int partition) {}

  private record Size(long memoryBytes, long diskBytes) {}

  private static final class Cached {
    private final Map<Place, Size> blocks = new HashMap<>();
    private long memoryBytes;
    private long diskBytes;
    private long peakBytes;

    private void put(Place place, Size size) {
      Size old =
          size.memoryBytes() + size.diskBytes() == 0
              ? blocks.remove(place)
              : blocks.put(place, size);
      add(old, -1);
      add(size, 1);
      peakBytes = Math.max(peakBytes, memoryBytes + diskBytes);
    }

    private void add(@Nullable Size size, int sign) {
      if (size != null) {
        memoryBytes += sign * size.memoryBytes();
        diskBytes += sign * size.diskBytes();
      }
    }
  }

  /** Another context of the same program numbers its RDDs anew. */
  void applicationStarted() {
    cached.clear();
    announced.clear();
  }

  void announced(int rdd, Announced data) {
    announced.put(rdd, data);
  }

  void block(String executor, int rdd, int partition, long memoryBytes, long diskBytes) {
    cached
        .computeIfAbsent(rdd, id -> new Cached())
        .put(new Place(executor, partition), new Size(memoryBytes, diskBytes));
  }

  void dropped(int rdd) {
    Cached data = cached.get(rdd);
    if (data != null) {
      List.copyOf(data.blocks.keySet()).forEach(place -> data.put(place, new Size(0, 0)));
    }
  }

  /** What an executor had is gone with it. */
  void executorLost(String executor) {
    for (Cached data : cached.values()) {
      List.copyOf(data.blocks.keySet()).stream()
          .filter(place -> place.executor().equals(executor))
          .forEach(place -> data.put(place, new Size(0, 0)));
    }
  }

  /** Who holds any; Spark's local executor has no number and is left out. */
  List<Integer> executors() {
    return cached.values().stream()
        .flatMap(data -> data.blocks.keySet().stream())
        .map(Place::executor)
        .distinct()
        .filter(executor -> executor.chars().allMatch(Character::isDigit))
        .map(Integer::valueOf)
        .sorted()
        .toList();
  }

  /** The largest ones. */
  List<CachedData> show() {
    return cached.entrySet().stream()
        .sorted(
            Comparator.comparingLong(
                    (Map.Entry<Integer, Cached> entry) -> -entry.getValue().peakBytes)
                .thenComparing(Map.Entry::getKey))
        .limit(SHOWN)
        .map(entry -> show(entry.getKey(), entry.getValue()))
        .toList();
  }

  private CachedData show(int rdd, Cached data) {
    Announced about = announced.getOrDefault(rdd, new Announced("RDD " + rdd, "", 0));
    return new CachedData(
        rdd,
        about.name(),
        about.storageLevel(),
        about.partitions(),
        (int) data.blocks.keySet().stream().map(Place::partition).distinct().count(),
        data.memoryBytes,
        data.diskBytes,
        data.peakBytes);
  }
}
