package io.stoker.node.cgroup;

import io.stoker.launcher.cgroup.CgroupVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The cgroup that this service is in, as far as memory is concerned. */
record OwnCgroup(CgroupVersion version, Path directory) {

  /**
   * What the kernel says of this process.
   *
   * @throws IOException saying why it has none that could be used
   */
  static OwnCgroup ofThisProcess() throws IOException {
    Path proc = Path.of("/proc/self");
    return of(
        Files.readAllLines(proc.resolve("cgroup")), Files.readAllLines(proc.resolve("mountinfo")));
  }

  /**
   * On machines with both versions the memory controller belongs to one of them: to the first where
   * that has it.
   *
   * @param memberships lines of {@code /proc/self/cgroup}: {@code id:controllers:path}
   * @param mounts lines of {@code /proc/self/mountinfo}
   */
  static OwnCgroup of(List<String> memberships, List<String> mounts) throws IOException {
    String unified = null;
    for (String line : memberships) {
      String[] parts = line.split(":", 3);
      if (List.of(parts[1].split(",", -1)).contains("memory")) {
        return new OwnCgroup(CgroupVersion.V1, directory(CgroupVersion.V1, parts[2], mounts));
      }
      if (parts[0].equals("0") && parts[1].isEmpty()) {
        unified = parts[2];
      }
    }
    if (unified == null) {
      throw new IOException("this kernel has no cgroups for memory");
    }
    return new OwnCgroup(CgroupVersion.V2, directory(CgroupVersion.V2, unified, mounts));
  }

  private static Path directory(CgroupVersion version, String path, List<String> mounts)
      throws IOException {
    String problem = "the cgroups of this kernel are not mounted";
    for (String line : mounts) {
      CgroupMount mount = CgroupMount.parse(line);
      if (!mount.isOf(version)) {
        continue;
      }
      if (!mount.shows(path)) {
        problem = "%s, the service's own cgroup, is not below %s".formatted(path, mount.point());
      } else if (mount.isReadOnly()) {
        problem = mount.point() + " is mounted read-only, as it is in most containers";
      } else {
        return mount.directory(path);
      }
    }
    throw new IOException(problem);
  }
}
