package io.stoker.artifact;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.stoker.cluster.Storage;
import io.stoker.cluster.StorageGate;
import io.stoker.cluster.StorageIdentity;
import io.stoker.database.LentDatabase;
import io.stoker.fixture.TestPools;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/** Artifacts over a real database and a real directory. */
final class ArtifactBench implements AutoCloseable {
  private static final int PLACES = 2;

  final JdbcClient jdbc;
  final Artifacts artifacts;
  final ArtifactSweep sweep;
  final TransactionTemplate transaction;
  private final Path storage;
  private final StorageGate gate;
  private final LentDatabase lent = LentDatabase.take();
  private final HikariDataSource pool = TestPools.of(lent.database(), 10);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private Runnable afterTransaction = () -> {};

  private ArtifactBench(Path directory) {
    this.storage = directory;
    jdbc = JdbcClient.create(pool);
    transaction = new TransactionTemplate(new JdbcTransactionManager(pool));
    ArtifactStore store = new ArtifactStore(jdbc);
    LooseFileStore loose = new LooseFileStore(jdbc);
    Storage root = new Storage(directory.toUri());
    gate = new StorageGate(root.uri(), PLACES, Duration.ofSeconds(2), Duration.ofMinutes(1));
    StorageIdentity identity = new StorageIdentity(jdbc, root);
    identity.ofDatabase();
    ArtifactFiles files = new ArtifactFiles(root, gate, identity);
    Uploads uploads = new Uploads(store, loose, files, hooked());
    artifacts = new Artifacts(store, loose, files, uploads, transaction);
    sweep = new ArtifactSweep(loose, files);
  }

  static ArtifactBench start(Path directory) {
    return new ArtifactBench(directory);
  }

  private TransactionOperations hooked() {
    return new TransactionOperations() {
      @Override
      public <T extends @Nullable Object> T execute(TransactionCallback<T> action) {
        T result = transaction.execute(action);
        afterTransaction.run();
        return result;
      }
    };
  }

  @Override
  public void close() {
    goOn.countDown();
    pool.close();
    lent.close();
  }

  /** What happens right after the row is there that makes an upload an artifact. */
  void onceThereIsAnArtifact(Runnable hook) {
    afterTransaction = hook;
  }

  /** The storage answers nobody from now on. */
  void hang() {
    for (int i = 0; i < PLACES; i++) {
      assertThatThrownBy(() -> gate.pass(Duration.ofMillis(1), () -> goOn.await(1, MINUTES)))
          .hasMessageContaining("does not answer");
    }
  }

  /** It answers again. */
  void goOn() {
    goOn.countDown();
    Awaitility.await().until(() -> !gate.isHanging());
  }

  byte[] read(Artifact artifact) {
    try (InputStream bytes = artifacts.open(artifact)) {
      return bytes.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The storage is not mounted any more: what is left is its mount point. */
  void unmount(Path elsewhere) throws IOException {
    move(storage, elsewhere);
  }

  /** It is mounted again. */
  void mount(Path elsewhere) throws IOException {
    move(elsewhere, storage);
  }

  private static void move(Path from, Path to) throws IOException {
    for (String name : List.of("storage.id", "artifacts")) {
      Files.move(from.resolve(name), to.resolve(name));
    }
  }

  Path file(Artifact artifact) {
    return storage.resolve("artifacts").resolve(artifact.file());
  }

  Artifacts.Uploaded upload(byte[] bytes) {
    return artifacts.upload(
        new ByteArrayInputStream(bytes), ArtifactKind.JAR, Optional.of("a.jar"), "ann");
  }

  /** Uploads what must be a Python file. */
  Artifact uploadPython(byte[] bytes) {
    return artifacts
        .upload(new ByteArrayInputStream(bytes), ArtifactKind.PYTHON, Optional.of("a.py"), "ann")
        .artifact();
  }

  /** Uploads what may be anything. */
  Artifact uploadFile(byte[] bytes) {
    return artifacts
        .upload(new ByteArrayInputStream(bytes), ArtifactKind.FILE, Optional.of("words.txt"), "ann")
        .artifact();
  }

  /** Lets seconds of platform uptime pass. */
  void ticks(long ticks) {
    jdbc.sql("update platform_clock set ticks = ticks + :ticks").param("ticks", ticks).update();
  }

  /** A revision that refers to these artifacts. */
  void revision(String... artifactIds) {
    transaction.executeWithoutResult(
        status -> {
          UUID job =
              jdbc.sql("insert into job (name, revision) values ('uses-it', 1) returning id")
                  .query(UUID.class)
                  .single();
          jdbc.sql(
                  """
                  insert into job_revision (job_id, number, spec, created_by)
                  values (:job, 1, '{}', 'ann')
                  """)
              .param("job", job)
              .update();
          artifacts.use(job, 1, Set.of(artifactIds));
        });
  }

  /** Names of the files in storage. */
  List<String> files() {
    Path directory = storage.resolve("artifacts");
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(String file, String text) {
    try {
      Files.createDirectories(storage.resolve("artifacts"));
      Files.writeString(storage.resolve("artifacts").resolve(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int looseFiles() {
    return jdbc.sql("select count(*) from loose_file").query(Integer.class).single();
  }

  /** A jar with one entry, and a manifest when a main class is given. */
  static byte[] jar(String entry, String... mainClass) {
    try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
      try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
        for (String main : mainClass) {
          zip.putNextEntry(entry("META-INF/MANIFEST.MF"));
          String manifest = "Manifest-Version: 1.0\r\nMain-Class: " + main + "\r\n\r\n";
          zip.write(manifest.getBytes(StandardCharsets.UTF_8));
        }
        zip.putNextEntry(entry(entry));
        zip.write(entry.getBytes(StandardCharsets.UTF_8));
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of a fixed time: the same bytes whenever it is made. */
  private static ZipEntry entry(String name) {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(LocalDateTime.of(2026, 1, 2, 3, 4));
    return entry;
  }
}
