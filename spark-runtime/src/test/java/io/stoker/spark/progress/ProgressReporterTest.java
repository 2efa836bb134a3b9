package io.stoker.spark.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stoker.contract.Servers;
import io.stoker.spark.FakePlatform;
import io.stoker.spark.memory.MemoryReporter;
import io.stoker.spark.platform.FencedException;
import io.stoker.spark.platform.PlatformClient;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProgressReporterTest {
  private final FakePlatform platform = new FakePlatform(5);
  private final PlatformClient client =
      new PlatformClient(
          Servers.of(platform.url().toString()),
          FakePlatform.TOKEN,
          5,
          Duration.ofMinutes(1),
          (code, why) -> {});
  private final ProgressReporter reporter =
      new ProgressReporter(client, new ProgressListener(false), new MemoryReporter(client));

  @AfterEach
  void close() {
    reporter.close();
    platform.close();
  }

  /** A commit follows, and after it no picture is taken any more. */
  @Test
  void theLastPictureOutlastsAnOutage() {
    platform.failNext(3);

    reporter.flush();

    assertThat(platform.progress).hasSize(1);
    assertThat(platform.memory).hasSize(1);
  }

  @Test
  void anAttemptThatWasGivenUpStopsHere() {
    platform.fence();

    assertThatThrownBy(reporter::flush).isInstanceOf(FencedException.class);
  }
}
