package io.stoker.node.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stoker.launcher.cgroup.CgroupVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Version 2, against a tree of files that stand where the kernel's would. */
class NodeCgroupTest {
  private static final long SELF = 4711;

  private final Path root;
  private final Path home = Path.of("/srv/node");

  NodeCgroupTest(@TempDir Path root) {
    this.root = root;
  }

  /** As systemd's DelegateSubgroup has it. */
  @Test
  void aServiceInTheLeafHandsItsParentsMemoryOn() throws Exception {
    Path unit = cgroup("stoker-node.service", "cpu memory pids", "");
    Path leaf = cgroup("stoker-node.service/stoker-service", "cpu memory pids", "4711");
    Path node = plantNode(unit);

    NodeCgroup made = NodeCgroup.make(new OwnCgroup(CgroupVersion.V2, leaf), SELF, home);

    assertThat(made).isEqualTo(new NodeCgroup(CgroupVersion.V2, node));
    assertThat(unit.resolve("cgroup.subtree_control")).hasContent("+memory");
    assertThat(node.resolve("cgroup.subtree_control")).hasContent("+memory");
    assertThat(node.resolve("probe/memory.max")).hasContent(Long.toString(64L << 20));
    assertThat(node.resolve("probe/cgroup.procs")).hasContent("0");
    assertThat(leaf.resolve("cgroup.procs")).hasContent("4711");
  }

  @Test
  void aServiceThatIsAloneMovesIntoALeaf() throws Exception {
    Path own = cgroup("own", "memory", "4711");
    plantNode(own);
    NodeCgroup.make(new OwnCgroup(CgroupVersion.V2, own), SELF, home);
    assertThat(own.resolve("stoker-service/cgroup.procs")).hasContent("4711");
    assertThat(own.resolve("cgroup.subtree_control")).hasContent("+memory");
  }

  /** A session's manager is a service too, and starts no scope again. */
  @Test
  void aScopeBelowAServiceMovesIntoALeaf() throws Exception {
    cgroup("user@1000.service", "memory", "");
    Path own = cgroup("user@1000.service/run-1.scope", "memory", "4711");
    plantNode(own);
    NodeCgroup.make(new OwnCgroup(CgroupVersion.V2, own), SELF, home);
    assertThat(own.resolve("stoker-service/cgroup.procs")).hasContent("4711");
  }

  @Test
  void theRootOfAllNeedsNoLeaf() throws Exception {
    Path own = cgroup("own", "memory", "1\n2\n4711");
    Files.delete(own.resolve("cgroup.type"));
    plantNode(own);
    NodeCgroup.make(new OwnCgroup(CgroupVersion.V2, own), SELF, home);
    assertThat(own.resolve("stoker-service")).doesNotExist();
  }

  @Test
  void saysWhatKeepsItFromDividingItsCgroup() throws Exception {
    Path shared = cgroup("session-3.scope", "memory", "17\n4711");
    assertThatThrownBy(() -> NodeCgroup.make(new OwnCgroup(CgroupVersion.V2, shared), SELF, home))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("session-3.scope has other processes than this service");
    Path unit = cgroup("stoker-node.service", "memory", "4711");
    assertThatThrownBy(() -> NodeCgroup.make(new OwnCgroup(CgroupVersion.V2, unit), SELF, home))
        .hasMessageContaining("DelegateSubgroup=stoker-service");
    cgroup("other.service", "memory", "");
    Path part = cgroup("other.service/payload", "memory", "4711");
    assertThatThrownBy(() -> NodeCgroup.make(new OwnCgroup(CgroupVersion.V2, part), SELF, home))
        .hasMessageContaining("systemd could not start other.service again");
    Path without = cgroup("own", "cpu pids", "4711");
    assertThatThrownBy(() -> NodeCgroup.make(new OwnCgroup(CgroupVersion.V2, without), SELF, home))
        .hasMessageContaining("the memory controller is not delegated to " + without);
    assertThat(shared.resolve("cgroup.subtree_control")).isEmptyFile();
    assertThat(unit.resolve("cgroup.subtree_control")).isEmptyFile();
  }

  @Test
  void sweepsWhatIsBelowItAndNothingBeside() throws Exception {
    Path mine = Files.createDirectories(root.resolve(NodeCgroup.name(home)));
    Path other = Files.createDirectories(root.resolve("stoker-0123456789ab/left"));
    Path living = Files.createDirectory(mine.resolve("living"));
    Path left = Files.createDirectory(mine.resolve("left"));
    NodeCgroup node = new NodeCgroup(CgroupVersion.V1, mine);

    assertThat(node.sweep(Set.of("living")::contains)).isFalse();
    assertThat(left).doesNotExist();
    assertThat(living).exists();
    assertThat(node.sweep(name -> false)).isTrue();
    assertThat(living).doesNotExist();
    assertThat(other).exists();
  }

  /** The file of a home that was copied names cgroups of the original, which lives. */
  @Test
  void aCopiedHomeLeavesTheOriginalsCgroupsAlone() throws Exception {
    Path copy = Files.createDirectories(root.resolve("copy"));
    Path original = Files.createDirectories(root.resolve(NodeCgroup.name(home)));
    Files.writeString(copy.resolve("cgroups"), "V1 " + original + "\n");
    Path living = Files.createDirectory(original.resolve("living"));

    KnownCgroups.of(copy).sweep(name -> false, null);

    assertThat(living).exists();
    assertThat(copy.resolve("cgroups")).hasContent("V1 " + original);
  }

  @Test
  void forgetsWhereNothingIsLeft() throws Exception {
    Path directory = Files.createDirectories(root.resolve("home"));
    NodeCgroup earlier =
        new NodeCgroup(
            CgroupVersion.V1,
            Files.createDirectories(root.resolve("a").resolve(NodeCgroup.name(directory))));
    NodeCgroup now =
        new NodeCgroup(
            CgroupVersion.V1,
            Files.createDirectories(root.resolve("b").resolve(NodeCgroup.name(directory))));
    Files.createDirectory(earlier.directory().resolve("left"));
    Files.writeString(directory.resolve("cgroups"), "what somebody wrote\n");
    KnownCgroups known = KnownCgroups.of(directory);
    known.add(earlier);
    known.add(now);

    known.sweep(name -> false, now);

    assertThat(earlier.directory()).doesNotExist();
    assertThat(now.directory()).exists();
    assertThat(directory.resolve("cgroups")).hasContent("V1 " + now.directory());
  }

  private Path plantNode(Path base) throws IOException {
    Path node = base.resolve(NodeCgroup.name(home));
    Path probe = Files.createDirectories(node.resolve("probe"));
    Files.writeString(node.resolve("cgroup.subtree_control"), "");
    Files.writeString(probe.resolve("memory.events"), "oom 0\noom_kill 0\n");
    return node;
  }

  private Path cgroup(String name, String controllers, String processes) throws IOException {
    Path directory = Files.createDirectories(root.resolve(name));
    Files.writeString(directory.resolve("cgroup.type"), "domain\n");
    Files.writeString(directory.resolve("cgroup.controllers"), controllers + "\n");
    Files.writeString(directory.resolve("cgroup.subtree_control"), "");
    Files.writeString(directory.resolve("cgroup.procs"), processes + "\n");
    return directory;
  }
}
