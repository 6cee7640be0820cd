package io.cglab.shell.compare;

import java.util.List;

/** A rule that an emulation must keep to count as within tolerance. Knows no scenario by name. */
interface Criterion {
  /** Returns each way in which {@code comparison} breaks the rule, none if it holds. */
  List<Finding> judge(Comparison comparison);
}
