package io.cglab.core.task;

/**
 * How many I/Os of an asynchronous job go together.
 *
 * @param submit I/Os that are prepared before they are submitted in a row, at least 1
 * @param reapLeast completions that are waited for, at least 1
 * @param reapMost completions that one call takes, not below {@code reapLeast}
 * @param low once all slots were in use, none is filled again before so few are; at least 1
 */
public record Batches(int submit, int reapLeast, int reapMost, int low) {
  /** Each alone; all completions that there are at once. */
  public static final Batches NONE = new Batches(1, 1, Integer.MAX_VALUE, Integer.MAX_VALUE);

  public Batches {
    if (submit < 1 || reapLeast < 1 || reapMost < reapLeast || low < 1) {
      throw new IllegalArgumentException(
          "no batches: " + submit + ", " + reapLeast + " to " + reapMost + ", " + low);
    }
  }
}
