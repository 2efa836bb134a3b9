package io.stoker.api.run;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.api.PlatformTest;
import io.stoker.api.Reply;
import io.stoker.api.artifact.Jars;
import io.stoker.contract.driver.JarProgram;
import io.stoker.contract.driver.Packages;
import io.stoker.contract.driver.UserProgram;
import io.stoker.contract.node.Assignment;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A JAR job from its upload to what its node and driver get. */
class JarRunApiTest extends PlatformTest {
  private static final String JOBS = "/api/v1/jobs";

  private String uploaded(String content) {
    byte[] jar = Jars.of(content, "examples.WordCount");
    return http()
        .upload("/api/v1/artifacts?name=" + content + ".jar", "application/java-archive", jar)
        .json()
        .path("id")
        .asString();
  }

  private static String definition(String name, String artifact, String more) {
    return """
    {"name": "%s",
     "application": {"type": "JAR", "artifact": "%s"%s},
     "executor": {"instances": 1, "memory": "512m"},
     "driver": {"cores": 0.5, "memory": "512m"}}
    """
        .formatted(name, artifact, more);
  }

  @Test
  void theDriversNodeGetsTheProgramAndItsJarsAndNoOtherNodeDoes() {
    String artifact = uploaded("program");
    String library = uploaded("library");
    String foreign = uploaded("foreign");
    String arguments =
        """
        , "packages": ["org.example:lib_2.13:1.0"], "jars": ["%1$s"], "files": {"words.txt": "%1$s"},
          "arguments": ["${run.output}words", "${param.day}/${run.id}", "$${run.id}"]},
        "parameters": {"day": {"type": "date"}\
        """
            .formatted(library);
    Reply made = http().post(JOBS, definition("counts", artifact, arguments)).expect(201);
    assertThat(made.json().at("/definition/application/mainClass").asString())
        .isEqualTo("examples.WordCount");
    TestNode node = TestNode.join(anonymous().as(secret("join.token")), "jar-node");

    String run =
        http()
            .post(JOBS + "/counts/runs", "{\"parameters\": {\"day\": \"2001-06-30\"}}")
            .expect(202)
            .json()
            .path("id")
            .asString();
    Assignment driver = node.awaitDriver(run);
    TestNode other = TestNode.join(anonymous().as(secret("join.token")), "jar-node-2");

    JarProgram program = (JarProgram) requireNonNull(driver.driver()).program();
    assertThat(program.mainClass()).isEqualTo("examples.WordCount");
    assertThat(program.arguments())
        .containsExactly(
            requireNonNull(driver.driver()).outputDirectory() + "words",
            "2001-06-30/" + run,
            "${run.id}");
    assertThat(program.jars())
        .containsExactly(
            new UserProgram.Jar(artifact, "program.jar"),
            new UserProgram.Jar(library, "library.jar"));
    assertThat(program.packages())
        .isEqualTo(new Packages(List.of("org.example:lib_2.13:1.0"), List.of("central")));
    assertThat(program.files()).containsExactly(new UserProgram.File(library, "words.txt"));
    Reply bytes = node.artifact(library).expect(200);
    assertThat(Jars.sha256(bytes.bytes())).isEqualTo(library);
    node.artifact(foreign).problem(404, "NOT_FOUND");
    other.artifact(library).problem(404, "NOT_FOUND");
    http().delete("/api/v1/artifacts/" + library).problem(409, "CONFLICT");
    http().delete("/api/v1/artifacts/" + foreign).expect(204);

    http().post("/api/v1/runs/" + run + ":cancel", "").expect(200);
    node.obey();
    node.artifact(library).problem(404, "NOT_FOUND");
  }

  @Test
  void whatIsWrongIsNamedByItsPlace() {
    String artifact = uploaded("wrong");
    String none = "0".repeat(64);

    http()
        .post(JOBS, definition("unknown", none, ", \"jars\": [\"" + none + "\", \"x\"]"))
        .problemAt(
            422,
            "VALIDATION_FAILED",
            "/application/artifact",
            "/application/jars/0",
            "/application/jars/1");
    http()
        .post(JOBS, definition("refers", artifact, ", \"arguments\": [\"a\", \"${run.outptu}\"]"))
        .problemAt(422, "VALIDATION_FAILED", "/application/arguments/1");
    http()
        .post(
            JOBS,
            definition(
                "packages",
                artifact,
                ", \"packages\": [\"a:b\"], \"repositories\": [\"https://x.example/\"]"))
        .problemAt(
            422, "VALIDATION_FAILED", "/application/packages/0", "/application/repositories/0");
    http()
        .post(JOBS, definition("typed", artifact, ", \"arguments\": [5], \"mainClas\": \"x\""))
        .problemAt(422, "VALIDATION_FAILED", "/application/arguments/0", "/application/mainClas");
    http()
        .post(JOBS, "{\"name\": \"none\", \"application\": {\"type\": \"JAR\"}}")
        .problemAt(422, "VALIDATION_FAILED", "/application/artifact");
    http()
        .post(JOBS, "{\"name\": \"r\", \"application\": {\"type\": \"R\"}}")
        .problemAt(422, "VALIDATION_FAILED", "/application/type");
  }

  @Test
  void aPatchChangesItsArguments() {
    String artifact = uploaded("patched");
    http().post(JOBS, definition("patched-jar", artifact, "")).expect(201);

    Reply patched =
        http()
            .patch(
                JOBS + "/patched-jar",
                "{\"application\": {\"arguments\": [\"x\"]}}",
                "If-Match",
                "*")
            .expect(200);

    assertThat(patched.json().at("/definition/application/arguments/0").asString()).isEqualTo("x");
    assertThat(patched.header("ETag")).isEqualTo("\"2\"");
  }
}
