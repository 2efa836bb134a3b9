package io.stoker.spark.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;
import org.apache.spark.internal.io.FileNameSpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to the files of task attempts that win, lose, fail or are killed. */
class AttemptWriteTest {
  private final Configuration conf = new Configuration();
  private Path directory;

  @BeforeEach
  void prepare(@TempDir Path temporary) {
    directory = temporary.resolve("data");
    new AttemptWrite("job", directory.toString()).setupJob(conf);
  }

  private AttemptWrite task() {
    AttemptWrite write = new AttemptWrite("job", directory.toString());
    write.setupTask();
    return write;
  }

  /** Writes one file as the given attempt of partition 3's task would. */
  private String written(AttemptWrite write, int attempt, String text) throws IOException {
    String id = "attempt_202601010000_0001_m_000003_" + attempt;
    TaskAttemptContext context = new TaskAttemptContextImpl(conf, TaskAttemptID.forName(id));
    String file = write.newFile(context, Optional.of("a=1%2F2"), new FileNameSpec("", "-c000.csv"));
    Path path = Path.of(new org.apache.hadoop.fs.Path(file).toUri().getPath());
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
    return directory.relativize(path).toString();
  }

  private List<String> present() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> directory.relativize(file).toString())
          .toList();
    }
  }

  @Test
  void ofTwoCopiesThatBothEndWellOneCounts() throws IOException {
    AttemptWrite first = task();
    AttemptWrite second = task();
    written(first, 10, "the loser's");
    String winner = written(second, 11, "winner");
    Object loserMessage = first.commitTask(conf);
    Object winnerMessage = second.commitTask(conf);
    assertThat(loserMessage).isNotEqualTo(winnerMessage);

    new AttemptWrite("job", directory.toString()).commitJob(conf, List.of(winnerMessage));

    assertThat(WrittenResults.take(directory.toString()))
        .containsExactly(new WrittenFile(winner, 6, null));
    assertThat(present()).containsExactly(winner);
  }

  @Test
  void anAbortedTaskTakesItsFilesAway() throws IOException {
    AttemptWrite write = task();
    written(write, 10, "half");
    write.abortTask(conf);
    assertThat(present()).isEmpty();
  }

  @Test
  void aFileThatTheWriterLeftOutIsNotListed() throws IOException {
    AttemptWrite write = task();
    String file = written(write, 10, "x");
    Files.delete(directory.resolve(file));
    assertThat(write.commitTask(conf)).isEqualTo("[]");
  }

  @Test
  void onlyTheAttemptsOwnDirectoryIsItsOwn() {
    assertThat(AttemptWrite.isUnder("file:///s/data/", "file:/s/data")).isTrue();
    assertThat(AttemptWrite.isUnder("file:///s/data/", "/s/data/part")).isTrue();
    assertThat(AttemptWrite.isUnder("file:///s/data/", "file:/s/database")).isFalse();
    assertThat(AttemptWrite.isUnder("file:///s/data/", "file:/s")).isFalse();
  }
}
