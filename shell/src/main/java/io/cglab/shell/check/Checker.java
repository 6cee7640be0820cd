package io.cglab.shell.check;

import io.cglab.shell.check.CheckResult.Checked;
import io.cglab.shell.check.Transcript.Exchange;
import io.cglab.shell.session.Rehearsal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Plays a transcript and compares each answer with the record. */
final class Checker {
  private Checker() {}

  /**
   * Plays all commands of {@code transcript} on a fresh machine.
   *
   * @param machine the machine's name, for the result
   */
  static CheckResult check(
      Transcript transcript, String machine, TranscriptHost host, ComparisonRule rule) {
    var player = new Player(host);
    List<Checked> checked = new ArrayList<>();
    for (Exchange exchange : transcript.exchanges()) {
      Answer answer = play(player, exchange);
      Map<String, Integer> pids = player.pids();
      List<String> recorded =
          exchange.answer().stream().map(line -> CommandParser.expand(line, pids)).toList();
      List<String> shown = new ArrayList<>();
      for (int i = 0; i < answer.lines().size(); i++) {
        String line = answer.lines().get(i);
        boolean asRecorded = i < recorded.size() && recorded.get(i).equals(line);
        shown.add(asRecorded ? exchange.answer().get(i) : contract(line, pids));
      }
      boolean matches = rule.accepts(exchange.command(), recorded, answer);
      checked.add(new Checked(exchange, List.copyOf(shown), matches));
    }
    return new CheckResult(transcript, machine, List.copyOf(checked));
  }

  /** Types all commands of {@code transcript} into a session, and compares what is seen. */
  static CheckResult check(
      Transcript transcript, String machine, Rehearsal session, ComparisonRule rule)
      throws IOException {
    List<Checked> checked = new ArrayList<>();
    List<Exchange> exchanges = transcript.exchanges();
    for (Exchange exchange : exchanges) {
      boolean last = exchange == exchanges.get(exchanges.size() - 1);
      List<String> seen = session.type(exchange.command(), last);
      boolean matches = rule.accepts(exchange.command(), exchange.answer(), Answer.of(seen));
      checked.add(new Checked(exchange, seen, matches));
    }
    return new CheckResult(transcript, machine, List.copyOf(checked));
  }

  private static Answer play(Player player, Exchange exchange) {
    try {
      return player.play(exchange.command());
    } catch (CommandSyntaxException e) {
      // The parser has read every command, with a number for each name.
      throw new AssertionError("line " + exchange.line() + " parsed once, not twice", e);
    }
  }

  /** Writes {@code $NAME} for each spawned PID that stands alone in {@code line}. */
  private static String contract(String line, Map<String, Integer> pids) {
    String contracted = line;
    for (Map.Entry<String, Integer> pid : pids.entrySet()) {
      contracted =
          Pattern.compile("(?<![0-9A-Za-z_.=])" + pid.getValue() + "(?![0-9A-Za-z_.])")
              .matcher(contracted)
              .replaceAll("\\$" + pid.getKey());
    }
    return contracted;
  }
}
