package io.stoker.contract.node;

import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * The files by which a node's service and its shuffle server tell each other what is. Whichever of
 * the two dies, the next one of its kind reads there how things stand.
 */
public record ShuffleDirectory(Path path) {
  private static final Pattern APPLICATION = Pattern.compile("[A-Za-z0-9-]{1,100}");

  public static ShuffleDirectory in(Path nodeHome) {
    return new ShuffleDirectory(nodeHome.toAbsolutePath().resolve("shuffle"));
  }

  /** Whether it can be an application's id, and so the name of a file. */
  public static boolean isApplication(String id) {
    return APPLICATION.matcher(id).matches();
  }

  /**
   * A file (0600) for each application whose executors are served, named by its id. It holds the
   * application's secret and is deleted when its attempt is over.
   */
  public Path applications() {
    return path.resolve("applications");
  }

  /**
   * An empty file for each application that is over; the server forgets it and deletes the file.
   */
  public Path ended() {
    return path.resolve("ended");
  }

  /**
   * An empty file for each executor that has ended while its application goes on, see {@link
   * #goneExecutor}; the server deletes what nobody can read any more, and the file.
   */
  public Path gone() {
    return path.resolve("gone");
  }

  /** The name of an executor's file in {@link #gone}: its application's id, a dot, its own id. */
  public static String goneExecutor(String application, int executor) {
    return application + "." + executor;
  }

  /** The port as a decimal number: written by the server that chose it, and used by the next. */
  public Path port() {
    return path.resolve("port");
  }

  /** What the threads of the last server did that was killed because it hung. */
  public Path threads() {
    return path.resolve("hung.threads");
  }

  /** The executors that registered, as the server keeps them for the next one. */
  public Path executors() {
    return path.resolve("executors.rdb");
  }
}
