package io.stoker.artifact;

import static io.stoker.artifact.ArtifactBench.jar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What happens to uploads that end well, badly, at the same time, or not at all. */
class ArtifactsTest {
  private ArtifactBench bench;

  @BeforeEach
  void start(@TempDir Path directory) {
    bench = ArtifactBench.start(directory);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void anArtifactIsItsBytes() throws Exception {
    byte[] bytes = jar("a/B.class", "a.B");

    Artifacts.Uploaded uploaded = bench.upload(bytes);

    assertThat(uploaded.isNew()).isTrue();
    Artifact artifact = uploaded.artifact();
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
    assertThat(artifact.id()).isEqualTo(HexFormat.of().formatHex(digest));
    assertThat(artifact.bytes()).isEqualTo(bytes.length);
    assertThat(artifact.mainClass()).isEqualTo("a.B");
    assertThat(artifact.createdBy()).isEqualTo("ann");
    assertThat(bench.read(artifact)).isEqualTo(bytes);
    assertThat(bench.artifacts.get(artifact.id())).isEqualTo(artifact);
    assertThat(bench.looseFiles()).isZero();
  }

  /** Goes red when a server that has lost its mount believes what it does not see. */
  @Test
  void whatIsOutOfSightIsNeitherGoneNorDeleted(@TempDir Path elsewhere) throws IOException {
    Artifact kept = bench.uploadFile("kept".getBytes(StandardCharsets.UTF_8));
    Artifact deleted = bench.uploadFile("deleted".getBytes(StandardCharsets.UTF_8));
    bench.unmount(elsewhere);

    assertThatThrownBy(() -> bench.read(kept)).hasMessageContaining("storage.id is not there");
    bench.artifacts.delete(deleted.id());
    assertThat(bench.looseFiles()).as("left to the sweep").isOne();
    assertThatThrownBy(bench.sweep::run).hasMessageContaining("storage.id is not there");
    assertThat(bench.looseFiles()).isOne();

    bench.mount(elsewhere);
    assertThat(bench.read(kept)).isEqualTo("kept".getBytes(StandardCharsets.UTF_8));
    bench.sweep.run();
    assertThat(bench.looseFiles()).isZero();
    assertThat(bench.file(deleted)).doesNotExist();
  }

  @Test
  void aFileMayBeAnythingAndBecomesAJarWhenItIsSentAsOne() {
    Artifact text = bench.uploadFile("some words".getBytes(StandardCharsets.UTF_8));
    assertThat(text.kind()).isEqualTo(ArtifactKind.FILE);
    assertThat(text.mainClass()).isNull();
    assertThat(bench.artifacts.get(text.id())).isEqualTo(text);

    byte[] bytes = jar("a/B.class", "a.B");
    Artifact file = bench.uploadFile(bytes);
    assertThat(file.kind()).isEqualTo(ArtifactKind.FILE);
    Artifacts.Uploaded jar = bench.upload(bytes);
    assertThat(jar.isNew()).isFalse();
    assertThat(jar.artifact().id()).isEqualTo(file.id());
    assertThat(jar.artifact().kind()).isEqualTo(ArtifactKind.JAR);
    assertThat(jar.artifact().mainClass()).isEqualTo("a.B");
    assertThat(bench.uploadFile(bytes).kind()).as("it stays one").isEqualTo(ArtifactKind.JAR);
    assertThat(
            catchThrowableOfType(StokerException.class, () -> bench.uploadFile(new byte[0])).code())
        .isEqualTo(ErrorCode.MALFORMED_REQUEST);
    assertThat(bench.looseFiles()).isZero();
  }

  @Test
  void aPythonFileIsTextInUtf8() {
    byte[] source = "print('größer')\n".getBytes(StandardCharsets.UTF_8);
    Artifact file = bench.uploadFile(source);
    Artifact python = bench.uploadPython(source);
    assertThat(python.id()).isEqualTo(file.id());
    assertThat(python.kind()).as("it was only a file before").isEqualTo(ArtifactKind.PYTHON);
    assertThat(bench.uploadFile(source).kind()).isEqualTo(ArtifactKind.PYTHON);

    assertNotPython("print('größer')".getBytes(StandardCharsets.ISO_8859_1), "is not UTF-8");
    assertNotPython("x = 'a\0b'".getBytes(StandardCharsets.UTF_8), "has a NUL");
    assertNotPython(" \n\t\n".getBytes(StandardCharsets.UTF_8), "nothing but blanks");
    assertNotPython(jar("a"), "is uploaded with kind=JAR");
    assertThat(
            catchThrowableOfType(StokerException.class, () -> bench.uploadPython(new byte[0]))
                .code())
        .isEqualTo(ErrorCode.MALFORMED_REQUEST);
    assertThat(bench.looseFiles()).isZero();
    assertThat(bench.files()).hasSize(1);
  }

  private void assertNotPython(byte[] bytes, String why) {
    StokerException refused =
        catchThrowableOfType(StokerException.class, () -> bench.uploadPython(bytes));
    assertThat(refused.code()).isEqualTo(ErrorCode.NOT_PYTHON);
    assertThat(refused).hasMessageContaining(why);
  }

  @Test
  void theSameBytesAreTheSameArtifact() {
    Artifact first = bench.upload(jar("a")).artifact();

    Artifacts.Uploaded again = bench.upload(jar("a"));

    assertThat(again.isNew()).isFalse();
    assertThat(again.artifact()).isEqualTo(first);
    assertThat(bench.files()).containsExactly(first.file());
    assertThat(bench.looseFiles()).isZero();
    assertThat(bench.upload(jar("b")).artifact().id()).isNotEqualTo(first.id());
    assertThat(bench.artifacts.list(null, 10)).hasSize(2);
    assertThat(bench.artifacts.list(bench.artifacts.list(null, 1).get(0).entry(), 10))
        .containsExactly(first);
  }

  @Test
  void ofUploadsAtTheSameTimeOneIsKept() throws Exception {
    int racers = 6;
    ExecutorService threads = Executors.newFixedThreadPool(racers);
    CyclicBarrier start = new CyclicBarrier(racers);
    try {
      List<Future<Artifacts.Uploaded>> futures = new ArrayList<>();
      for (int i = 0; i < racers; i++) {
        futures.add(
            threads.submit(
                () -> {
                  start.await();
                  return bench.upload(jar("raced"));
                }));
      }
      List<Artifacts.Uploaded> uploads = new ArrayList<>();
      for (Future<Artifacts.Uploaded> future : futures) {
        uploads.add(future.get());
      }
      assertThat(uploads).filteredOn(Artifacts.Uploaded::isNew).hasSize(1);
      assertThat(uploads).extracting(Artifacts.Uploaded::artifact).containsOnly(only());
      assertThat(bench.files()).containsExactly(only().file());
      assertThat(bench.looseFiles()).isZero();
    } finally {
      threads.shutdownNow();
    }
  }

  private Artifact only() {
    List<Artifact> all = bench.artifacts.list(null, 10);
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''             | nothing: the body is empty",
        "<!DOCTYPE html>| text that begins with \"<!DOCTYPE html>\"",
        "\u007fELF----- | a Linux program",
        "PK\u0003\u0004 and no end | the beginning of a zip file whose end is missing"
      })
  void whatIsNoJarIsSaid(String body, String found) {
    StokerException error = refused(body.getBytes(StandardCharsets.ISO_8859_1));

    assertThat(error.code()).isEqualTo(ErrorCode.NOT_A_JAR);
    assertThat(error.getMessage()).contains(found);
    assertNothingIsLeft();
  }

