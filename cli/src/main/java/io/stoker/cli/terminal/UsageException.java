package io.stoker.cli.terminal;

/** What was typed is not a command; the message says what would be. */
public final class UsageException extends CommandException {
  public UsageException(String message) {
    super(message);
  }
}
