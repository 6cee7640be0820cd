package io.cglab.shell.check;

import io.cglab.shell.check.Transcript.Exchange;
import java.util.ArrayList;
import java.util.List;

/**
 * What came of playing one transcript.
 *
 * @param transcript the record
 * @param machine the machine it was played on
 * @param checked each command with its answer, in order
 */
record CheckResult(Transcript transcript, String machine, List<Checked> checked) {
  /**
   * One command.
   *
   * @param exchange the record of it
   * @param answer the emulator's answer, with {@code $NAME} where it holds a spawned PID
   * @param matches true if they agree within the tolerances
   */
  record Checked(Exchange exchange, List<String> answer, boolean matches) {}

  int commands() {
    return checked.size();
  }

  int matching() {
    return (int) checked.stream().filter(Checked::matches).count();
  }

  /** The commands that were answered otherwise. */
  List<Checked> differences() {
    return checked.stream().filter(c -> !c.matches()).toList();
  }

  /** All differences as one unified diff; no lines if there are none. */
  List<String> diff() {
    List<String> lines = new ArrayList<>();
    String file = transcript.name();
    int offset = 0;
    for (Checked c : differences()) {
      if (lines.isEmpty()) {
        lines.add("--- " + file);
        lines.add("+++ " + file + " (cglab)");
      }
      int line = c.exchange().line();
      int recorded = 1 + c.exchange().answer().size();
      int answered = 1 + c.answer().size();
      lines.add(
          "@@ -%d,%d +%d,%d @@ %s:%d"
              .formatted(line, recorded, line + offset, answered, file, line));
      shown(c).lines().map(shown -> " " + shown).forEach(lines::add);
      lines.addAll(UnifiedDiff.body(c.exchange().answer(), c.answer()));
      offset += answered - recorded;
    }
    return lines;
  }

  /** The command as it stands in a file. */
  private static String shown(Checked c) {
    return "$ " + c.exchange().command().replace("\n", "\n> ");
  }

  /** The transcript with the emulator's answers in place of those that differ. */
  String rewritten() {
    var out = new StringBuilder();
    transcript.header().forEach(line -> out.append(line).append('\n'));
    for (Checked c : checked) {
      out.append(shown(c)).append('\n');
      List<String> answer = c.matches() ? c.exchange().answer() : c.answer();
      answer.forEach(line -> out.append(line).append('\n'));
    }
    return out.toString();
  }
}