  @Test
  void aJarThatLostItsEndOrItsMiddleIsRefused() {
    byte[] whole = jar("a/Longer/Name/Of/A.class", "a.B");
    assertThat(refused(Arrays.copyOf(whole, whole.length - 30)).getMessage())
        .contains("was it cut off?");

    byte[] broken = whole.clone();
    int directory = whole.length - 60;
    Arrays.fill(broken, directory - 60, directory, (byte) 7);
    assertThat(refused(broken).code()).isEqualTo(ErrorCode.NOT_A_JAR);
    assertNothingIsLeft();
  }

  private StokerException refused(byte[] bytes) {
    return catchThrowableOfType(StokerException.class, () -> bench.upload(bytes));
  }

  @Test
  void anUploadThatBreaksOffLeavesNothing() {
    InputStream broken =
        endsWith(
            new byte[100_000],
            () -> {
              throw new IOException("Connection reset");
            });

    StokerException error =
        catchThrowableOfType(
            StokerException.class,
            () -> bench.artifacts.upload(broken, ArtifactKind.JAR, Optional.empty(), "ann"));

    assertThat(error.code()).isEqualTo(ErrorCode.MALFORMED_REQUEST);
    assertThat(error.getMessage()).contains("broke off after");
    assertNothingIsLeft();
  }

  private interface End {
    void comes() throws IOException;
  }

