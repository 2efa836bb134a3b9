package io.stoker.api.database;

import java.sql.SQLException;
import java.util.Objects;

/** Why PostgreSQL was not reached or did not let us in, for whoever set its address. */
final class ConnectionProblems {
  private ConnectionProblems() {}

  /** Whether the next try may end differently though nobody changes anything. */
  static boolean mayPass(SQLException problem) {
    String state = Objects.requireNonNullElse(problem.getSQLState(), "");
    return switch (state) {
      case "08004" -> false;
      case "53300", "57P03" -> true;
      default -> state.startsWith("08");
    };
  }

  /** PostgreSQL's states (its appendix A), and those that its driver makes itself (class 08). */
  static UnusableDatabaseException explain(String url, String username, SQLException problem) {
    String said = Objects.requireNonNullElse(problem.getMessage(), problem.toString()).strip();
    String state = Objects.requireNonNullElse(problem.getSQLState(), "");
    return switch (state) {
      case "28P01" ->
          new UnusableDatabaseException(
              "PostgreSQL at %s refuses the password of the role %s: %s"
                  .formatted(url, username, said),
              "Check stoker.database.username and .password or .password-file.");
      case "28000", "08004" ->
          new UnusableDatabaseException(
              "PostgreSQL at %s does not let the role %s in: %s".formatted(url, username, said),
              "Check stoker.database.username and .password or .password-file, and the server's"
                  + " pg_hba.conf.");
      case "3D000" ->
          new UnusableDatabaseException(
              "PostgreSQL at %s has no such database: %s".formatted(url, said),
              "Make it, as a superuser: create database … owner %s;".formatted(username));
      case "42501" ->
          new UnusableDatabaseException(
              "PostgreSQL at %s denies the role %s: %s".formatted(url, username, said),
              "Let it own its database, as a superuser: alter database … owner to %s;"
                  .formatted(username));
      case "53300", "57P03" ->
          new UnusableDatabaseException(
              "PostgreSQL at %s takes no connection now: %s".formatted(url, said),
              "Start the server again when it does; each of our servers uses up to 20 connections.");
      default ->
          new UnusableDatabaseException(
              "PostgreSQL at %s cannot be used: %s".formatted(url, said),
              state.startsWith("08")
                  ? "Check that it runs, that it listens on that address, and that nothing between"
                      + " keeps the connection out. The setting is stoker.database.url."
                  : "Its SQL state is %s; see the server's log.".formatted(state));
    };
  }
}
