package io.cglab.shell.compare;

import io.cglab.shell.compare.Comparison.Proc;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Which processes a criterion looks at, as {@code tolerances.yaml} says with {@code jobs}. */
enum Jobs {
  /** Every process. */
  ALL,
  /** The first one. */
  FIRST,
  /** All but the first one. */
  OTHERS,
  /** Of the real-time class. */
  RT,
  /** Of the best-effort class. */
  BE,
  /** Of the idle class. */
  IDLE,
  /** Outranked by none on their device. */
  TOP,
  /** Outranked by another one on their device. */
  LOWER,
  /** {@link #TOP}, and another one is in the class. */
  PEERS,
  /** {@link #TOP}, and no other one is in the class. */
  ALONE,
  /** Without a think time. */
  STEADY,
  /** With a think time. */
  PAUSING,
  READERS,
  WRITERS;

  /** The word for it in {@code tolerances.yaml}. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The processes it means, in the record's order. */
  List<Proc> of(Comparison comparison) {
    List<Proc> chosen = new ArrayList<>();
    for (Proc process : comparison.processes()) {
      if (means(process, comparison)) {
        chosen.add(process);
      }
    }
    return List.copyOf(chosen);
  }

  private boolean means(Proc process, Comparison comparison) {
    int own = PrioClasses.of(comparison.scenario(), process.job());
    return switch (this) {
      case ALL -> true;
      case FIRST -> process.index() == 0;
      case OTHERS -> process.index() > 0;
      case RT -> own == PrioClasses.RT;
      case BE -> own == PrioClasses.BE;
      case IDLE -> own == PrioClasses.IDLE;
      case TOP -> isTop(process, comparison);
      case LOWER -> !isTop(process, comparison);
      case PEERS -> isTop(process, comparison) && inClass(process, comparison) > 1;
      case ALONE -> isTop(process, comparison) && inClass(process, comparison) == 1;
      case STEADY -> process.job().thinkUs() == 0;
      case PAUSING -> process.job().thinkUs() > 0;
      case READERS -> !process.job().write();
      case WRITERS -> process.job().write();
    };
  }

  private static boolean isTop(Proc process, Comparison comparison) {
    int own = PrioClasses.of(comparison.scenario(), process.job());
    return comparison.processes().stream()
        .filter(other -> other.job().dev() == process.job().dev())
        .noneMatch(other -> PrioClasses.of(comparison.scenario(), other.job()) < own);
  }

  /** How many processes have the class and device of this one, itself included. */
  private static long inClass(Proc process, Comparison comparison) {
    int own = PrioClasses.of(comparison.scenario(), process.job());
    return comparison.processes().stream()
        .filter(other -> other.job().dev() == process.job().dev())
        .filter(other -> PrioClasses.of(comparison.scenario(), other.job()) == own)
        .count();
  }
}
