package io.stoker.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariDataSource;
import io.stoker.cluster.Storage;
import io.stoker.cluster.StorageGate;
import io.stoker.cluster.StorageIdentity;
import io.stoker.database.TestDatabase;
import io.stoker.error.ErrorCode;
import io.stoker.error.StokerException;
import io.stoker.fixture.TestPools;
import io.stoker.fixture.TestStorage;
import io.stoker.idempotency.IdempotencyKey;
import io.stoker.idempotency.IdempotencyKeys;
import io.stoker.revision.ExpectedRevision;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.support.TransactionTemplate;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JobsTest {
  private static final int RACERS = 6;
  private static final ExpectedRevision ANY = new ExpectedRevision.Any();

  private final HikariDataSource database = TestPools.of(TestDatabase.create(), 10);
  private final JdbcClient jdbc = JdbcClient.create(database);
  private final ExecutorService racers = Executors.newFixedThreadPool(RACERS);
  private final AnnotationConfigApplicationContext application = context();
  private final Jobs jobs = application.getBean(Jobs.class);

  @AfterAll
  void close() {
    racers.shutdownNow();
    application.close();
    database.close();
  }

  @Test
  void aNewJobIsAtItsFirstRevision() {
    Job made = jobs.create(Drafts.spec("first"), "ann", null);

    assertThat(jobs.get("first")).isEqualTo(made);
    assertThat(made.current().number()).isEqualTo(1);
    assertThat(made.current().createdBy()).isEqualTo("ann");
    assertThat(made.current().spec()).isEqualTo(Drafts.spec("first"));
    assertThat(jobs.current("first")).isEqualTo(made.current());
  }

  @Test
  void aNameIsTakenUntilItsJobIsDeleted() {
    Job first = jobs.create(Drafts.spec("taken"), "ann", null);

    assertCode(ErrorCode.ALREADY_EXISTS, () -> jobs.create(Drafts.spec("taken"), "bob", null));
    jobs.delete("taken", ANY);
    assertCode(ErrorCode.NOT_FOUND, () -> jobs.get("taken"));
    Job second = jobs.create(Drafts.spec("taken"), "bob", null);

    assertThat(second.id()).isNotEqualTo(first.id());
    assertThat(jobs.revision(first.id(), 1))
        .as("for runs that refer to it")
        .isEqualTo(first.current());
  }

  @Test
  void aChangeMakesARevisionAndTheSameAgainMakesNone() {
    jobs.create(Drafts.spec("changing"), "ann", null);
    JobSpec changed = labelled("changing", "ops");

    Job second = jobs.replace("changing", ANY, changed, "bob");
    Job again = jobs.replace("changing", ANY, changed, "cid");

    assertThat(second.current().number()).isEqualTo(2);
    assertThat(again).isEqualTo(second);
    assertThat(jobs.revisions("changing", Integer.MAX_VALUE, 10))
        .extracting(JobRevision::number)
        .containsExactly(2, 1);
    assertThat(jobs.revisions("changing", 2, 10))
        .extracting(JobRevision::spec)
        .containsExactly(Drafts.spec("changing"));
  }

  @Test
  void onlyWhoSawTheCurrentRevisionChangesIt() {
    jobs.create(Drafts.spec("seen"), "ann", null);
    jobs.replace("seen", seen(1), labelled("seen", "ops"), "ann");

    assertCode(
        ErrorCode.STALE_ETAG, () -> jobs.replace("seen", seen(1), labelled("seen", "web"), "bob"));
    assertCode(ErrorCode.STALE_ETAG, () -> jobs.delete("seen", seen(1)));
    assertCode(ErrorCode.STALE_ETAG, () -> jobs.delete("seen", seen()));
    jobs.delete("seen", seen(1, 2));
    assertCode(ErrorCode.NOT_FOUND, () -> jobs.delete("seen", ANY));
  }

  @Test
  void ofRacingChangesOfTheSameRevisionOneWins() {
    jobs.create(Drafts.spec("raced"), "ann", null);

    List<@Nullable ErrorCode> outcomes =
        race(i -> jobs.replace("raced", seen(1), labelled("raced", "team-" + i), "racer-" + i));

    assertThat(outcomes).containsOnlyOnce((ErrorCode) null);
    assertThat(outcomes.stream().filter(code -> code == ErrorCode.STALE_ETAG)).hasSize(RACERS - 1);
    assertThat(jobs.current("raced").number()).isEqualTo(2);
  }

  @Test
  void ofRacingDeletionsOneWins() {
    jobs.create(Drafts.spec("doomed"), "ann", null);

    List<@Nullable ErrorCode> outcomes =
        race(
            i -> {
              jobs.delete("doomed", seen(1));
              return i;
            });

    assertThat(outcomes).containsOnlyOnce((ErrorCode) null);
  }

  @Test
  void ofRacingMakersOfANameOneWins() {
    List<@Nullable ErrorCode> outcomes =
        race(i -> jobs.create(Drafts.spec("wanted"), "racer-" + i, null));

    assertThat(outcomes).containsOnlyOnce((ErrorCode) null);
    assertThat(outcomes.stream().filter(code -> code == ErrorCode.ALREADY_EXISTS))
        .hasSize(RACERS - 1);
  }

  @Test
  void racingRepeatsOfOneRequestMakeOneJob() {
    IdempotencyKey key = new IdempotencyKey("ann", "racing");

    List<@Nullable ErrorCode> outcomes =
        race(i -> jobs.create(Drafts.spec("repeated"), "ann", key));

    assertThat(outcomes).containsOnlyNulls();
    assertThat(jobs.revisions("repeated", Integer.MAX_VALUE, 10)).hasSize(1);
  }

  @Test
  void aKeyStandsForOneRequest() {
    IdempotencyKey key = new IdempotencyKey("ann", "k");
    Job made = jobs.create(Drafts.spec("keyed"), "ann", key);

    assertThat(jobs.create(Drafts.spec("keyed"), "ann", key)).isEqualTo(made);
    assertCode(
        ErrorCode.IDEMPOTENCY_KEY_REUSED, () -> jobs.create(Drafts.spec("another"), "ann", key));
    assertCode(ErrorCode.NOT_FOUND, () -> jobs.get("another"));
    assertCode(
        ErrorCode.ALREADY_EXISTS,
        () -> jobs.create(Drafts.spec("keyed"), "bob", new IdempotencyKey("bob", "k")));
    jobs.delete("keyed", ANY);
    assertCode(ErrorCode.CONFLICT, () -> jobs.create(Drafts.spec("keyed"), "ann", key));
  }

  @Test
  void listsAreNewestFirstAndFiltered() {
    jobs.create(labelled("list-a", "ops"), "ann", null);
    jobs.create(labelled("list-b", "web"), "ann", null);
    jobs.create(labelled("list-c", "ops"), "ann", null);

    assertThat(names(new JobFilter("list-", Map.of()), null, 10))
        .containsExactly("list-c", "list-b", "list-a");
    assertThat(names(new JobFilter("list-", Map.of()), jobs.get("list-c").id(), 1))
        .containsExactly("list-b");
    assertThat(names(new JobFilter("list-", Map.of("team", "ops")), null, 10))
        .containsExactly("list-c", "list-a");
    assertThat(names(new JobFilter("list-%", Map.of()), null, 10)).isEmpty();
  }

  @Test
  void aRevisionCannotBeChangedEvenByHand() {
    UUID id = jobs.create(Drafts.spec("frozen"), "ann", null).id();

    assertThatThrownBy(
            () ->
                jdbc.sql("update job_revision set created_by = 'eve' where job_id = :id")
                    .param("id", id)
                    .update())
        .isInstanceOf(DataAccessException.class)
        .hasMessageContaining("immutable");
  }

  private List<String> names(JobFilter filter, @Nullable UUID before, int limit) {
    return jobs.list(filter, before, limit).stream().map(Job::name).toList();
  }

  private interface Racer {
    Object run(int number) throws Exception;
  }

  /** Lets all run at once; null where one succeeded. */
  private List<@Nullable ErrorCode> race(Racer racer) {
    CyclicBarrier start = new CyclicBarrier(RACERS);
    List<Future<@Nullable ErrorCode>> outcomes =
        IntStream.range(0, RACERS).mapToObj(i -> racers.submit(outcome(start, racer, i))).toList();
    return outcomes.stream().map(JobsTest::get).toList();
  }

  private static Callable<@Nullable ErrorCode> outcome(CyclicBarrier start, Racer racer, int i) {
    return () -> {
      start.await();
      try {
        racer.run(i);
        return null;
      } catch (StokerException e) {
        return e.code();
      }
    };
  }

  private static @Nullable ErrorCode get(Future<@Nullable ErrorCode> outcome) {
    try {
      return outcome.get();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static void assertCode(ErrorCode code, Runnable action) {
    assertThat(catchThrowableOfType(StokerException.class, action::run).code()).isEqualTo(code);
  }

  private static JobSpec labelled(String name, String team) {
    return Drafts.withLabel(name, "team", team).checked(List.of());
  }

  private static ExpectedRevision seen(Integer... numbers) {
    return new ExpectedRevision.OneOf(Set.of(numbers));
  }

  /** The transactions of a running server. */
  @EnableTransactionManagement(proxyTargetClass = true)
  static class Wiring {}

  private AnnotationConfigApplicationContext context() {
    AnnotationConfigApplicationContext application = new AnnotationConfigApplicationContext();
    application.registerBean(JdbcClient.class, () -> jdbc);
    application.registerBean(
        PlatformTransactionManager.class, () -> new JdbcTransactionManager(database));
    application.registerBean(
        TransactionTemplate.class,
        () -> new TransactionTemplate(new JdbcTransactionManager(database)));
    application.registerBean(Storage.class, TestStorage::create);
    application.register(
        Wiring.class,
        StorageGate.class,
        StorageIdentity.class,
        JobStore.class,
        IdempotencyKeys.class,
        Jobs.class);
    application.scan("io.stoker.artifact", "io.stoker.queue");
    application.refresh();
    return application;
  }
}
