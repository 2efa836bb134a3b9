package io.stoker.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.database.LentDatabase;
import io.stoker.fixture.TestStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

class StorageProbeTest {
  private final Storage storage = TestStorage.create();
  private final StorageProbe probe =
      new StorageProbe(storage, new StorageGate(storage), neverAsked());
  private final UUID node = UUID.randomUUID();

  /** Goes red when a server without its storage lets no node in. */
  @Test
  void aNodeIsLetInByAServerThatHasLostTheStorage() throws IOException {
    try (LentDatabase lent = LentDatabase.take()) {
      StorageIdentity identity =
          new StorageIdentity(JdbcClient.create(lent.database().dataSource()), storage);
      identity.ofDatabase();
      StorageProbe lost = new StorageProbe(storage, new StorageGate(storage), identity);
      Files.writeString(storage.path("probe"), "no directory");

      StorageProbe.Written written = lost.write(node, 1);
      assertThat(written.file()).isEqualTo(identity.file());
      byte[] seen = Files.readAllBytes(written.file());
      assertThat(written.sha256()).isEqualTo(sha256(seen));
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Only a storage that hangs makes anybody look at its identity. */
  private StorageIdentity neverAsked() {
    return new StorageIdentity(JdbcClient.create(new PGSimpleDataSource()), storage);
  }

  @Test
  void filesOfEarlierRegistrationsGo() {
    StorageProbe.Written other = probe.write(UUID.randomUUID(), 4);
    StorageProbe.Written first = probe.write(node, 9);
    StorageProbe.Written second = probe.write(node, 10);

    assertThat(first.file()).doesNotExist();
    assertThat(second.file()).exists();
    assertThat(other.file()).exists();
  }

  /** Goes red when a registration that comes late deletes what the node looks for. */
  @Test
  void aRegistrationThatIsOverTakesNothingFromTheLaterOne() throws IOException {
    StorageProbe.Written later = probe.write(node, 10);
    byte[] bytes = Files.readAllBytes(later.file());

    probe.write(node, 9);

    assertThat(later.file()).hasBinaryContent(bytes);
  }
}
