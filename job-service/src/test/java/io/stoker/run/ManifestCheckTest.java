package io.stoker.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.stoker.error.StokerException;
import io.stoker.error.Violation;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** I10: a manifest can only speak of its own attempt's files. */
class ManifestCheckTest {
  private static final UUID RUN = UUID.fromString("0198c0de-0000-7000-8000-000000000001");
  private static final String LOCATION = "file:///storage/j/r/main/attempts/2-7/data/";
  private static final Attempt ATTEMPT =
      new Attempt(
          7,
          RUN,
          "main",
          2,
          AttemptState.RUNNING,
          null,
          UUID.randomUUID(),
          LOCATION,
          null,
          null,
          null,
          0,
          null,
          1,
          null,
          List.of(),
          Instant.EPOCH,
          null,
          null,
          null,
          null,
          null);

  @Test
  void itsOwnIsAccepted() {
    assertThatCode(() -> ManifestCheck.check(manifest("city=Oakland/part-0.parquet"), ATTEMPT))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/etc/passwd",
        "../1-6/data/part-0.parquet",
        "a/../../b",
        "a//b",
        "./a",
        "a/",
        "..",
        "file:///etc/passwd",
        "s3:x",
        "a\\b",
        "a\nb"
      })
  void aFileOutsideItsLocationIsRefused(String path) {
    assertThat(refusal(manifest(path)).violations())
        .extracting(Violation::pointer)
        .containsExactly("/manifest/files/0/path");
  }

  @Test
  void everyClaimOfAnotherAttemptIsNamed() {
    Manifest foreign =
        new Manifest(
            UUID.randomUUID(),
            "second",
            1,
            6,
            "parquet",
            LOCATION + "../",
            List.of(),
            List.of(new Manifest.File("a", 5, null), new Manifest.File("a", -5, null)),
            3,
            null,
            List.of(),
            Instant.EPOCH);
    assertThat(refusal(foreign).violations())
        .extracting(Violation::pointer)
        .containsExactly(
            "/manifest/runId",
            "/manifest/step",
            "/manifest/attempt",
            "/manifest/fence",
            "/manifest/location",
            "/manifest/files/1/path",
            "/manifest/files/1/bytes",
            "/manifest/totalBytes");
  }

  private static StokerException refusal(Manifest manifest) {
    return catchThrowableOfType(
        StokerException.class, () -> ManifestCheck.check(manifest, ATTEMPT));
  }

  private static Manifest manifest(String path) {
    return new Manifest(
        RUN,
        "main",
        2,
        7,
        "parquet",
        LOCATION,
        List.of(),
        List.of(new Manifest.File(path, 10, 1L)),
        10,
        1L,
        List.of(),
        Instant.EPOCH);
  }
}
