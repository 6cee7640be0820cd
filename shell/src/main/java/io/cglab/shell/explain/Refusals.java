package io.cglab.shell.explain;

import org.jspecify.annotations.Nullable;

/** The last refusal of a shell and all that it started; {@code explain} tells of it. */
public final class Refusals {
  private @Nullable Refusal last;
  private @Nullable String hint;

  /** Remembers a refusal; returns why, and what to type instead, or null where nothing helps. */
  public @Nullable String add(Refusal refusal, Scene scene) {
    last = refusal;
    hint = Hints.of(refusal, scene);
    return hint;
  }

  /** The last one; null before the first. */
  public @Nullable Refusal last() {
    return last;
  }

  /** What {@link #add} said of the last one. */
  public @Nullable String hint() {
    return hint;
  }
}
