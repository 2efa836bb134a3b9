package io.stoker.node.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stoker.launcher.cgroup.CgroupVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lines as kernels write them. */
class OwnCgroupTest {
  private static final String MEMORY_V1 =
      "35 31 0:32 / /sys/fs/cgroup/memory rw,relatime shared:9 - cgroup cgroup rw,memory";
  private static final String UNIFIED_BESIDE =
      "41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw";
  private static final String UNIFIED =
      "30 23 0:26 / /sys/fs/cgroup rw,nosuid,nodev,noexec,relatime shared:9 - cgroup2 cgroup2 rw,nsdelegate";
  private static final String DISK = "26 1 253:0 / / rw,relatime shared:1 - ext4 /dev/root rw";

  @Test
  void versionTwoHasOneHierarchy() throws Exception {
    assertThat(
            OwnCgroup.of(
                List.of("0::/system.slice/stoker-node.service/stoker-service"),
                List.of(DISK, UNIFIED)))
        .isEqualTo(
            new OwnCgroup(
                CgroupVersion.V2,
                Path.of("/sys/fs/cgroup/system.slice/stoker-node.service/stoker-service")));
    assertThat(OwnCgroup.of(List.of("0::/"), List.of(UNIFIED)).directory())
        .isEqualTo(Path.of("/sys/fs/cgroup"));
  }

  @Test
  void theMemoryControllerMayBeOfVersionOneBesideTheUnifiedHierarchy() throws Exception {
    List<String> memberships =
        List.of("9:name=systemd:/", "4:cpu,cpuacct:/", "3:memory:/user/a", "0::/other");
    assertThat(OwnCgroup.of(memberships, List.of(DISK, UNIFIED_BESIDE, MEMORY_V1)))
        .isEqualTo(new OwnCgroup(CgroupVersion.V1, Path.of("/sys/fs/cgroup/memory/user/a")));
  }

  /** Without a namespace of cgroups, only the container's own part is mounted. */
  @Test
  void aContainerSeesItsPartOnly() throws Exception {
    String part =
        "35 31 0:32 /docker/abc /sys/fs/cgroup/mem\\040o\\134ry rw - cgroup cgroup rw,memory";
    assertThat(OwnCgroup.of(List.of("3:memory:/docker/abc/x"), List.of(part)).directory())
        .isEqualTo(Path.of("/sys/fs/cgroup/mem o\\ry/x"));
    assertThatThrownBy(() -> OwnCgroup.of(List.of("3:memory:/docker/abd"), List.of(part)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("/docker/abd, the service's own cgroup, is not below");
    assertThatThrownBy(() -> OwnCgroup.of(List.of("0::/../x"), List.of(UNIFIED)))
        .hasMessageContaining("is not below /sys/fs/cgroup");
  }

  @Test
  void saysWhyNot() {
    assertThatThrownBy(
            () -> OwnCgroup.of(List.of("0::/"), List.of(UNIFIED.replace(" rw,", " ro,"))))
        .hasMessage("/sys/fs/cgroup is mounted read-only, as it is in most containers");
    assertThatThrownBy(() -> OwnCgroup.of(List.of("0::/"), List.of(DISK)))
        .hasMessage("the cgroups of this kernel are not mounted");
    assertThatThrownBy(() -> OwnCgroup.of(List.of("4:cpu:/"), List.of(DISK)))
        .hasMessage("this kernel has no cgroups for memory");
  }
}