  /** A stream at whose end something happens. */
  private static InputStream endsWith(byte[] bytes, End end) {
    return new FilterInputStream(new ByteArrayInputStream(bytes)) {
      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        int read = super.read(target, offset, length);
        if (read < 0) {
          end.comes();
        }
        return read;
      }
    };
  }

  private void assertNothingIsLeft() {
    assertThat(bench.artifacts.list(null, 10)).isEmpty();
    assertThat(bench.files()).isEmpty();
    assertThat(bench.looseFiles()).isZero();
  }

  @Test
  void whatADeadServerLeftIsInvisibleAndSwept() {
    halfAnUpload();
    assertThat(bench.artifacts.list(null, 10)).isEmpty();
    bench.sweep.run();
    assertThat(bench.files()).as("it may go on for an hour").hasSize(1);

    bench.ticks(3_601);
    bench.sweep.run();

    assertThat(bench.files()).isEmpty();
    assertThat(bench.looseFiles()).isZero();
  }

  /** What stands in storage and database when a server dies while it receives. */
  private void halfAnUpload() {
    bench
        .jdbc
        .sql(
            """
            insert into loose_file (file, since_tick, doomed)
            select 'half.jar', ticks, false from platform_clock
            """)
        .update();
    bench.write("half.jar", "PK");
  }

  @Test
  void anUploadThatTheSweepOvertookIsNoArtifact() {
    InputStream slow =
        endsWith(
            jar("slow"),
            () -> {
              bench.ticks(3_601);
              bench.sweep.run();
            });

    StokerException error =
        catchThrowableOfType(
            StokerException.class,
            () -> bench.artifacts.upload(slow, ArtifactKind.JAR, Optional.empty(), "ann"));

    assertThat(error.getMessage()).contains("longer than 60 minutes");
    assertNothingIsLeft();
  }

  @Test
  void whatIsDoomedAlreadyIsNoArtifactThoughItsFileIsStillThere() {
    InputStream slow =
        endsWith(
            jar("doomed"), () -> bench.jdbc.sql("update loose_file set doomed = true").update());

    StokerException error =
        catchThrowableOfType(
            StokerException.class,
            () -> bench.artifacts.upload(slow, ArtifactKind.JAR, Optional.empty(), "ann"));

    assertThat(error.getMessage()).contains("longer than 60 minutes");
    assertNothingIsLeft();
  }

  @Test
  void anArtifactThatARevisionRefersToStays() {
    Artifact used = bench.upload(jar("used")).artifact();
    Artifact free = bench.upload(jar("free")).artifact();
    bench.revision(used.id());

    StokerException error =
        catchThrowableOfType(StokerException.class, () -> bench.artifacts.delete(used.id()));
    bench.artifacts.delete(free.id());

    assertThat(error.code()).isEqualTo(ErrorCode.CONFLICT);
    assertThat(error.getMessage()).contains("revision 1 of job \"uses-it\"");
    assertThat(only()).isEqualTo(used);
    assertThat(bench.files()).containsExactly(used.file());
    assertThat(bench.looseFiles()).isZero();
    assertThat(bench.upload(jar("free")).isNew()).isTrue();
  }

  @Test
  void aDeletionThatDiedHalfWayIsCompletedByTheSweep() {
    Artifact artifact = bench.upload(jar("gone")).artifact();
    bench.jdbc.sql("delete from artifact").update();
    bench
        .jdbc
        .sql("insert into loose_file (file, since_tick, doomed) values (:file, 0, true)")
        .param("file", artifact.file())
        .update();

    bench.sweep.run();

    assertNothingIsLeft();
  }

  /** As when a storage came back from a backup that is older than the database's. */
  @Test
  void bytesThatTheStorageHasLostAreSaidToBeGoneAndComeBackByAnotherUpload() throws Exception {
    byte[] bytes = jar("lost");
    Artifact artifact = bench.upload(bytes).artifact();
    Files.delete(bench.file(artifact));
    assertThatThrownBy(() -> bench.artifacts.open(artifact))
        .isInstanceOfSatisfying(
            StokerException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ARTIFACT_GONE))
        .hasMessageContaining("Upload the same bytes again");

    Artifacts.Uploaded again = bench.upload(bytes);
    assertThat(again.isNew()).isFalse();
    assertThat(bench.read(again.artifact())).isEqualTo(bytes);
    bench.ticks(100_000);
    bench.sweep.run();
    assertThat(bench.read(again.artifact())).isEqualTo(bytes);
  }

  /** Goes red when an upload looks for the file that it has just written. */
  @Test
  void anArtifactOutlivesAStorageThatHangsAsSoonAsItIsOne() {
    byte[] bytes = jar("barely");
    bench.onceThereIsAnArtifact(bench::hang);
    Artifact artifact = bench.upload(bytes).artifact();
    assertThatThrownBy(() -> bench.artifacts.open(artifact))
        .isInstanceOfSatisfying(
            StokerException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    bench.goOn();
    assertThat(bench.read(artifact)).isEqualTo(bytes);
  }

  @Test
  void aRevisionAndADeletionNeverBothWin() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (int round = 0; round < 10; round++) {
        Artifact artifact = bench.upload(jar("round " + round)).artifact();
        bench.jdbc.sql("update job set deleted_at = now() where deleted_at is null").update();
        CyclicBarrier start = new CyclicBarrier(2);
        Future<Boolean> revision =
            threads.submit(() -> succeeds(start, () -> bench.revision(artifact.id())));
        Future<Boolean> deletion =
            threads.submit(() -> succeeds(start, () -> bench.artifacts.delete(artifact.id())));

        assertThat(revision.get()).isNotEqualTo(deletion.get());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static boolean succeeds(CyclicBarrier start, Runnable work) throws Exception {
    start.await();
    try {
      work.run();
      return true;
    } catch (StokerException e) {
      assertThat(e.code()).isIn(ErrorCode.CONFLICT, ErrorCode.NOT_FOUND);
      return false;
    }
  }
}
