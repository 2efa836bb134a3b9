package io.stoker.cli.terminal;

/** A command cannot do its work; the message says why and what to do next. */
public class CommandException extends RuntimeException {
  public CommandException(String message) {
    super(message);
  }

  public CommandException(String message, Throwable cause) {
    super(message, cause);
  }
}
