package io.stoker.node.cgroup;

import io.stoker.launcher.cgroup.MemoryCgroup;
import io.stoker.launcher.process.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file {@code <home>/cgroups}: where services of this home have made theirs. Another start may
 * be in another place of the hierarchy, as from another shell.
 */
final class KnownCgroups {
  private static final Logger LOG = LoggerFactory.getLogger(KnownCgroups.class);

  private final Path file;
  private final String name;

  private KnownCgroups(Path file, String name) {
    this.file = file;
    this.name = name;
  }

  static KnownCgroups of(Path home) {
    return new KnownCgroups(home.resolve("cgroups"), NodeCgroup.name(home));
  }

  /** Before anything is started in it. */
  synchronized void add(NodeCgroup cgroup) throws IOException {
    Set<NodeCgroup> all = new LinkedHashSet<>(read());
    if (all.add(cgroup)) {
      write(all);
    }
  }

  /** Sweeps all of them, and forgets those that are gone. */
  synchronized void sweep(Predicate<String> lives, @Nullable NodeCgroup current) {
    try {
      List<NodeCgroup> before = read();
      List<NodeCgroup> left = new ArrayList<>();
      for (NodeCgroup cgroup : before) {
        boolean empty = cgroup.sweep(lives);
        if (cgroup.equals(current) || !empty || !cgroup.remove()) {
          left.add(cgroup);
        }
      }
      if (!left.equals(before)) {
        write(left);
      }
    } catch (IOException e) {
      LOG.warn("Cannot sweep the cgroups of {}; trying again with the next sweep", file, e);
    }
  }

  /** Removes those in which nothing is; the file is left to the next sweep. */
  synchronized void removeEmpty() {
    try {
      read().forEach(NodeCgroup::remove);
    } catch (IOException e) {
      LOG.warn("Cannot read {}: empty cgroups stay until the next start", file, e);
    }
  }

  /** Only those of this very home: a copied one must not touch the original's. */
  private List<NodeCgroup> read() throws IOException {
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> line.matches("V[12] /.+"))
          .map(MemoryCgroup::parse)
          .map(it -> new NodeCgroup(it.version(), it.directory()))
          .filter(it -> it.directory().endsWith(name))
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  private void write(Iterable<NodeCgroup> cgroups) throws IOException {
    List<String> lines = new ArrayList<>();
    cgroups.forEach(it -> lines.add(new MemoryCgroup(it.version(), it.directory()).line()));
    PrivateFiles.write(file, lines.stream().collect(Collectors.joining()));
  }
}
