package io.stoker.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFilesTest {
  /** EXT4_IOC_SHUTDOWN without a flush of the journal: from now on nothing reaches the disk. */
  private static final String LOSE_POWER =
      """
      import fcntl, os, struct, sys
      fcntl.ioctl(os.open(sys.argv[1], os.O_RDONLY), 0x8004587D, struct.pack("I", 2))
      """;

  /** A real file system whose machine really dies; only root may make one. */
  @Test
  void keepsWhatItHasWrittenWhenTheMachineDies(@TempDir Path directory) throws Exception {
    String image = directory.resolve("image").toString();
    Path disk = Files.createDirectories(directory.resolve("disk"));
    assumeTrue(run("truncate", "-s", "32M", image) && run("mkfs.ext4", "-q", "-F", image));
    assumeTrue(run("mount", "-o", "loop", image, disk.toString()));
    Path file = disk.resolve("process.json");
    try {
      PrivateFiles.write(file, "{}");
      assumeTrue(run("python3", "-c", LOSE_POWER, disk.toString()));
    } finally {
      assertThat(run("umount", disk.toString())).isTrue();
    }
    assertThat(run("mount", "-o", "loop", image, disk.toString())).isTrue();
    try {
      assertThat(file).hasContent("{}");
    } finally {
      assertThat(run("umount", disk.toString())).isTrue();
    }
  }

  private static boolean run(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    } catch (IOException e) {
      return false; // there is no such program here
    }
  }
}
