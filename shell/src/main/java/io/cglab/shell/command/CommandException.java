package io.cglab.shell.command;

import org.jspecify.annotations.Nullable;

/** Ends a command with one line on stderr, after its name, and a status. */
public final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final @Nullable String hint;

  public CommandException(int status, String message) {
    this(status, message, null);
  }

  CommandException(int status, String message, @Nullable String hint) {
    super(message, null, false, false);
    this.status = status;
    this.hint = hint;
  }

  /** Why, and what to type instead; null where the message says all. */
  public @Nullable String hint() {
    return hint;
  }

  public int status() {
    return status;
  }

  /** The line, without the command's name. */
  public String message() {
    return String.valueOf(getMessage());
  }
}
