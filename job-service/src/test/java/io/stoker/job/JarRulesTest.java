package io.stoker.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.stoker.artifact.Artifact;
import io.stoker.artifact.ArtifactKind;
import io.stoker.error.StokerException;
import io.stoker.error.Violation;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JAR applications: what is filled in, and where each mistake is named. */
class JarRulesTest {
  private static final String RUNNABLE = "a".repeat(64);
  private static final String LIBRARY = "b".repeat(64);
  private static final String NOWHERE = "c".repeat(64);
  private static final String TEXT = "d".repeat(64);
  private static final JobDraft.Known KNOWN =
      new JobDraft.Known(
          Map.of(
              RUNNABLE,
              artifact(RUNNABLE, ArtifactKind.JAR, "a.Main"),
              LIBRARY,
              artifact(LIBRARY, ArtifactKind.JAR, null),
              TEXT,
              artifact(TEXT, ArtifactKind.FILE, null)),
          List.of("central", "https://repo.example/maven/", "file:///opt/maven/"));

  private static Artifact artifact(String id, ArtifactKind kind, @Nullable String mainClass) {
    return new Artifact(id, UUID.randomUUID(), "x", kind, 1, mainClass, "f", Instant.EPOCH, "ann");
  }

  private static JobDraft draft(
      JobDraft.Jar jar,
      JobDraft.@Nullable Output result,
      @Nullable Map<String, JobDraft.Parameter> parameters) {
    return new JobDraft(
        "counts",
        null,
        null,
        jar,
        result,
        parameters,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  private static JobSpec.Jar checked(JobDraft.Jar jar) {
    return (JobSpec.Jar) draft(jar, null, null).checked(List.of()).application();
  }

  private static void assertRefused(JobDraft draft, String code, String... pointers) {
    StokerException error =
        catchThrowableOfType(StokerException.class, () -> draft.checked(List.of()));
    assertThat(error.violations())
        .extracting(Violation::pointer)
        .containsExactlyInAnyOrder(pointers);
    assertThat(error.violations()).extracting(Violation::code).contains(code);
  }

  private static void assertRefused(JobDraft.Jar jar, String code, String... pointers) {
    assertRefused(draft(jar, null, null), code, pointers);
  }

  @Test
  void theManifestsMainClassIsTheDefault() {
    assertThat(checked(new JobDraft.Jar(RUNNABLE, null, null, null, null, null, KNOWN)))
        .isEqualTo(new JobSpec.Jar(RUNNABLE, "a.Main", List.of(), List.of(), Map.of()));
    assertThat(
            checked(
                new JobDraft.Jar(
                    LIBRARY, "b.Über$Inner", List.of("x"), List.of(RUNNABLE), null, null, KNOWN)))
        .isEqualTo(
            new JobSpec.Jar(LIBRARY, "b.Über$Inner", List.of("x"), List.of(RUNNABLE), Map.of()));
    assertRefused(
        new JobDraft.Jar(LIBRARY, null, null, null, null, null, KNOWN),
        "REQUIRED",
        "/application/mainClass");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a..B", "1a.B", "a.B;", "a/B", ".a", "a.B "})
  void aMainClassIsAName(String name) {
    assertRefused(
        new JobDraft.Jar(RUNNABLE, name, null, null, null, null, KNOWN),
        "INVALID",
        "/application/mainClass");
  }

  @Test
  void itIsExclusiveUnlessItSaysOtherwise() {
    JobDraft.Jar jar = new JobDraft.Jar(RUNNABLE, null, null, null, null, null, KNOWN);

    assertThat(draft(jar, null, null).checked(List.of()).exclusive()).isTrue();
    assertThat(Drafts.spec("sql").exclusive()).isFalse();
  }

  @Test
  void filesAreNamedByTheJobAndMayBeAnything() {
    Map<String, String> files = Map.of("words.txt", TEXT, "lib_2.jar", LIBRARY);
    JobSpec.Jar jar = checked(new JobDraft.Jar(RUNNABLE, null, null, null, files, null, KNOWN));
    assertThat(jar.files()).isEqualTo(files);
    assertThat(jar.artifacts()).containsExactlyInAnyOrder(RUNNABLE, TEXT, LIBRARY);
    for (String name : List.of("", ".hidden", "a/b", "..", "a b", "x".repeat(129))) {
      assertRefused(
          new JobDraft.Jar(RUNNABLE, null, null, null, Map.of(name, TEXT), null, KNOWN),
          "INVALID",
          Violation.pointer("/application/files", name));
    }
    assertRefused(
        new JobDraft.Jar(RUNNABLE, null, null, null, Map.of("a", NOWHERE), null, KNOWN),
        "UNKNOWN_ARTIFACT",
        "/application/files/a");
  }

  @Test
  void whatIsNotSeenToBeAJarIsNoProgram() {
    assertRefused(
        new JobDraft.Jar(TEXT, "a.B", null, List.of(TEXT), null, null, KNOWN),
        "NOT_A_JAR",
        "/application/artifact",
        "/application/jars/0");
  }

  private static JobDraft.Jar packages(
      @Nullable List<@Nullable String> coordinates, @Nullable List<@Nullable String> repositories) {
    JobDraft.Packages packages = new JobDraft.Packages(coordinates, repositories);
    return new JobDraft.Jar(RUNNABLE, null, null, null, null, packages, KNOWN);
  }

  @Test
  void packagesComeFromRepositoriesThatThePlatformKnows() {
    List<@Nullable String> two = List.of("org.a:lib_2.13:1.2.3", "b:c:1.0-SNAPSHOT+x");
    assertThat(checked(packages(two, null)).packages())
        .isEqualTo(
            new JobSpec.Packages(List.of("org.a:lib_2.13:1.2.3", "b:c:1.0-SNAPSHOT+x"), List.of()));
    assertThat(checked(packages(two, List.of("file:///opt/maven", "central"))).packages())
        .isEqualTo(
            new JobSpec.Packages(
                List.of("org.a:lib_2.13:1.2.3", "b:c:1.0-SNAPSHOT+x"),
                List.of("file:///opt/maven/", "central")));
    assertThat(checked(packages(null, null)).packages()).isNull();
    assertRefused(
        packages(two, List.of("https://elsewhere.example/", "http://repo.example/maven")),
        "NOT_ALLOWED",
        "/application/repositories/0",
        "/application/repositories/1");
    assertRefused(
        packages(null, List.of("file:///opt/maven")),
        "NOT_APPLICABLE",
        "/application/repositories");
    JobDraft.Known nothing = new JobDraft.Known(KNOWN.artifacts(), List.of());
    assertRefused(
        new JobDraft.Jar(
            RUNNABLE, null, null, null, null, new JobDraft.Packages(two, null), nothing),
        "NOT_ALLOWED",
        "/application/packages");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a:b",
        "a:b:",
        "a/b/1",
        "a:b:1:jar",
        "a:b:1,c:d:2",
        "a:b:1.+",
        "a:b:latest.release",
        "a:b:[1,2)",
        "a b:c:1",
        "a:b:1\n",
        "../a:b:1$"
      })
  void aPackageIsNamedByItsExactCoordinates(String coordinate) {
    assertRefused(packages(List.of(coordinate), null), "INVALID", "/application/packages/0");
  }

  @Test
  void artifactsMustExist() {
    assertRefused(
        new JobDraft.Jar(NOWHERE, "a.B", null, List.of(NOWHERE, "x"), null, null, KNOWN),
        "UNKNOWN_ARTIFACT",
        "/application/artifact",
        "/application/jars/0",
        "/application/jars/1");
    assertRefused(
        new JobDraft.Jar(null, null, null, null, null, null, KNOWN),
        "REQUIRED",
        "/application/artifact");
    assertRefused(
        new JobDraft.Jar("../x", null, null, null, null, null, KNOWN),
        "INVALID",
        "/application/artifact");
    assertRefused(
        new JobDraft.Jar(
            RUNNABLE, null, null, List.of(LIBRARY, LIBRARY, RUNNABLE), null, null, KNOWN),
        "DUPLICATE",
        "/application/jars/1",
        "/application/jars/2");
  }

  @ParameterizedTest
  @CsvSource({
    "${run.outptu},  UNKNOWN_REFERENCE",
    "${param.other}, UNKNOWN_REFERENCE",
    "${env:PATH},    UNKNOWN_REFERENCE",
    "${},            UNKNOWN_REFERENCE",
    "${run.output,   INVALID"
  })
  void anArgumentRefersToWhatThereIs(String argument, String code) {
    assertRefused(
        new JobDraft.Jar(RUNNABLE, null, List.of("${run.id}", argument), null, null, null, KNOWN),
        code,
        "/application/arguments/1");
  }

  @Test
  void argumentsAreTexts() {
    assertRefused(
        new JobDraft.Jar(
            RUNNABLE, null, Arrays.asList(null, "x".repeat(65_537)), null, null, null, KNOWN),
        "REQUIRED",
        "/application/arguments/0",
        "/application/arguments/1");
  }

  @Test
  void aParameterIsTakenByAnArgument() {
    Map<String, JobDraft.Parameter> day =
        Map.of("day", new JobDraft.Parameter("date", "2001-06-30", null));
    JobDraft.Jar takes =
        new JobDraft.Jar(RUNNABLE, null, List.of("--day=${param.day}"), null, null, null, KNOWN);

    assertThat(draft(takes, null, day).checked(List.of()).parameters()).containsKey("day");
    assertRefused(
        draft(new JobDraft.Jar(RUNNABLE, null, null, null, null, null, KNOWN), null, day),
        "UNUSED",
        "/parameters/day");
  }

  @Test
  void itsResultIsWhatItWrites() {
    assertRefused(
        draft(
            new JobDraft.Jar(RUNNABLE, null, null, null, null, null, KNOWN),
            new JobDraft.Output("parquet", null, null, null),
            null),
        "NOT_APPLICABLE",
        "/result");
  }

  @Test
  void aSpecIsReadBackAsItWasWritten() {
    JobSpec spec =
        draft(
                new JobDraft.Jar(RUNNABLE, null, List.of("${run.id}"), null, null, null, KNOWN),
                null,
                null)
            .checked(List.of());

    assertThat(SpecJson.read(SpecJson.write(spec))).isEqualTo(spec);
    assertThat(SpecJson.write(spec)).contains("\"type\":\"JAR\"");
    String sql = SpecJson.write(Drafts.spec("sql"));
    assertThat(SpecJson.read(sql)).isEqualTo(Drafts.spec("sql"));
    String earlier = sql.replace("\"type\":\"SQL\",", "").replace(",\"exclusive\":false", "");
    assertThat(earlier).isNotEqualTo(sql).doesNotContain("exclusive", "SQL");
    assertThat(SpecJson.read(earlier)).isEqualTo(Drafts.spec("sql"));
  }
}
