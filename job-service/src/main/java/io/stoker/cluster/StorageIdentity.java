package io.stoker.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Whether this server's storage is that of its database: an id that stands in both. Servers that
 * share a database must share the storage, and nothing else would tell one that it does not.
 */
@Repository
public class StorageIdentity {
  private final JdbcClient jdbc;
  private final Storage storage;

  public StorageIdentity(JdbcClient jdbc, Storage storage) {
    this.jdbc = jdbc;
    this.storage = storage;
  }

  /** Where the id stands in the storage. */
  public Path file() {
    return storage.path("storage.id");
  }

  /** The id that the database knows. The first storage that meets a database becomes its own. */
  public String ofDatabase() {
    Optional<UUID> known = known();
    if (known.isEmpty()) {
      // the file first: after a crash in between, the next start finds it and goes on
      publish(UUID.randomUUID().toString());
      jdbc.sql("insert into storage_identity (id) values (:id) on conflict do nothing")
          .param("id", UUID.fromString(ofStorage()))
          .update();
      known = known();
    }
    return known.orElseThrow().toString();
  }

  /** The id that stands in the storage; empty when there is none. */
  public String ofStorage() {
    try {
      return Files.exists(file()) ? Files.readString(file()).strip() : "";
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file(), e);
    }
  }

  /**
   * Sees that the storage is still there: what was mounted may have gone away since the start, and
   * what is left is an empty directory.
   *
   * @throws IOException when it is not, or does not tell
   */
  public void confirm() throws IOException {
    String here;
    try {
      here = Files.readString(file()).strip();
    } catch (NoSuchFileException e) {
      here = "";
    }
    if (known().map(UUID::toString).filter(here::equals).isEmpty()) {
      throw new IOException(
          "%s %s: mount the storage of this server's database there"
              .formatted(file(), here.isEmpty() ? "is not there" : "is that of another storage"));
    }
  }

  /** Makes this storage the database's, whatever it was before. */
  public void take() {
    String id = ofDatabase();
    try {
      Files.move(draft(id), file(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file(), e);
    }
  }

  private Optional<UUID> known() {
    return jdbc.sql("select id from storage_identity").query(UUID.class).optional();
  }

  /** Whole and once, though other servers do the same. */
  private void publish(String id) {
    try {
      Path draft = draft(id);
      try {
        Files.createLink(file(), draft);
      } catch (FileAlreadyExistsException e) {
        // it has an id
      } finally {
        Files.delete(draft);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file(), e);
    }
  }

  private Path draft(String id) throws IOException {
    Path draft = Files.createTempFile(file().getParent(), ".", ".part");
    return Files.write(draft, bytes(id));
  }

  /** How an id stands in its file. */
  static byte[] bytes(String id) {
    return (id + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
