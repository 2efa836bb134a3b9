package io.stoker.node.home;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a home lies: the device and the number of its directory. A copy of it on the same machine
 * lies elsewhere; one on another machine may lie at the same place there, but that machine has
 * another boot id.
 */
public final class HomeId {
  private HomeId() {}

  public static String of(Path home) {
    try {
      return Files.getAttribute(home, "unix:dev") + ":" + Files.getAttribute(home, "unix:ino");
    } catch (IOException e) {
      throw new NodeProblem("The node home " + home + " cannot be looked at: " + e, e);
    }
  }
}
