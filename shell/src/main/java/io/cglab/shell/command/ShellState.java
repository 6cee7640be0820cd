package io.cglab.shell.command;

import io.cglab.shell.explain.Refusals;
import io.cglab.shell.lang.Ast;
import io.cglab.shell.process.Descriptors;
import io.cglab.shell.process.ShellProcess;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** All that a shell knows, and that a subshell gets a copy of. */
public final class ShellState {
  /** The array of the last pipeline's statuses. */
  public static final String PIPESTATUS = "PIPESTATUS";

  private static final int DEFAULT_UMASK = 022;
  private static final String DEFAULT_IFS = " \t\n";
  private static final int RANDOM_BOUND = 1 << 15;

  /** An odd number with bits everywhere, so that a seed and a process ID are not each other's. */
  private static final long SEED_STEP = 0x9e3779b97f4a7c15L;

  private final String name;
  private final ShellProcess process;
  private final int shellPid;
  private final Variables variables;
  private final Map<String, Ast.Function> functions;
  private final Map<String, String> traps;
  private final Set<ShellOption> options;
  private final Jobs jobs = new Jobs();
  private @Nullable Random random;
  private Set<String> said = new TreeSet<>();
  private Refusals refusals = new Refusals();
  private final Deque<List<Variables.Saved>> locals = new ArrayDeque<>();
  private List<String> positional;
  private Descriptors files;
  private Path cwd;
  private int umask = DEFAULT_UMASK;
  private int lastStatus;
  private List<Integer> pipeStatus = List.of(0);
  private int lastBackground;
  private int functionDepth;
  private int loopDepth;
  private boolean interactive;
  private boolean showsHints;
  private Supplier<List<String>> history = List::of;
  private int line = 1;
  private int tested;

  /** A new shell of its own: {@code $0}, its process, what it inherits. */
  public ShellState(
      String name, ShellProcess process, Variables variables, Path cwd, Descriptors files) {
    this(
        name,
        process,
        process.pid(),
        variables,
        new TreeMap<>(),
        new TreeMap<>(),
        EnumSet.of(ShellOption.BRACEEXPAND),
        cwd,
        files);
    if (variables.get("PWD") == null) {
      variables.set("PWD", cwd.toString());
    }
    variables.set("IFS", DEFAULT_IFS);
  }

  private ShellState(
      String name,
      ShellProcess process,
      int shellPid,
      Variables variables,
      Map<String, Ast.Function> functions,
      Map<String, String> traps,
      Set<ShellOption> options,
      Path cwd,
      Descriptors files) {
    this.name = name;
    this.process = process;
    this.shellPid = shellPid;
    this.variables = variables;
    this.functions = functions;
    this.traps = traps;
    this.options = options;
    this.cwd = cwd;
    this.files = files;
    this.positional = List.of();
  }

  /** The state of a subshell: everything but traps and jobs; {@code $$} stays the shell's. */
  public ShellState fork(ShellProcess child) {
    Set<ShellOption> sameOptions = EnumSet.noneOf(ShellOption.class);
    sameOptions.addAll(options);
    ShellState copy =
        new ShellState(
            name,
            child,
            shellPid,
            variables.copy(),
            new TreeMap<>(functions),
            inheritedTraps(),
            sameOptions,
            cwd,
            files.copy());
    copy.said = said;
    copy.positional = positional;
    copy.umask = umask;
    copy.lastStatus = lastStatus;
    copy.pipeStatus = pipeStatus;
    copy.lastBackground = lastBackground;
    copy.functionDepth = functionDepth;
    copy.loopDepth = loopDepth;
    copy.showsHints = showsHints;
    copy.refusals = refusals;
    copy.history = history;
    copy.line = line;
    copy.tested = tested;
    return copy;
  }

  private Map<String, String> inheritedTraps() {
    Map<String, String> inherited = new TreeMap<>();
    String onError = traps.get(Trap.ERR);
    if (onError != null && has(ShellOption.ERRTRACE)) {
      inherited.put(Trap.ERR, onError);
    }
    return inherited;
  }

  /** True the first time that this shell, or one of its subshells, asks for {@code what}. */
  boolean saysOnce(String what) {
    return said.add(what);
  }

  /**
   * The next number of {@code $RANDOM}, 0 to 32767; the same in each run of a script on machines of
   * one seed.
   */
  public int nextRandom(long machineSeed) {
    String seed = variables.get("RANDOM");
    Random numbers = random;
    if (seed != null) {
      numbers = new Random(seed.hashCode());
      variables.unset("RANDOM");
    } else if (numbers == null) {
      numbers = new Random(process.pid() + machineSeed * SEED_STEP);
    }
    random = numbers;
    return numbers.nextInt(RANDOM_BOUND);
  }

  /** The state of a script that this shell starts as a program, in the same process. */
  public ShellState program(String programName, List<String> args) {
    ShellState program =
        new ShellState(programName, process, variables.exported(), cwd, files.copy());
    program.variables.set("IFS", DEFAULT_IFS);
    program.positional = List.copyOf(args);
    program.said = said;
    program.umask = umask;
    program.showsHints = showsHints;
    program.setPosix(has(ShellOption.POSIX));
    program.refusals = refusals;
    return program;
  }

  /** {@code $0}, which error messages begin with. */
  public String name() {
    return name;
  }

  /** The process that this shell or subshell is. */
  public ShellProcess process() {
    return process;
  }

  /** {@code $$}. */
  public int shellPid() {
    return shellPid;
  }

  public Variables variables() {
    return variables;
  }

