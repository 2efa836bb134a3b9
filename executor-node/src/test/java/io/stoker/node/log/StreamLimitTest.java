package io.stoker.node.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamLimitTest {
  private static final int MIB = 1 << 20;

  private final Path directory;

  StreamLimitTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void staysWhatItWasWhenTheProcessWasFirstSeen() throws Exception {
    assertThat(new StreamLimit(MIB).of(directory)).isEqualTo(MIB);
    assertThat(new StreamLimit(5).of(directory)).isEqualTo(MIB);
    assertThat(new StreamLimit(9 * MIB).of(directory)).isEqualTo(MIB);
  }

  @Test
  void isNotLessThanWhatIsThereFromBefore() throws Exception {
    Files.write(directory.resolve("stderr"), new byte[3 * MIB]);
    assertThat(new StreamLimit(MIB).of(directory)).isEqualTo(3 * MIB);
  }

  @Test
  void cutsTheRestOffAndLeavesAByteToTell() throws Exception {
    StreamLimit limit = new StreamLimit(MIB);
    limit.enforce(directory);
    Path file = Files.write(directory.resolve("stdout"), new byte[5 * MIB]);
    limit.enforce(directory);
    assertThat(file).as("not each time").hasSize(5 * MIB);
    Files.write(file, new byte[5 * MIB + 1]);
    limit.enforce(directory);
    assertThat(file).hasSize(MIB + 1);
  }
}
