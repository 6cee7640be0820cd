package io.cglab.shell.session;

import io.cglab.cgroupfs.CgroupFs;
import io.cglab.shell.lang.Ast;
import io.cglab.shell.lang.Chunk;
import io.cglab.shell.lang.Parser;
import io.cglab.shell.lang.SyntaxException;
import io.cglab.shell.observe.Instruments;
import io.cglab.shell.process.Descriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a user does on a machine, from the first command to the last. Everything goes through {@link
 * #line} or {@link #script}, which keep it in the journal: so time can be turned back and machines
 * be forked, by running on a fresh machine what was run before, and a session can be continued
 * after the program's end.
 */
public final class Session implements AutoCloseable {
  /** The branch that a session begins with. */
  static final String FIRST_BRANCH = "main";

  /** Starts a shell on a fresh machine. */
  @FunctionalInterface
  public interface Starter {
    SessionShell start(
        CgroupFs machine, Setting setting, Descriptor in, Descriptor out, Descriptor err);
  }

  private final Setting setting;
  private final Starter starter;
  private final Streams streams;
  private final Map<String, Branch> branches = new LinkedHashMap<>();
  private final Verbs verbs = new Verbs(this);
  private String current = FIRST_BRANCH;
  private @Nullable JournalFile journal;
  private @Nullable Recording recording;
  private volatile @Nullable Branch running;

  /** How often a command of the session itself has run something, and where that is to end. */
  private int runs;

  private JournalRecord.@Nullable Interrupted planned;

  private Session(
      Setting setting,
      Starter starter,
      InputStream in,
      OutputStream out,
      OutputStream err,
      boolean terminal) {
    this.setting = setting;
    this.starter = starter;
    boolean wasTerminal = setting.options().contains(Setting.Option.TERMINAL);
    streams = new Streams(in, out, err, terminal, wasTerminal);
    branches.put(FIRST_BRANCH, boot());
    streams.onRead(this::journalRead);
  }

  /** Begins a session on a fresh machine. */
  public static Session begin(
      Setting setting,
      Starter starter,
      InputStream in,
      OutputStream out,
      OutputStream err,
      boolean terminal) {
    return new Session(setting, starter, in, out, err, terminal);
  }

  /**
   * Keeps a journal in a file from now on, at the beginning of a session.
   *
   * @throws java.nio.file.FileAlreadyExistsException where there is a file already
   */
  public Session journaledTo(Path file) throws IOException {
    journal = JournalFile.create(file, setting);
    return this;
  }

  /** Writes a transcript of the whole session when it is closed. */
  public Session recordedTo(Path file) throws IOException {
    recording = new Recording(file);
    return this;
  }

  /**
   * Continues the session of a journal, and keeps its journal. What had not ended runs again, as if
   * it had just been typed.
   *
   * @param transcript where to write a transcript of it all, or null
   * @throws MalformedJournalException where the file is no journal, or its commands end otherwise
   *     than it says
   */
  public static Session resume(
      Path file,
      @Nullable Path transcript,
      Starter starter,
      InputStream in,
      OutputStream out,
      OutputStream err,
      boolean terminal)
      throws IOException, MalformedJournalException {
    JournalFile.Content content = JournalFile.read(file);
    Session session = new Session(content.setting(), starter, in, out, err, terminal);
    if (transcript != null) {
      session.recordedTo(transcript);
    }
    session.replay(file, content.records());
    return session;
  }

  private void replay(Path file, List<JournalRecord> records)
      throws IOException, MalformedJournalException {
    int at = 0;
    while (at < records.size()) {
      JournalRecord command = records.get(at++);
      if (!isCommand(command)) {
        throw new MalformedJournalException(
            file.toString(), at, "record " + at + " belongs to no command");
      }
      List<byte[]> reads = new ArrayList<>();
      JournalRecord.Done done = null;
      planned = null;
      while (at < records.size() && done == null && !isCommand(records.get(at))) {
        JournalRecord next = records.get(at++);
        if (next instanceof JournalRecord.Read read) {
          reads.add(read.bytes());
        } else if (next instanceof JournalRecord.Interrupted interrupted) {
          planned = interrupted;
        } else if (next instanceof JournalRecord.Done end) {
          done = end;
        }
      }
      if (done == null) {
        journal = JournalFile.append(file);
        streams.expect(reads);
        finish(perform(command, reads));
      } else {
        int status;
        instruments().setReplayed(true);
        try (Streams.Scope quiet = streams.replaying(reads)) {
          status = perform(command, reads);
        } finally {
          branches.values().forEach(branch -> branch.shell().instruments().setReplayed(false));
        }
        if (status != done.status() || nowNs() != done.ns()) {
          throw new MalformedJournalException(
              file.toString(),
              at,
              "ended with status " + status + " at " + nowNs() + " ns this time; another version?");
        }
      }
    }
    planned = null;
    if (journal == null) {
      journal = JournalFile.append(file);
    }
  }

  private static boolean isCommand(JournalRecord next) {
    return next instanceof JournalRecord.Line
        || next instanceof JournalRecord.Script
        || next instanceof JournalRecord.Verb;
  }

  private int perform(JournalRecord command, List<byte[]> reads) throws IOException {
    runs = 0;
    if (command instanceof JournalRecord.Line line) {
      return run(new Entry(line.text(), 1, false, nowNs()), reads);
    }
    if (command instanceof JournalRecord.Script script) {
      return run(new Entry(script.text(), script.line(), true, nowNs()), reads);
    }
    if (command instanceof JournalRecord.Verb verb) {
      if (recording != null) {
        recording.add(verb.text());
      }
      return verbs.run(verb.text());
    }
    throw new AssertionError(command);
  }

  private int run(Entry entry, List<byte[]> reads) {
    int status = run(branch(), entry, reads);
    if (recording != null) {
      if (entry.interruptedTurn > 0) {
        recording.addInterrupted(entry.endNs - entry.startNs);
      } else {
        recording.add(entry.text);
      }
    }
    return status;
  }

  // ---- what is run

  /** Runs a line, or several, typed at a prompt; returns the last command's status. */
  public int line(String text) throws IOException {
    List<Chunk> chunks;
    try {
      chunks = Parser.chunks(text);
    } catch (SyntaxException e) {
      return journaled(new JournalRecord.Line(text)); // it will complain
    }
    int status = branch().shell().lastStatus();
    for (Chunk chunk : chunks) {
      if (hasEnded()) {
        break;
      }
      status = chunk(chunk, false);
    }
    return status;
  }

  /**
   * Runs a whole script, and its trap on EXIT; returns its status. A syntax error is reported
   * before anything of it has run, with status 2.
   */
  public int script(String text) throws IOException {
    List<Chunk> chunks;
    try {
      chunks = Parser.chunks(text);
    } catch (SyntaxException e) {
      return branch().shell().complain(e);
    }
    int status = 0;
    for (Chunk chunk : chunks) {
      if (hasEnded()) {
        break;
      }
      status = chunk(chunk, true);
    }
    int shells = branch().shell().lastStatus();
    int end = finish();
    return end == shells ? status : end; // the session's own commands leave the shell's alone
  }

  /** Runs the trap on EXIT, if there is one; returns the status that the shell ends with. */
  public int finish() {
    return branch().shell().finish();
  }

  private int chunk(Chunk chunk, boolean scripted) throws IOException {
    List<Ast.Item> items = chunk.body().items();
    if (items.stream().noneMatch(Verbs::isVerb)) {
      return journaled(
          scripted
              ? new JournalRecord.Script(chunk.line(), chunk.source())
              : new JournalRecord.Line(chunk.source()));
    }
    if (items.size() > 1 && chunk.source().contains("\n")) {
      streams.complain("cglab: a command of the session wants a line of its own");
      return Verbs.USAGE;
    }
    int status = 0;
    for (Ast.Item item : items) {
      // Of several lines there is one command, which takes its here-documents along.
      String text =
          chunk.source().contains("\n")
              ? chunk.source()
              : item.background() ? item.source() + " &" : item.source();
      status =
          journaled(
              Verbs.isVerb(item)
                  ? new JournalRecord.Verb(text)
                  : scripted
                      ? new JournalRecord.Script(chunk.line(), text)
                      : new JournalRecord.Line(text));
      if (hasEnded()) {
        break;
      }
    }
    return status;
  }

  private int journaled(JournalRecord command) throws IOException {
    note(command);
    int status = perform(command, List.of());
    finish(status);
    return status;
  }

  private void finish(int status) {
    note(new JournalRecord.Done(status, nowNs()));
  }

  private void note(JournalRecord next) {
    if (journal != null) {
      journal.append(next);
    }
  }

  private void journalRead(byte[] bytes) {
    note(new JournalRecord.Read(bytes));
    Branch reader = running;
    if (reader != null) {
      reader.entries().get(reader.entries().size() - 1).reads.add(bytes);
    }
  }

  /** Runs a command on a branch for the first time. */
  int run(Branch branch, Entry entry, List<byte[]> reads) {
    int index = runs++;
    entry.reads.addAll(reads);
    if (planned != null && planned.branch() == index) {
      branch.shell().strands().interruptAtTurn(planned.turn());
    }
    running = branch;
    int status;
    try {
      status = branch.run(entry);
    } finally {
      running = null;
    }
    if (entry.interruptedTurn > 0) {
      note(new JournalRecord.Interrupted(index, entry.interruptedTurn));
    }
    return status;
  }

  /** Stops what runs, from any thread. */
  public void interrupt() {
    Branch branch = running;
    if (branch != null) {
      branch.shell().interrupt();
    }
  }

  /** True once exit was called. */
  public boolean hasEnded() {
    return branch().shell().hasEnded();
  }

  // ---- machines

  private Branch boot() {
    CgroupFs machine = setting.boot();
    return new Branch(
        streams,
        machine,
        starter.start(machine, setting, streams.in(), streams.out(), streams.err()));
  }

  /** A fresh machine on which {@code past} was run. */
  Branch replayed(List<Entry> past) {
    Branch fresh = boot();
    past.forEach(fresh::replay);
    return fresh;
  }

  Streams streams() {
    return streams;
  }

  Map<String, Branch> branches() {
    return branches;
  }

  Branch branch() {
    Branch branch = branches.get(current);
    if (branch == null) {
      throw new IllegalStateException("no branch " + current);
    }
    return branch;
  }

  String currentName() {
    return current;
  }

  void setCurrent(String name) {
    current = name;
  }

  /** Name of the branch that commands go to; empty while there is only one. */
  public String branchName() {
    return branches.size() == 1 ? "" : current;
  }

  /** The machine that commands go to. */
  public CgroupFs machine() {
    return branch().machine();
  }

  /** What watches the machine that commands go to. */
  public Instruments instruments() {
    return branch().shell().instruments();
  }

  /** The working directory of the shell that commands go to. */
  public Path cwd() {
    return branch().shell().cwd();
  }

  /** The names of the functions of the shell that commands go to. */
  public Collection<String> functions() {
    return branch().shell().functions();
  }

  /** Virtual time of the machine that commands go to, in ns. */
  public long nowNs() {
    return branch().nowNs();
  }

  @Override
  public void close() throws IOException {
    branches.values().forEach(Branch::close);
    if (recording != null) {
      recording.write(setting, starter);
    }
    if (journal != null) {
      journal.close();
    }
  }
}