  public Map<String, Ast.Function> functions() {
    return functions;
  }

  /** Commands by signal name; {@code EXIT} among them. An empty command ignores the signal. */
  public Map<String, String> traps() {
    return traps;
  }

  public Jobs jobs() {
    return jobs;
  }

  /** {@code $1} and so on. */
  public List<String> positional() {
    return positional;
  }

  public void setPositional(List<String> args) {
    positional = List.copyOf(args);
  }

  public Descriptors files() {
    return files;
  }

  /** Exchanges the table of descriptors; closes neither. */
  public void setFiles(Descriptors table) {
    files = table;
  }

  /** The working directory, absolute. */
  public Path cwd() {
    return cwd;
  }

  void setCwd(Path directory) {
    cwd = directory;
  }

  int umask() {
    return umask;
  }

  void setUmask(int mask) {
    umask = mask;
  }

  public boolean has(ShellOption option) {
    return options.contains(option);
  }

  /** Turns an option on or off. */
  public void set(ShellOption option, boolean on) {
    if (on) {
      options.add(option);
    } else {
      options.remove(option);
    }
    if (option == ShellOption.ALLEXPORT) {
      variables.setExportsAll(on);
    } else if (option == ShellOption.POSIX) {
      set(ShellOption.BRACEEXPAND, !on);
    }
  }

  /** The status of a redirection that failed, and of a few builtins: 2 in sh, 1 in bash. */
  public int failure() {
    return has(ShellOption.POSIX) ? 2 : 1;
  }

  /** Whether the language is that of sh. */
  public void setPosix(boolean on) {
    set(ShellOption.POSIX, on);
  }

  /** {@code $-}. */
  public String optionLetters() {
    StringBuilder letters = new StringBuilder();
    for (ShellOption option : options) {
      if (option.letter() != '\0') {
        letters.append(option.letter());
      }
    }
    return letters.append(interactive ? "i" : "").toString();
  }

  /** {@code $?}. */
  public int lastStatus() {
    return lastStatus;
  }

  public void setLastStatus(int status) {
    lastStatus = status;
  }

  /** The statuses of the last pipeline's commands, which PIPESTATUS holds. */
  public void setPipeStatus(List<Integer> statuses) {
    pipeStatus = statuses;
  }

  /** Brings the variable PIPESTATUS up to date, which is done when somebody looks at it. */
  public void showPipeStatus() {
    variables.unset(PIPESTATUS);
    for (int i = 0; i < pipeStatus.size(); i++) {
      variables.setElement(PIPESTATUS, Integer.toString(i), pipeStatus.get(i).toString());
    }
  }

  /** {@code $!}; 0 before the first background command. */
  public int lastBackground() {
    return lastBackground;
  }

  public void setLastBackground(int pid) {
    lastBackground = pid;
  }

  public boolean isInteractive() {
    return interactive;
  }

  public void setInteractive(boolean on) {
    interactive = on;
  }

  /** True where errors are followed by a line that says why. */
  public boolean showsHints() {
    return showsHints;
  }

  public void setShowsHints(boolean on) {
    showsHints = on;
  }

  /** What was refused last, here and in all that this shell started. */
  public Refusals refusals() {
    return refusals;
  }

  /** What was typed at the prompt, the oldest first; nothing in a script. */
  List<String> history() {
    return history.get();
  }

  public void setHistory(Supplier<List<String>> lines) {
    history = lines;
  }

  /** The line of the command that runs. */
  public int line() {
    return line;
  }

  public void setLine(int number) {
    line = number;
  }

  /** What the shell's own error messages begin with. */
  public String errorPrefix() {
    return interactive ? name + ": " : name + ": line " + line + ": ";
  }

  /** Enters a command whose failure is looked at, so that {@code set -e} does not end the shell. */
  public void enterTested() {
    tested++;
  }

  public void leaveTested() {
    tested--;
  }

  /** True where a failure runs the trap on ERR. */
  public boolean trapsErrors() {
    return tested == 0 && (functionDepth == 0 || has(ShellOption.ERRTRACE));
  }

  /** True inside a function or a sourced file. */
  boolean isInFunction() {
    return functionDepth > 0;
  }

  /** True where a failure ends the shell. */
  public boolean exitsOnError() {
    return tested == 0 && has(ShellOption.ERREXIT);
  }

  /** Loops that the present command stands in, within its function. */
  int loopDepth() {
    return loopDepth;
  }

  public void enterLoop() {
    loopDepth++;
  }

  public void leaveLoop() {
    loopDepth--;
  }

  /** Leaves all loops for the time of a function, which is in none; returns how many. */
  public int suspendLoops() {
    int depth = loopDepth;
    loopDepth = 0;
    return depth;
  }

  /** Is in as many loops again. */
  public void resumeLoops(int depth) {
    loopDepth = depth;
  }

  /** Enters a function (with variables of its own) or a sourced file; returns how deep that is. */
  public int enterFunction() {
    locals.push(new ArrayList<>());
    return ++functionDepth;
  }

  /** Leaves it: its local variables are what they were outside. */
  public void leaveFunction() {
    functionDepth--;
    List<Variables.Saved> saved = locals.pop();
    for (int i = saved.size() - 1; i >= 0; i--) {
      saved.get(i).restore();
    }
  }

  /** Makes a variable local to the present function. False outside of one. */
  boolean makeLocal(String variable) {
    List<Variables.Saved> frame = locals.peek();
    if (frame == null) {
      return false;
    }
    frame.add(variables.save(variable));
    return true;
  }
}
