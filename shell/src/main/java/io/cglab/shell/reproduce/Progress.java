package io.cglab.shell.reproduce;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** How far a campaign is: a bar on a terminal, nothing elsewhere. */
final class Progress implements AutoCloseable {
  private static final int WIDTH = 78;

  private final @Nullable ProgressBar bar;

  private Progress(@Nullable ProgressBar bar) {
    this.bar = bar;
  }

  /** A bar on stderr, or nothing if that is no terminal. */
  static Progress of(boolean terminal, int runs) {
    return new Progress(
        terminal
            ? new ProgressBarBuilder()
                .setTaskName("reproduce")
                .setInitialMax(runs)
                .setStyle(ProgressBarStyle.ASCII)
                .setConsumer(new ConsoleProgressBarConsumer(System.err, WIDTH))
                .build()
            : null);
  }

  /** A run has ended. */
  void step() {
    if (bar != null) {
      bar.step();
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
