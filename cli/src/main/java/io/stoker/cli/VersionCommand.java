package io.stoker.cli;

import io.stoker.cli.terminal.CommandException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** {@code stoker version}: what this installation is made of. */
record VersionCommand(CommandLine line) {
  int run() {
    Properties versions = versions();
    line.terminal()
        .line(
            """
            Stoker      %s
            Spark       %s
            PostgreSQL  %s (embedded)
            Java        %s (%s)"""
                .formatted(
                    versions.getProperty("stoker"),
                    versions.getProperty("spark"),
                    versions.getProperty("postgresql"),
                    Runtime.version(),
                    System.getProperty("java.home")));
    return 0;
  }

  private static Properties versions() {
    try (InputStream in = VersionCommand.class.getResourceAsStream("versions.properties")) {
      if (in == null) {
        throw new IllegalStateException("versions.properties is missing from the jar");
      }
      var versions = new Properties();
      versions.load(in);
      return versions;
    } catch (IOException e) {
      throw new CommandException("Cannot read versions.properties", e);
    }
  }
}
