package io.cglab.shell.command;

import io.cglab.cgroupfs.CgroupFs;
import io.cglab.cgroupfs.quirk.Quirk;
import io.cglab.cgroupfs.quirk.QuirkKind;
import java.util.List;
import java.util.Locale;

/**
 * {@code quirk}: what kernels in the wild do to those who parse their files. Without arguments it
 * lists the kinds, and behind {@code active:} those that were injected.
 */
final class Quirks {
  private Quirks() {}

  static int run(Context c, List<String> args) {
    CgroupFs machine = c.kernel().instruments().machine();
    if (args.isEmpty()) {
      StringBuilder out = new StringBuilder();
      for (QuirkKind kind : QuirkKind.values()) {
        out.append(String.format(Locale.ROOT, "%-26s %s\n", kind.usage(), kind.help()));
      }
      machine.quirks().forEach(quirk -> out.append("active: ").append(quirk).append('\n'));
      c.write(out);
      return 0;
    }
    if (args.equals(List.of("off"))) {
      machine.clearQuirks();
      return 0;
    }
    try {
      machine.inject(Quirk.parse(args));
      return 0;
    } catch (IllegalArgumentException wrong) {
      throw new CommandException(2, String.valueOf(wrong.getMessage()));
    }
  }
}
