package io.stoker.node.cgroup;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stoker.launcher.cgroup.CgroupFiles;
import io.stoker.launcher.cgroup.CgroupVersion;
import io.stoker.launcher.cgroup.MemoryCgroup;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cgroup below which each driver and executor of one node has its own, named after its
 * assignment. Its own name is made of the node's home: nodes of one machine may share the cgroup
 * above, and never touch each other's.
 */
record NodeCgroup(CgroupVersion version, Path directory) {
  private static final Logger LOG = LoggerFactory.getLogger(NodeCgroup.class);
  private static final String PREFIX = "stoker-";
  private static final long PROBE_BYTES = 64L << 20;

  /**
   * Makes it, and sees by a short process that the kernel takes everything that will be asked of
   * it.
   *
   * @throws IOException saying what it does not take
   */
  static NodeCgroup make(OwnCgroup own, long self, Path home)
      throws IOException, InterruptedException {
    Path base = Delegation.base(own, self);
    NodeCgroup made = new NodeCgroup(own.version(), base.resolve(name(home)));
    CgroupFiles.make(made.directory);
    if (made.version == CgroupVersion.V2) {
      Delegation.handOn(made.directory);
    }
    MemoryCgroup probe = new MemoryCgroup(made.version, made.directory.resolve("probe"));
    try {
      enter(probe);
    } catch (IOException e) {
      probe.removeWithNodes(); // no later start knows of it
      throw e;
    }
    probe.remove();
    return made;
  }

  /** What the cgroup of the node with this home is called, wherever it is. */
  static String name(Path home) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(home.toString().getBytes(UTF_8));
      return PREFIX + HexFormat.of().formatHex(hash, 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  MemoryCgroup of(UUID assignment) {
    return new MemoryCgroup(version, directory.resolve(assignment.toString()));
  }

  /**
   * Ends and removes what belongs to no living process.
   *
   * @return whether nothing is left below
   */
  boolean sweep(Predicate<String> lives) {
    boolean empty = true;
    try (DirectoryStream<Path> groups = Files.newDirectoryStream(directory, Files::isDirectory)) {
      for (Path group : groups) {
        if (lives.test(group.getFileName().toString())) {
          empty = false;
        } else {
          LOG.info("Removing {}, which belongs to no process", group);
          empty &= clear(new MemoryCgroup(version, group));
        }
      }
    } catch (NoSuchFileException e) {
      return true;
    } catch (IOException e) {
      LOG.warn("Cannot sweep {}; trying again with the next sweep", directory, e);
      return false;
    }
    return empty;
  }

  /** Removes it once nothing is below it. */
  boolean remove() {
    return new MemoryCgroup(version, directory).remove();
  }

  private static boolean clear(MemoryCgroup group) {
    group.kill();
    return group.remove();
  }

  private static void enter(MemoryCgroup probe) throws IOException, InterruptedException {
    probe.create(PROBE_BYTES);
    Process enters =
        new ProcessBuilder("sh", "-c", "echo 0 >\"$0/cgroup.procs\"", probe.directory().toString())
            .redirectErrorStream(true)
            .start();
    enters.getOutputStream().close();
    String said = new String(enters.getInputStream().readAllBytes(), UTF_8).strip();
    if (!enters.waitFor(10, TimeUnit.SECONDS) || enters.exitValue() != 0) {
      throw new IOException("no process can enter " + probe.directory() + ": " + said);
    }
    probe.kills();
  }
}
