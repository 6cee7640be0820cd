package io.cglab.shell.command;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One command of a sed script.
 *
 * @param name its letter; <code>{</code>, <code>}</code> and {@code :} among them
 * @param text what a, i, c and y take, the label of b, t and T, the file of r and w
 * @param target for b, t, T and <code>{</code> the index of the command to go on with
 */
record SedCommand(
    @Nullable Address from,
    @Nullable Address to,
    boolean negated,
    char name,
    String text,
    @Nullable Substitution substitution,
    int target) {

  /** Where a command applies. */
  sealed interface Address {}

  /** A line's number; 0 only before a pattern. */
  record Line(long number) implements Address {}

  /** {@code first~step}. */
  record Step(long first, long step) implements Address {}

  /** {@code $}. */
  record Last() implements Address {}

  /** {@code /pattern/}; null stands for the last pattern that was used. */
  record Matching(@Nullable Pattern pattern) implements Address {}

  /** {@code +N} as a second address: so many lines more. */
  record More(long lines) implements Address {}

  /** {@code ~N} as a second address: up to a line whose number is a multiple. */
  record Multiple(long of) implements Address {}

  /**
   * {@code s/pattern/replacement/flags}.
   *
   * @param pattern null for the last pattern that was used
   * @param number which match is the first to be replaced, from 1
   */
  record Substitution(
      @Nullable Pattern pattern, String replacement, boolean global, int number, boolean prints) {}

  SedCommand goingOnAt(int index) {
    return new SedCommand(from, to, negated, name, text, substitution, index);
  }
}
