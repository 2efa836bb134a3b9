package io.stoker.acceptance;

import io.stoker.acceptance.harness.Packaged;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Job definitions that the tests POST; each call makes one with a name of its own. */
final class Jobs {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** The main job: delays by city over flights and airports, one driver and two executors. */
  static ObjectNode flights() {
    return definition(
        """
        {"application": {"type": "SQL",
           "inputs": [
             {"view": "flights", "format": "parquet", "path": "%s"},
             {"view": "airports", "format": "csv", "path": "%s",
              "options": {"header": "true", "escape": "\\""}}],
           "sql": "select a.city, count(*) n, avg(f.delay) d from flights f join airports a on f.origin = a.iata where f.delay > :minDelay group by a.city"},
         "result": {"format": "parquet"},
         "parameters": {"minDelay": {"type": "integer", "default": 15}},
         "driver": {"cores": 1, "memory": "1g"},
         "executor": {"instances": 2, "cores": 1, "memory": "1g"},
         "sparkConf": {"spark.sql.shuffle.partitions": "4"}}
        """
            .formatted(Packaged.flights().toUri(), Packaged.airports().toUri()));
  }

  /** A job of one query without inputs, one driver and one executor. */
  static ObjectNode query(String sql) {
    ObjectNode definition =
        definition(
            """
            {"application": {"type": "SQL"},
             "result": {"format": "parquet"},
             "driver": {"cores": 1, "memory": "512m"},
             "executor": {"instances": 1, "cores": 1, "memory": "512m"}}
            """);
    ((ObjectNode) definition.required("application")).put("sql", sql);
    return definition;
  }

  /** A job of so many tasks, each of which does nothing for a second, on two executors. */
  static ObjectNode sleepers(int tasks) {
    ObjectNode definition =
        query(
            "select id, reflect('java.lang.Thread', 'sleep', 1000L) slept from range(0, %d, 1, %d)"
                .formatted(tasks, tasks));
    ((ObjectNode) definition.required("executor")).put("instances", 2);
    return definition;
  }

  /** A program of a jar, with half a core for its driver and one executor. */
  static ObjectNode jar(String artifact, String mainClass, String... arguments) {
    ObjectNode definition =
        definition(
            """
            {"application": {"type": "JAR"},
             "driver": {"cores": 0.5, "memory": "512m"},
             "executor": {"instances": 1, "cores": 1, "memory": "512m"}}
            """);
    ObjectNode application = (ObjectNode) definition.required("application");
    application.put("artifact", artifact).put("mainClass", mainClass);
    List.of(arguments).forEach(application.putArray("arguments")::add);
    return definition;
  }

  /** A program in Python, with a core for its driver and one executor. */
  static ObjectNode python(String file, String... arguments) {
    ObjectNode definition =
        definition(
            """
            {"application": {"type": "PYTHON"},
             "driver": {"cores": 1, "memory": "512m"},
             "executor": {"instances": 1, "cores": 1, "memory": "512m"}}
            """);
    ObjectNode application = (ObjectNode) definition.required("application");
    application.put("file", file);
    List.of(arguments).forEach(application.putArray("arguments")::add);
    return definition;
  }

  /** The same behind a shuffle, tried again at once after a failure. */
  static ObjectNode shuffledSleepers(int tasks, int attempts) {
    ObjectNode definition =
        query(
            "select /*+ REPARTITION(3) */ id, reflect('java.lang.Thread', 'sleep', 1000L) slept"
                + " from range(0, %d, 1, %d)".formatted(tasks, tasks));
    ((ObjectNode) definition.required("executor")).put("instances", 2);
    definition.putObject("retry").put("maxAttempts", attempts).put("backoff", "PT0S");
    return definition;
  }

  /** So many tasks of a second each before a shuffle, and after it a second for each row. */
  static ObjectNode twoStagesOfSleepers(int tasks, int tasksAfter) {
    ObjectNode definition =
        query(
            "select id, before, reflect('java.lang.Thread', 'sleep', 1000L) after from"
                + " (select /*+ REPARTITION(%d) */ id,".formatted(tasksAfter)
                + " reflect('java.lang.Thread', 'sleep', 1000L) before"
                + " from range(0, %d, 1, %d))".formatted(tasks, tasks));
    ((ObjectNode) definition.required("executor")).put("instances", 2);
    return definition;
  }

  private static ObjectNode definition(String json) {
    ObjectNode definition = (ObjectNode) JSON.readTree(json);
    return definition.put("name", "t-" + UUID.randomUUID());
  }

  private Jobs() {}
}
