package io.stoker.launcher.process;

import static io.stoker.launcher.process.Children.aRecord;
import static io.stoker.launcher.process.Children.awaitEnd;
import static io.stoker.launcher.process.Children.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessDirectoryTest {
  private final Path home;

  ProcessDirectoryTest(@TempDir Path home) {
    this.home = home;
  }

  @Test
  void isEmptyForHomeWithoutProcesses() throws Exception {
    assertThat(ProcessDirectory.list(home)).isEmpty();
    assertThat(ProcessDirectory.list(home.resolve("nowhere"))).isEmpty();
  }

  @Test
  void listsWhatWasAccepted() throws Exception {
    ProcessRecord record = aRecord();
    ProcessDirectory.accept(home, record);
    assertThat(ProcessDirectory.list(home)).map(ChildProcess::record).containsExactly(record);
  }

  @Test
  void forgetsWhatWasDeleted() throws Exception {
    ChildProcess child = started(home, "true");
    awaitEnd(child);
    child.terminate(Duration.ZERO);
    child.delete();
    assertThat(ProcessDirectory.list(home)).isEmpty();
    assertThat(child.directory()).doesNotExist();
  }

  @Test
  void doesNotDeleteWhatHasNotEnded() throws Exception {
    ChildProcess child = ProcessDirectory.accept(home, aRecord());
    assertThatIllegalStateException().isThrownBy(child::delete);
  }

  @Test
  void sweepsDirectoriesThatCrashLeftWithoutRecord() throws Exception {
    ChildProcess kept = ProcessDirectory.accept(home, aRecord());
    Path half = Files.createDirectories(kept.directory().resolveSibling("half/work"));
    ProcessDirectory.sweep(home);
    assertThat(half.getParent()).doesNotExist();
    assertThat(kept.directory()).exists();
  }

  @Test
  void saysWhichRecordIsDamaged() throws Exception {
    ChildProcess child = ProcessDirectory.accept(home, aRecord());
    Files.writeString(child.directory().resolve("process.json"), "{");
    assertThatThrownBy(() -> ProcessDirectory.list(home))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(child.record().id().toString())
        .hasMessageContaining("damaged");
  }

  @Test
  void deletesLinksButNotWhatTheyPointTo() throws Exception {
    Path outside = Files.createDirectories(home.resolve("outside"));
    Path file = Files.writeString(outside.resolve("file"), "kept");
    Path tree = Files.createDirectories(home.resolve("tree"));
    Files.createSymbolicLink(tree.resolve("link"), outside);
    PrivateFiles.deleteTree(tree);
    assertThat(tree).doesNotExist();
    assertThat(file).hasContent("kept");
  }
}
