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

  /** Blocks are sent from files, not from the heap; what it takes grows with connections. */
  private static final long HEAP_BYTES = 512L << 20;

  private final LaunchSite site;

  public ShuffleServerCommand(LaunchSite site) {
    this.site = site;
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
    line.addAll(JvmOptions.of(site, place, HEAP_BYTES));
    line.add(OutOfMemory.JVM_OPTION);
    line.addAll(List.of("-cp", site.runtime().classPath(), MAIN_CLASS));
    line.addAll(List.of(shuffle.path().toString(), local.toString()));
    line.addAll(List.of(site.host(), Integer.toString(site.shufflePort())));
    return new Command(line, Environment.of(site, place));
  }
}
