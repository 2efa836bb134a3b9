package io.stoker.node.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the cache keeps when it makes room. */
class ArtifactCacheTest {
  /** Ahead of the file system's clock, as ours may be by a little. */
  private Instant now = Instant.parse("2100-01-01T00:00:00Z");

  private Path home;
  private ArtifactCache cache;

  @BeforeEach
  void open(@TempDir Path directory) {
    home = directory;
    cache = new ArtifactCache(home, 10, () -> now);
  }

  private void fetch(String digest) throws Exception {
    assertThat(cache.has(List.of(digest))).isFalse();
    Path part = cache.part(digest);
    Files.write(part, new byte[6]);
    cache.put(digest, part);
  }

  private void link(String digest, String process) throws Exception {
    assertThat(cache.has(List.of(digest))).isTrue();
    cache.link(digest, home.resolve(process).resolve(digest));
  }

  private void tick() {
    now = now.plus(Duration.ofMillis(1));
  }

  @Test
  void whatCameLastIsLaterThanWhatWasUsedBeforeIt() throws Exception {
    fetch("a");
    link("a", "first");
    tick();

    fetch("b");

    assertThat(home.resolve("artifacts/a.jar")).doesNotExist();
    assertThat(home.resolve("artifacts/b.jar")).exists();
  }

  @Test
  void useMakesAJarStay() throws Exception {
    cache = new ArtifactCache(home, 12, () -> now);
    for (String digest : List.of("a", "b")) {
      fetch(digest);
      link(digest, "first");
      tick();
    }
    link("a", "second");
    tick();

    fetch("c");

    assertThat(home.resolve("artifacts/a.jar")).exists();
    assertThat(home.resolve("artifacts/b.jar")).doesNotExist();
    assertThat(home.resolve("artifacts/c.jar")).exists();
  }

  @Test
  void whatAProcessWaitsForStays() throws Exception {
    fetch("a");
    tick();

    fetch("b");

    assertThat(home.resolve("artifacts/a.jar")).exists();
  }

  @Test
  void oneThatCannotBeFetchedHoldsUpNoOther() throws Exception {
    List<String> wanted = List.of("a", "b", "c");
    assertThat(cache.has(wanted)).isFalse();
    List<String> tried = List.of(cache.nextMissing(), cache.nextMissing(), cache.nextMissing());
    assertThat(tried).containsExactlyInAnyOrderElementsOf(wanted);
    assertThat(cache.has(wanted)).as("asked again meanwhile").isFalse();
    assertThat(cache.nextMissing()).isEqualTo(tried.get(0));
  }
}
