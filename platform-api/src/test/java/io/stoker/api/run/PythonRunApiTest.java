package io.stoker.api.run;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.stoker.api.PlatformTest;
import io.stoker.api.Reply;
import io.stoker.api.artifact.Jars;
import io.stoker.contract.driver.PythonProgram;
import io.stoker.contract.driver.UserProgram;
import io.stoker.contract.node.Assignment;
import io.stoker.contract.node.DriverLaunch;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A PYTHON job from its upload to what its node and driver get. */
class PythonRunApiTest extends PlatformTest {
  private static final String JOBS = "/api/v1/jobs";
  private static final String UPLOAD = "/api/v1/artifacts?kind=PYTHON&name=";

  private String uploaded(String name, String source) {
    return http()
        .upload(UPLOAD + name, "text/x-python", source.getBytes(StandardCharsets.UTF_8))
        .json()
        .path("id")
        .asString();
  }

  private static String definition(String name, String file, String more) {
    return """
    {"name": "%s",
     "application": {"type": "PYTHON", "file": "%s"%s},
     "executor": {"instances": 1, "memory": "512m", "pysparkMemory": "256m"},
     "driver": {"cores": 0.5, "memory": "512m"}}
    """
        .formatted(name, file, more);
  }

  @Test
  void aNodeWithAnInterpreterGetsTheProgramAndItsModules() {
    String file = uploaded("counts.py", "print('counts')");
    String helper = uploaded("helpers.py", "X = 1");
    String more =
        ", \"pyFiles\": {\"my_helpers.py\": \"%s\"}, \"arguments\": [\"${run.output}t\"]"
            .formatted(helper);
    Reply made = http().post(JOBS, definition("py-counts", file, more)).expect(201);
    assertThat(made.json().at("/definition/executor/pysparkMemory").asString()).isEqualTo("256m");
    assertThat(made.json().at("/definition/application/pyFiles/my_helpers.py").asString())
        .isEqualTo(helper);
    assertThat(made.json().at("/definition/exclusive").asBoolean()).isTrue();

    TestNode bare = TestNode.join(anonymous().as(secret("join.token")), "py-bare");
    JsonNode refused =
        http()
            .post(JOBS + "/py-counts/runs", "{}")
            .problemAt(422, "NO_PYTHON", "/application/type");
    assertThat(refused.path("detail").asString()).contains("py-bare", "stoker.node.python");
    TestNode node = TestNode.join(anonymous().as(secret("join.token")), "py-node").withPython();
    JsonNode run = http().post(JOBS + "/py-counts/runs", "{}").expect(202).json();
    DriverLaunch launch = requireNonNull(node.awaitDriver(run.path("id").asString()).driver());

    PythonProgram program = (PythonProgram) launch.program();
    assertThat(program.file()).isEqualTo(new UserProgram.File(file, "counts.py"));
    assertThat(program.pyFiles()).containsExactly(new UserProgram.File(helper, "my_helpers.py"));
    assertThat(program.arguments()).containsExactly(launch.outputDirectory() + "t");
    assertThat(launch.sparkConf()).containsEntry("spark.executor.pyspark.memory", "256m");
    assertThat(launch.memoryBytes()).isEqualTo((512 + 768) << 20);
    assertThat(bare.assignments()).extracting(Assignment::id).isEmpty();
    assertThat(Jars.sha256(node.artifact(helper).expect(200).bytes())).isEqualTo(helper);
    assertThat(http().get("/api/v1/nodes").json().path("items"))
        .extracting(it -> it.at("/python/state").asString() + it.at("/python/version").asString(""))
        .contains("NONE", "READY3.11.2");

    http().post("/api/v1/runs/" + run.path("id").asString() + ":cancel", "").expect(200);
    node.obey();
  }

  @Test
  void whatIsWrongIsNamedByItsPlace() {
    String file = uploaded("fine.py", "print('fine')");
    http()
        .post(JOBS, "{\"name\": \"none\", \"application\": {\"type\": \"PYTHON\"}}")
        .problemAt(422, "VALIDATION_FAILED", "/application/file");
    http()
        .post(JOBS, definition("nul", file, ", \"arguments\": [\"a\\u0000b\"]"))
        .problemAt(422, "VALIDATION_FAILED", "/application/arguments/0");
    http()
        .post(JOBS, definition("no", "0".repeat(64), ", \"pyFiles\": {\"x.so\": \"y\"}"))
        .problemAt(422, "VALIDATION_FAILED", "/application/file", "/application/pyFiles/x.so");
    http()
        .post(
            JOBS,
            """
            {"name": "py-conf", "application": {"type": "PYTHON", "file": "%s"},
             "sparkConf": {"spark.executor.pyspark.memory": "1g", "spark.pyspark.python": "/x"}}
            """
                .formatted(file))
        .problemAt(
            422,
            "VALIDATION_FAILED",
            "/sparkConf/spark.executor.pyspark.memory",
            "/sparkConf/spark.pyspark.python");
  }

  @Test
  void whatIsNoPythonFileIsRefused() {
    byte[] latin = "print('größer')".getBytes(StandardCharsets.ISO_8859_1);
    http().upload(UPLOAD + "a.py", "text/x-python", latin).problem(422, "NOT_PYTHON");
    http()
        .upload(UPLOAD + "a.txt", "text/x-python", "x = 1".getBytes(StandardCharsets.UTF_8))
        .problem(422, "VALIDATION_FAILED");
    http().upload(UPLOAD + "a.py", "text/x-python", new byte[0]).problem(400, "MALFORMED_REQUEST");
  }
}
