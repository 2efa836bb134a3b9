package io.stoker.spark.shuffle;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.CountDownLatch;

/**
 * The name by which nodes start their shuffle server, in the stand-in's directory of jars. Stand-in
 * executors do not come to it: it says where it would be, and stays.
 */
public final class ShuffleMain {
  public static void main(String[] args) throws Exception {
    Path directory = Path.of(args[0]);
    Path part = Files.writeString(directory.resolve("port.new"), args[3] + "\n");
    Files.move(
        part,
        directory.resolve("port"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    new CountDownLatch(1).await();
  }

  private ShuffleMain() {}
}
