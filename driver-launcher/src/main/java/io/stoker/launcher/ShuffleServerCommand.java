package io.stoker.launcher;

import io.stoker.contract.node.ShuffleDirectory;
import io.stoker.launcher.process.Command;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line of a node's shuffle server. What is secret lies in files that it reads by
 * itself.
 */
public final class ShuffleServerCommand {
  private static final String MAIN_CLASS = "io.stoker.spark.shuffle.ShuffleMain";

  private static final long MIB = 1L << 20;
  private static final long LEAST_HEAP = 128 * MIB;

  /** Classes and their code, threads, and what RocksDB keeps of who registered. */
  private static final long NATIVE = 128 * MIB;

  private final LaunchSite site;
  private final long heapBytes;

  /**
   * A server of that size.
   *
   * @param heapBytes blocks are sent from files, not from the heap; what it takes grows with
   *     connections
   */
  public ShuffleServerCommand(LaunchSite site, long heapBytes) {
    this.site = site;
    this.heapBytes = heapBytes;
  }

  /**
   * Whether a server works with such a heap.
   *
   * @throws IllegalArgumentException when it does not
   */
  public static void check(long heapBytes) {
    if (heapBytes < LEAST_HEAP) {
      throw new IllegalArgumentException(
          "%d MiB are too little for a shuffle server: at least 128m".formatted(heapBytes / MIB));
    }
  }

  /** All that a server with such a heap may take of its machine's memory. */
  public static long memoryBytes(long heapBytes) {
    return MemoryPlan.heapTaken(heapBytes) + directBytes(heapBytes) + NATIVE;
  }

  /** Buffers of connections; the JVM would allow as much as the heap. */
  private static long directBytes(long heapBytes) {
    return MemoryPlan.heapTaken(heapBytes) / 2;
  }

  /**
   * Says how to start it.
   *
   * @param own the directory of the process
   * @param local below which all executors of the node keep their files
   */
  public Command prepare(Path own, ShuffleDirectory shuffle, Path local) {
    WorkPlace place = new WorkPlace(own, local);
    List<String> line = new ArrayList<>();
    line.add(site.java());
    line.addAll(JvmOptions.of(site, place, heapBytes));
    line.add("-XX:MaxDirectMemorySize=" + directBytes(heapBytes) / MIB + "m");
    line.add(OutOfMemory.JVM_OPTION);
    line.addAll(List.of("-cp", site.runtime().classPath(), MAIN_CLASS));
    line.addAll(List.of(shuffle.path().toString(), local.toString()));
    line.addAll(List.of(site.host(), Integer.toString(site.shufflePort())));
    return new Command(line, Environment.of(site, place));
  }
}
