package io.stoker.acceptance.standin;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;

/** The bodies of what a driver says, written out by hand: they are the contract's second reader. */
final class Messages {
  private final Properties settings;
  private final Executors executors;
  private final AtomicLong pictures = new AtomicLong();
  private final AtomicLong demands = new AtomicLong();

  Messages(Properties settings, Executors executors) {
    this.settings = settings;
    this.executors = executors;
  }

  Map<String, ?> started() {
    return Map.of(
        "pid", ProcessHandle.current().pid(),
        "driverUrl", executors.url(),
        "sparkVersion", "stand-in",
        "javaVersion", System.getProperty("java.version"));
  }

  /** What its executors are to do differently goes with them. */
  Map<String, ?> demand(Script script) {
    long heap =
        Long.parseLong(settings.getProperty("spark.executor.memory").replace("m", "")) << 20;
    Map<String, ?> profile =
        Map.of(
            "profileId",
            0,
            "total",
            Integer.parseInt(settings.getProperty("spark.executor.instances")),
            "cores",
            Integer.parseInt(settings.getProperty("spark.executor.cores")),
            "heapBytes",
            heap,
            "memoryBytes",
            heap + (384L << 20));
    return Map.of(
        "version", demands.incrementAndGet(),
        "driverUrl", executors.url(),
        "profiles", List.of(profile),
        "javaOptions", List.of(),
        "environment", Map.of(StandInExecutor.SCRIPT, String.join(" ", script.words())),
        "excludedHosts", List.of());
  }

  Map<String, ?> progress() {
    List<Integer> registered = executors.registered();
    Map<String, Object> picture = new LinkedHashMap<>();
    picture.put("at", Instant.now().toString());
    for (String count :
        List.of(
            "stagesTotal",
            "stagesCompleted",
            "stagesActive",
            "stagesFailed",
            "tasksTotal",
            "tasksActive",
            "tasksCompleted",
            "tasksFailed")) {
      picture.put(count, 0);
    }
    picture.put("executors", registered.size());
    picture.put("stages", List.of());
    return Map.of(
        "number", pictures.incrementAndGet(),
        "progress", picture,
        "executors",
            registered.stream()
                .map(
                    id ->
                        Map.of(
                            "executorId", id,
                            "registered", true,
                            "active", 0,
                            "completed", 1,
                            "failed", 0))
                .toList());
  }

  Map<String, ?> manifest(List<Map<String, ?>> files) {
    return Map.ofEntries(
        Map.entry("runId", setting("runId")),
        Map.entry("step", setting("step")),
        Map.entry("attempt", Integer.parseInt(setting("attempt"))),
        Map.entry("fence", Long.parseLong(setting("fence"))),
        Map.entry("format", "parquet"),
        Map.entry("location", setting("outputDirectory")),
        Map.entry("partitionBy", List.of()),
        Map.entry("files", files),
        Map.entry("totalBytes", files.size() * StandInDriver.FILE_BYTES),
        Map.entry("totalRows", files.size()),
        Map.entry("schema", List.of(Map.of("name", "n", "type", "integer", "nullable", false))),
        Map.entry("createdAt", Instant.now().toString()));
  }

  private String setting(String name) {
    return settings.getProperty("spark.stoker." + name);
  }
}
