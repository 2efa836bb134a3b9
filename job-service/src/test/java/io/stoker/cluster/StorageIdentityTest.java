package io.stoker.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stoker.database.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

class StorageIdentityTest {
  private final DataSource database = TestDatabase.fresh();
  @TempDir private Path shared = Path.of("");
  @TempDir private Path other = Path.of("");

  private StorageIdentity at(Path directory) {
    return new StorageIdentity(JdbcClient.create(database), new Storage(directory.toUri()));
  }

  @Test
  void theFirstStorageBecomesTheDatabases() {
    StorageIdentity first = at(shared);
    String id = first.ofDatabase();

    assertThat(first.ofStorage()).isEqualTo(id);
    assertThat(at(shared).ofDatabase()).isEqualTo(id);
    assertThat(at(shared).ofStorage()).isEqualTo(id);
  }

  @Test
  void anotherStorageHasNoOrAnotherId() {
    String id = at(shared).ofDatabase();

    assertThat(at(other).ofDatabase()).isEqualTo(id);
    assertThat(at(other).ofStorage()).isEmpty();
    new StorageIdentity(JdbcClient.create(TestDatabase.fresh()), new Storage(other.toUri()))
        .ofDatabase();
    assertThat(at(other).ofStorage()).isNotEmpty().isNotEqualTo(id);
  }

  @Test
  void aStorageThatIsGoneIsNotConfirmed() throws IOException {
    StorageIdentity identity = at(shared);
    String id = identity.ofDatabase();
    identity.confirm();
    Files.delete(identity.file());
    assertThatThrownBy(identity::confirm).hasMessageContaining("storage.id is not there");
    Files.writeString(identity.file(), UUID.randomUUID().toString());
    assertThatThrownBy(identity::confirm).hasMessageContaining("is that of another storage");
    Files.writeString(identity.file(), id + "\n");
    identity.confirm();
  }

  @Test
  void aStorageMayTakeTheOthersPlace() {
    String id = at(shared).ofDatabase();

    at(other).take();

    assertThat(at(other).ofStorage()).isEqualTo(id);
    assertThat(at(other).ofDatabase()).isEqualTo(id);
  }

  @Test
  void serversThatStartTogetherAgree() {
    List<CompletableFuture<String>> starts =
        IntStream.range(0, 6)
            .mapToObj(server -> CompletableFuture.supplyAsync(() -> at(shared).ofDatabase()))
            .toList();

    List<String> ids = starts.stream().map(CompletableFuture::join).distinct().toList();
    assertThat(ids).containsExactly(at(shared).ofStorage());
  }
}
