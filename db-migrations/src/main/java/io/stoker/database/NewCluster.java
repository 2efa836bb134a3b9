package io.stoker.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;

/** Makes a data directory with our role and database in it: complete, or not there at all. */
final class NewCluster {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int NEEDED_MIB = 256;

  private final PostgresLayout layout;
  private final PostgresBinaries binaries;

  NewCluster(PostgresLayout layout, PostgresBinaries binaries) {
    this.layout = layout;
    this.binaries = binaries;
  }

  void create() throws IOException {
    Disk.requireFree(layout.directory(), NEEDED_MIB);
    Path staging = layout.staging();
    Disk.deleteTree(staging);
    PostgresLayout.writeSecret(layout.superuserPassword(), secret());
    PostgresLayout.writeSecret(layout.password(), secret());
    initialise(staging);
    createRoleAndDatabase(staging);
    Files.move(staging, layout.data(), StandardCopyOption.ATOMIC_MOVE);
  }

  private void initialise(Path staging) {
    Command.unprivileged(
            List.of(
                binaries.program("initdb").toString(),
                "--pgdata=" + staging,
                "--username=postgres",
                "--pwfile=" + layout.superuserPassword(),
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--locale=C"))
        .run("");
  }

  /** In single-user mode: no port is open while the cluster is not complete. */
  private void createRoleAndDatabase(Path staging) throws IOException {
    String password = PostgresLayout.readSecret(layout.password());
    Command.unprivileged(
            List.of(
                binaries.program("postgres").toString(),
                "--single",
                "-c",
                "exit_on_error=on",
                "-D",
                staging.toString(),
                "postgres"))
        .run(
            """
            create role stoker login password '%s'
            create database stoker owner stoker
            """
                .formatted(password));
  }

  /** 192 random bits of letters, digits, - and _: safe in a quoted literal. */
  private static String secret() {
    byte[] bits = new byte[24];
    RANDOM.nextBytes(bits);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
  }
}
