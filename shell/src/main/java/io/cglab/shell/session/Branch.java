package io.cglab.shell.session;

import io.cglab.cgroupfs.CgroupFs;
import io.cglab.shell.lang.Chunk;
import io.cglab.shell.lang.Parser;
import io.cglab.shell.lang.SyntaxException;
import java.util.ArrayList;
import java.util.List;

/** A machine with its shell, and what was run on it. */
final class Branch implements AutoCloseable {
  private final Streams streams;
  private final CgroupFs machine;
  private final SessionShell shell;
  private final List<Entry> entries = new ArrayList<>();

  Branch(Streams streams, CgroupFs machine, SessionShell shell) {
    this.streams = streams;
    this.machine = machine;
    this.shell = shell;
  }

  CgroupFs machine() {
    return machine;
  }

  SessionShell shell() {
    return shell;
  }

  long nowNs() {
    return machine.machine().nowNs();
  }

  /** What was run, in order. */
  List<Entry> entries() {
    return entries;
  }

  /** Runs a command for the first time. The entry is the last one from its beginning on. */
  int run(Entry entry) {
    entries.add(entry);
    return perform(entry);
  }

  /** Runs a command of another branch again, with the same effect and without printing it. */
  void replay(Entry past) {
    Entry entry = new Entry(past.text, past.line, past.scripted, nowNs());
    entry.reads.addAll(past.reads);
    entry.stopNs = past.stopNs;
    entries.add(entry);
    try (Streams.Scope quiet = streams.replaying(past.reads)) {
      if (past.interruptedTurn > 0) {
        shell.strands().interruptAtTurn(past.interruptedTurn);
      }
      if (past.stopNs != Long.MAX_VALUE) {
        shell.strands().stopAt(past.stopNs);
      }
      shell.instruments().setReplayed(true);
      perform(entry);
    } finally {
      shell.instruments().setReplayed(false);
    }
    if (past.stopNs == Long.MAX_VALUE
        && (entry.endNs != past.endNs || entry.status != past.status)) {
      throw new IllegalStateException(
          "a replay went another way: " + past.text + " ended at " + entry.endNs);
    }
  }

  private int perform(Entry entry) {
    try {
      if (entry.scripted) {
        for (Chunk chunk : Parser.chunks(entry.text, entry.line)) {
          entry.status = shell.chunk(chunk);
        }
      } else {
        entry.status = shell.line(Parser.parse(entry.text));
      }
    } catch (SyntaxException e) {
      entry.status = shell.complain(e);
    }
    // Where it was cut short says all; the interrupt that did so is no user's.
    entry.interruptedTurn = entry.stopNs == Long.MAX_VALUE ? shell.strands().interruptedTurn() : 0;
    entry.endNs = nowNs();
    return entry.status;
  }

  @Override
  public void close() {
    shell.close();
    machine.close();
  }
}
