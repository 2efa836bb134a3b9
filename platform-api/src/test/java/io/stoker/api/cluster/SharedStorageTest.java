package io.stoker.api.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stoker.api.RunningServer;
import io.stoker.database.TestDatabase;
import java.nio.file.Path;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.jdbc.core.simple.JdbcClient;

class SharedStorageTest {
  @TempDir private Path home = Path.of("");

  /** As when the second of several servers is started without stoker.storage. */
  @Test
  void aServerWithAnotherStorageThanTheOthersDoesNotStart() {
    TestDatabase database = TestDatabase.create();
    UUID ofTheOthers = UUID.randomUUID();
    JdbcClient.create(database.dataSource())
        .sql("insert into storage_identity (id) values (:id)")
        .param("id", ofTheOthers)
        .update();
    var failure = new AtomicReference<Throwable>();
    assertThatThrownBy(
            () ->
                RunningServer.start(
                        "stoker.home=" + home,
                        "stoker.database.url=" + database.url(),
                        "stoker.database.username=" + database.username(),
                        "stoker.database.password=" + database.password())
                    .close())
        .satisfies(failure::set);

    FailureAnalysis analysis =
        new UnusableStorageFailureAnalyzer().analyze(Objects.requireNonNull(failure.get()));
    assertThat(analysis).isNotNull();
    assertThat(analysis.getDescription()).contains(home + "/storage/", "not that of this database");
    assertThat(analysis.getAction())
        .contains("stoker.storage", ofTheOthers.toString(), home + "/storage/storage.id");
  }
}
