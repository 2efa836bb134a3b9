package io.stoker.node.cgroup;

import io.stoker.launcher.cgroup.CgroupFiles;
import io.stoker.launcher.cgroup.CgroupVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where this service may make cgroups. In version 2 a cgroup that hands a controller on may have no
 * processes itself, so the service has to be in a leaf beside its children.
 */
final class Delegation {
  /** The leaf; the systemd unit names it too ({@code DelegateSubgroup}). */
  static final String LEAF = "stoker-service";

  private static final String MEMORY = "memory";

  private Delegation() {}

  /**
   * The cgroup below which the node's may be made; the service is moved into the leaf when it has
   * to be.
   *
   * @param self pid of this service
   * @throws IOException saying why there is none
   */
  static Path base(OwnCgroup own, long self) throws IOException {
    if (own.version() == CgroupVersion.V1) {
      return own.directory();
    }
    boolean inLeaf = own.directory().endsWith(LEAF);
    Path base = inLeaf ? own.directory().resolveSibling("") : own.directory();
    if (!CgroupFiles.words(base.resolve("cgroup.controllers")).contains(MEMORY)) {
      throw new IOException("the memory controller is not delegated to " + base);
    }
    if (!inLeaf && !isRoot(base)) {
      moveIntoLeaf(base, self);
    }
    handOn(base);
    return base;
  }

  /** Lets the cgroups below this one have limits. */
  static void handOn(Path directory) throws IOException {
    Path control = directory.resolve("cgroup.subtree_control");
    if (!CgroupFiles.words(control).contains(MEMORY)) {
      CgroupFiles.write(control, "+" + MEMORY);
    }
  }

  private static void moveIntoLeaf(Path base, long self) throws IOException {
    Optional<String> service = service(base);
    if (service.isPresent()) {
      throw new IOException(
          "systemd could not start %s again while its drivers and executors go on: the unit needs DelegateSubgroup=%s, which systemd 254 brought"
              .formatted(service.get(), LEAF));
    }
    List<String> processes = CgroupFiles.words(base.resolve("cgroup.procs"));
    if (!processes.equals(List.of(Long.toString(self)))) {
      throw new IOException(
          "%s has other processes than this service, so it cannot be divided".formatted(base));
    }
    Path leaf = base.resolve(LEAF);
    CgroupFiles.make(leaf);
    CgroupFiles.write(leaf.resolve("cgroup.procs"), Long.toString(self));
  }

  /** The unit that this is, or is part of, if it is a service, which systemd starts again. */
  private static Optional<String> service(Path directory) {
    for (int count = directory.getNameCount(); count > 0; count--) {
      String name = directory.getName(count - 1).toString();
      if (name.endsWith(".service")) {
        return Optional.of(name);
      }
      if (name.endsWith(".scope") || name.endsWith(".slice")) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** The root of all may have processes and hand controllers on; it alone has no type. */
  private static boolean isRoot(Path directory) {
    return !Files.exists(directory.resolve("cgroup.type"));
  }
}
