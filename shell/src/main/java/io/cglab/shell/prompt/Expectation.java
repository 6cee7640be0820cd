package io.cglab.shell.prompt;

import io.cglab.shell.prompt.Piece.Role;
import java.util.Set;

/** What a word is by the words before it. */
final class Expectation {
  private static final Set<String> BEFORE_COMMAND =
      Set.of("!", "{", "do", "elif", "else", "if", "then", "until", "while");
  private static final Set<String> ENDS = Set.of("}", "done", "esac", "fi");

  private enum State {
    COMMAND,
    ARGUMENTS,
    /** Behind done or fi: only redirections may follow. */
    NOTHING,
    FOR_NAME,
    CASE_WORD,
    CASE_IN,
    PATTERN,
    TARGET,
    DELIMITER
  }

  private State state;
  private State afterTarget = State.COMMAND;
  private int cases;

  /**
   * At a command's name, or behind it.
   *
   * @param inCommand true for the words behind it
   */
  Expectation(boolean inCommand) {
    state = inCommand ? State.ARGUMENTS : State.COMMAND;
  }

  /** The role of the next word; {@code plain} if no part of it is quoted. */
  Role word(String value, boolean plain) {
    return switch (state) {
      case COMMAND -> command(value, plain);
      case ARGUMENTS, NOTHING -> Role.ARGUMENT;
      case FOR_NAME -> then(State.ARGUMENTS, Role.ARGUMENT);
      case CASE_WORD -> then(State.CASE_IN, Role.ARGUMENT);
      case CASE_IN -> {
        cases++;
        yield then(State.PATTERN, Role.RESERVED);
      }
      case PATTERN -> {
        if (plain && value.equals("esac")) {
          cases--;
          yield then(State.NOTHING, Role.RESERVED);
        }
        yield Role.ARGUMENT;
      }
      case TARGET -> then(afterTarget, Role.TARGET);
      case DELIMITER -> then(afterTarget, Role.DELIMITER);
    };
  }

  private Role command(String value, boolean plain) {
    if (plain) {
      if (BEFORE_COMMAND.contains(value)) {
        return Role.RESERVED;
      }
      if (ENDS.contains(value)) {
        cases -= value.equals("esac") ? 1 : 0;
        return then(State.NOTHING, Role.RESERVED);
      }
      if (value.equals("for")) {
        return then(State.FOR_NAME, Role.RESERVED);
      }
      if (value.equals("case")) {
        return then(State.CASE_WORD, Role.RESERVED);
      }
      if (value.matches("[A-Za-z_][A-Za-z_0-9]*=.*")) {
        return Role.ASSIGNMENT;
      }
    }
    return then(State.ARGUMENTS, Role.COMMAND);
  }

  private Role then(State next, Role role) {
    state = next;
    return role;
  }

  /** A redirection's operator. */
  void redirection(String operator) {
    if (state != State.TARGET && state != State.DELIMITER) {
      afterTarget = state;
    }
    state = operator.startsWith("<<") ? State.DELIMITER : State.TARGET;
  }

  /** A separator. */
  void separator(String operator) {
    if (state == State.PATTERN) {
      state = operator.equals(")") ? State.COMMAND : State.PATTERN;
    } else if (operator.equals("\n") && state == State.CASE_IN) {
      state = State.CASE_IN;
    } else {
      state = operator.equals(";;") && cases > 0 ? State.PATTERN : State.COMMAND;
    }
  }
}
