package io.stoker.api.job;

/** Bodies that the console offers; a test sends each of them to a server. */
final class JobExamples {
  static final String FLIGHTS =
      """
      {
        "name": "delays-by-city",
        "labels": {"team": "ops"},
        "application": {
          "type": "SQL",
          "inputs": [
            {"view": "flights", "format": "parquet", "path": "file:///data/flights.parquet"},
            {"view": "airports", "format": "csv", "path": "file:///data/airports.csv",
             "options": {"header": "true"}}
          ],
          "sql": "select a.city, count(*) n, avg(f.delay) delay from flights f join airports a on f.origin = a.iata where f.delay > :minDelay group by a.city"
        },
        "result": {"format": "parquet"},
        "parameters": {"minDelay": {"type": "integer", "default": 15}},
        "driver": {"cores": 1, "memory": "1g"},
        "executor": {"instances": 2, "cores": 1, "memory": "1g"},
        "sparkConf": {"spark.sql.shuffle.partitions": "8"},
        "retry": {"maxAttempts": 2, "backoff": "PT10S"},
        "timeout": "PT1H",
        "concurrency": {"policy": "QUEUE", "max": 1}
      }
      """;

  static final String SMALLEST =
      """
      {
        "name": "numbers",
        "application": {"type": "SQL", "sql": "select id, id * id square from range(10)"},
        "result": {}
      }
      """;

  static final String WORDS =
      """
      {
        "name": "words",
        "application": {
          "type": "JAR",
          "artifact": "bd8efcdce82c8ca16abcf248f7b0b1eb2c75282c8be66d4eb940a64960dc1dfd",
          "mainClass": "examples.WordCount",
          "arguments": ["${param.text}", "${run.output}"]
        },
        "parameters": {"text": {"type": "string", "default": "file:///data/text"}},
        "executor": {"instances": 2, "cores": 1, "memory": "1g"}
      }
      """;

  static final String PYTHON =
      """
      {
        "name": "delays-in-python",
        "application": {
          "type": "PYTHON",
          "file": "86880a9ebe76683f9d9ffe31973e68eb7539c3ae261cd2af04c73a0f6551b2ba",
          "arguments": ["${param.leastDelay}", "${run.output}"]
        },
        "parameters": {"leastDelay": {"type": "integer", "default": 60}},
        "executor": {"instances": 2, "cores": 1, "memory": "1g", "pysparkMemory": "512m"}
      }
      """;

  static final String PATCH =
      """
      {"executor": {"instances": 4}, "labels": {"team": null}}
      """;

  private JobExamples() {}
}
