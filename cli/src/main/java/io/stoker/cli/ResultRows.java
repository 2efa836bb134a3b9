package io.stoker.cli;

import io.stoker.cli.machine.Installation;
import io.stoker.cli.terminal.CommandException;
import io.stoker.contract.run.Manifest;
import io.stoker.launcher.SparkRuntime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** Reads rows of a result from its files, by a small program of the Spark runtime. */
record ResultRows(Installation installation) {
  private static final String PROGRAM = "io.stoker.spark.ResultPreview";

  /** The first rows as a table for a person. */
  String first(Manifest manifest, int rows) throws InterruptedException {
    try {
      Path file = Files.createTempFile("stoker-manifest-", ".json");
      try {
        Files.writeString(file, JsonMapper.shared().writeValueAsString(manifest));
        return table(command(file, rows));
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new CommandException("Cannot read the result: " + e.getMessage(), e);
    }
  }

  private List<String> command(Path manifest, int rows) throws IOException {
    SparkRuntime runtime = SparkRuntime.in(installation.spark());
    List<String> command = new ArrayList<>();
    command.add(Installation.java().toString());
    command.addAll(runtime.moduleOptions());
    command.add("-Xmx512m");
    command.add("-Dlog4j2.configurationFile=" + runtime.home().resolve("conf/log4j2.properties"));
    command.addAll(List.of("-cp", runtime.home().resolve("jars") + "/*"));
    command.addAll(List.of(PROGRAM, manifest.toString(), Integer.toString(rows)));
    return command;
  }

  private static String table(List<String> command) throws IOException, InterruptedException {
    Path errors = Files.createTempFile("stoker-preview-", ".log");
    try {
      Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
      process.getOutputStream().close();
      String rows = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int exitCode = process.waitFor();
      if (exitCode != 0) {
        throw new CommandException(
            "The result cannot be read (exit code %d): %s"
                .formatted(exitCode, Files.readString(errors)));
      }
      return rows.stripTrailing();
    } finally {
      Files.delete(errors);
    }
  }
}
