package io.stoker.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.stoker.artifact.Artifact;
import io.stoker.artifact.ArtifactKind;
import io.stoker.error.StokerException;
import io.stoker.error.Violation;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PYTHON applications: what they refer to, and where each mistake is named. */
class PythonRulesTest {
  private static final String SOURCE = "a".repeat(64);
  private static final String HELPER = "b".repeat(64);
  private static final String ZIP = "c".repeat(64);
  private static final String TEXT = "d".repeat(64);
  private static final String NOWHERE = "e".repeat(64);
  private static final JobDraft.Known KNOWN =
      new JobDraft.Known(
          Map.of(
              SOURCE, artifact(SOURCE, ArtifactKind.PYTHON),
              HELPER, artifact(HELPER, ArtifactKind.PYTHON),
              ZIP, artifact(ZIP, ArtifactKind.JAR),
              TEXT, artifact(TEXT, ArtifactKind.FILE)),
          List.of("central", "https://repo.example/maven/", "file:///opt/maven/"));

  private static Artifact artifact(String id, ArtifactKind kind) {
    return new Artifact(id, UUID.randomUUID(), "x", kind, 1, null, "f", Instant.EPOCH, "ann");
  }

  private static JobDraft.Python python(
      @Nullable String file, @Nullable Map<String, @Nullable String> pyFiles) {
    return python(file, pyFiles, null, List.of());
  }

  private static JobDraft.Python python(
      @Nullable String file,
      @Nullable Map<String, @Nullable String> pyFiles,
      @Nullable Map<String, @Nullable String> files,
      List<@Nullable String> arguments) {
    return new JobDraft.Python(file, arguments, pyFiles, null, files, null, KNOWN);
  }

  private static JobDraft draft(
      JobDraft.Application program, JobDraft.@Nullable Executor executor) {
    return new JobDraft(
        "counts", null, null, program, null, null, null, executor, null, null, null, null, null,
        null, null, null);
  }

  private static JobDraft.Executor executor(String pyspark) {
    return new JobDraft.Executor(null, null, null, null, pyspark);
  }

  private static void assertRefused(JobDraft draft, String code, String... pointers) {
    StokerException error =
        catchThrowableOfType(StokerException.class, () -> draft.checked(List.of()));
    assertThat(error.violations())
        .extracting(Violation::pointer)
        .containsExactlyInAnyOrder(pointers);
    assertThat(error.violations()).extracting(Violation::code).contains(code);
  }

  @Test
  void aProgramAndItsModules() {
    Map<String, @Nullable String> modules =
        Map.of("helpers.py", HELPER, "more.zip", ZIP, "old.egg", ZIP);
    JobDraft.Python draft =
        python(SOURCE, modules, Map.of("words.txt", TEXT), List.of("${run.output}", "x"));

    JobSpec spec = draft(draft, executor("300m")).checked(List.of());

    JobSpec.Python program = (JobSpec.Python) spec.application();
    assertThat(program.pyFiles()).isEqualTo(modules);
    assertThat(program.artifacts()).containsExactlyInAnyOrder(SOURCE, HELPER, ZIP, TEXT);
    assertThat(spec.exclusive()).isTrue();
    assertThat(spec.isPython()).isTrue();
    assertThat(spec.executor().pysparkMemory()).isEqualTo("300m");
    assertThat(SpecJson.read(SpecJson.write(spec))).isEqualTo(spec);
    assertThat(SpecJson.write(spec)).contains("\"type\":\"PYTHON\"").doesNotContain("\"python\"");
    assertThat(SpecJson.write(Drafts.spec("sql"))).doesNotContain("pyspark", "isPython");
  }

  @Test
  void whatItRefersToIsThereAndIsPython() {
    assertRefused(draft(python(null, null), null), "REQUIRED", "/application/file");
    assertRefused(draft(python("x.py", null), null), "INVALID", "/application/file");
    assertRefused(draft(python(NOWHERE, null), null), "UNKNOWN_ARTIFACT", "/application/file");
    assertRefused(draft(python(TEXT, null), null), "NOT_PYTHON", "/application/file");
    assertRefused(draft(python(ZIP, null), null), "NOT_PYTHON", "/application/file");
  }

  @ParameterizedTest
  @CsvSource({
    "helpers.py, d, NOT_PYTHON",
    "helpers.py, c, NOT_PYTHON",
    "more.zip,   d, NOT_A_JAR",
    "more.egg,   b, NOT_A_JAR",
    "more.zip,   e, UNKNOWN_ARTIFACT",
    "helpers,    b, INVALID",
    "a/b.py,     b, INVALID",
    "native.so,  d, INVALID",
  })
  void aModuleIsWhatItsNameSays(String name, String id, String code) {
    assertRefused(
        draft(python(SOURCE, Map.of(name, id.repeat(64))), null),
        code,
        Violation.pointer("/application/pyFiles", name));
  }

  @Test
  void argumentsAreNoMoreThanLinuxTakes() {
    assertRefused(
        draft(python(SOURCE, null, null, List.of("x", "ü".repeat(40_000))), null),
        "TOO_LONG",
        "/application/arguments/1");
    assertRefused(
        draft(python(SOURCE, null, null, Collections.nCopies(40, "x".repeat(60_000))), null),
        "TOO_LONG",
        "/application/arguments");
  }

  @Test
  void namesDoNotMeetInADirectory() {
    assertRefused(
        draft(python(SOURCE, Map.of("a.py", HELPER), Map.of("a.py", TEXT), List.of()), null),
        "DUPLICATE",
        "/application/files/a.py");
  }

  @ParameterizedTest
  @CsvSource({"300, NOT_A_SIZE", "0m, NOT_A_SIZE", "1.5g, NOT_A_SIZE", "1000k, NOT_A_SIZE"})
  void memoryOfPythonIsWholeMebibytes(String text, String code) {
    assertRefused(draft(python(SOURCE, null), executor(text)), code, "/executor/pysparkMemory");
  }

  @Test
  void onlyPythonHasMemoryForPython() {
    JobDraft sql = draft(new JobDraft.Sql(null, "select 1"), executor("300m"));
    assertRefused(sql, "NOT_APPLICABLE", "/executor/pysparkMemory");
  }
}
