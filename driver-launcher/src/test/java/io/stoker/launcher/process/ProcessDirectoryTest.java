package io.stoker.launcher.process;

import static io.stoker.launcher.process.Children.aRecord;
import static io.stoker.launcher.process.Children.awaitEnd;
import static io.stoker.launcher.process.Children.awaitRunning;
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
  void sweepsADamagedRecordWhenNothingOfItsProcessIsThere() throws Exception {
    ChildProcess over = started(home, "true");
    awaitEnd(over);
    over.terminate(Duration.ZERO);
    Files.writeString(over.directory().resolve("process.json"), "");
    ProcessDirectory.sweep(home);
    assertThat(over.directory()).doesNotExist();
  }

  @Test
  void keepsADamagedRecordWhoseProcessLivesAndOneOfWhichNobodyKnows() throws Exception {
    ChildProcess living = started(home, "exec sleep 1000");
    awaitRunning(living);
    Path record = living.directory().resolve("process.json");
    String text = Files.readString(record);
    Files.writeString(record, "");
    Path foreign = Files.createDirectories(living.directory().resolveSibling("by-hand"));
    Files.writeString(foreign.resolve("process.json"), "");
    try {
      ProcessDirectory.sweep(home);
      assertThat(record).exists();
      assertThat(foreign).exists();
      assertThatThrownBy(() -> ProcessDirectory.list(home)).hasMessageContaining("damaged");
    } finally {
      Files.writeString(record, text);
      assertThat(living.terminate(Duration.ZERO)).isTrue();
    }
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
