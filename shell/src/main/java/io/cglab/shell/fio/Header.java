package io.cglab.shell.fio;

import io.cglab.core.task.Blocks;
import java.util.List;

/** What fio prints of a job before it runs. */
final class Header {
  private Header() {}

  static String of(JobSpec spec, int group) {
    Blocks[] blocks = spec.blocks();
    return spec.name()
        + ": (g="
        + group
        + "): rw="
        + spec.rw()
        + ", bs=(R) "
        + range(blocks[0])
        + ", (W) "
        + range(blocks[1])
        + ", (T) "
        + range(blocks[2])
        + ", ioengine="
        + spec.engine()
        + ", iodepth="
        + spec.ioDepth()
        + "\n";
  }

  private static String range(Blocks blocks) {
    return Quantity.binary(blocks.smallest()) + "-" + Quantity.binary(blocks.largest());
  }

  /** How many threads and processes start. */
  static String crew(List<Worker> workers) {
    long threads = workers.stream().filter(w -> w.spec().flag("thread", false)).count();
    long processes = workers.size() - threads;
    String threadText = threads + (threads == 1 ? " thread" : " threads");
    String processText = processes + (processes == 1 ? " process" : " processes");
    return threads == 0
        ? processText
        : processes == 0 ? threadText : threadText + " and " + processText;
  }
}
