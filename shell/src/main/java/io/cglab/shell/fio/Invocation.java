package io.cglab.shell.fio;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a command line asks for.
 *
 * @param output the file that the reports go to; null for stdout
 * @param parseOnly checks the jobs and runs none
 */
record Invocation(
    List<JobSpec> jobs, @Nullable String output, Set<Format> formats, boolean parseOnly) {
  /** How results are reported. */
  enum Format {
    NORMAL,
    JSON,
    TERSE
  }

  static final Set<Format> USUAL = EnumSet.of(Format.NORMAL);

  boolean has(Format format) {
    return formats.contains(format);
  }
}
