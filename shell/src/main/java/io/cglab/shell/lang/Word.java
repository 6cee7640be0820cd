package io.cglab.shell.lang;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A word before expansion: its pieces from left to right. Quotes are gone; each piece remembers
 * whether it stood inside them.
 */
public record Word(List<Part> parts, int line) {
  public Word {
    parts = List.copyOf(parts);
  }

  /** A piece of a word. */
  public sealed interface Part {
    /** True inside quotes: no field splitting, no globbing. */
    boolean quoted();
  }

  /** Text that stands for itself. */
  public record Literal(String text, boolean quoted) implements Part {}

  /** A leading {@code ~} or {@code ~user}; {@code user} may be empty. */
  public record Tilde(String user) implements Part {
    @Override
    public boolean quoted() {
      return false;
    }
  }

  /**
   * {@code $name}, {@code ${name}}, {@code ${name[subscript]}} or {@code ${name OPERATOR
   * argument}}.
   *
   * @param indirect true for {@code ${!name}}, which is the parameter that name's value names
   * @param second what a match is replaced by, or the length of a substring
   */
  public record Parameter(
      String name,
      @Nullable Word subscript,
      boolean indirect,
      Operator operator,
      @Nullable Word argument,
      @Nullable Word second,
      boolean quoted)
      implements Part {
    /** A plain {@code $name}. */
    static Parameter plain(String name, boolean quoted) {
      return new Parameter(name, null, false, Operator.NONE, null, null, quoted);
    }
  }

  /** {@code $(body)} or its backquoted form. */
  public record Substitution(Ast.Sequence body, boolean quoted) implements Part {}

  /** {@code $((expression))}. */
  public record Arithmetic(Word expression, boolean quoted) implements Part {}

  /** What {@code ${...}} does with the value. */
  public enum Operator {
    NONE,
    LENGTH,
    DEFAULT,
    DEFAULT_IF_EMPTY,
    ASSIGN,
    ASSIGN_IF_EMPTY,
    FAIL,
    FAIL_IF_EMPTY,
    ALTERNATIVE,
    ALTERNATIVE_UNLESS_EMPTY,
    SHORTEST_PREFIX,
    LONGEST_PREFIX,
    SHORTEST_SUFFIX,
    LONGEST_SUFFIX,
    REPLACE_FIRST,
    REPLACE_ALL,
    REPLACE_PREFIX,
    REPLACE_SUFFIX,
    UPPER_FIRST,
    UPPER_ALL,
    LOWER_FIRST,
    LOWER_ALL,
    SUBSTRING,
    /** {@code ${!name[@]}}. */
    KEYS;

    /** The operator without its colon. */
    public Operator plain() {
      return switch (this) {
        case DEFAULT_IF_EMPTY -> DEFAULT;
        case ASSIGN_IF_EMPTY -> ASSIGN;
        case FAIL_IF_EMPTY -> FAIL;
        case ALTERNATIVE_UNLESS_EMPTY -> ALTERNATIVE;
        default -> this;
      };
    }

    /** True where an empty value counts as unset: the operators with a colon. */
    public boolean emptyIsUnset() {
      return this != plain();
    }

    /** True for the four that cut a pattern off the value. */
    public boolean isTrim() {
      return compareTo(SHORTEST_PREFIX) >= 0 && compareTo(LONGEST_SUFFIX) <= 0;
    }

    /** True for the four that replace what matches a pattern. */
    public boolean isReplacement() {
      return compareTo(REPLACE_FIRST) >= 0 && compareTo(REPLACE_SUFFIX) <= 0;
    }
  }

  /** The text of a word of unquoted literals only; null for every other word. */
  public @Nullable String bareText() {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      if (part instanceof Literal literal && !literal.quoted()) {
        text.append(literal.text());
      } else {
        return null;
      }
    }
    return text.toString();
  }

  /** The text of a word of literals only, in quotes or not; null for every other word. */
  public @Nullable String literalText() {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      if (!(part instanceof Literal literal)) {
        return null;
      }
      text.append(literal.text());
    }
    return text.toString();
  }
}
