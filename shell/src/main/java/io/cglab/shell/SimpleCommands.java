package io.cglab.shell;

import io.cglab.shell.command.CommandException;
import io.cglab.shell.command.Commands;
import io.cglab.shell.command.Context;
import io.cglab.shell.command.ControlFlow;
import io.cglab.shell.command.Opener;
import io.cglab.shell.command.Quoting;
import io.cglab.shell.command.ShellOption;
import io.cglab.shell.command.ShellState;
import io.cglab.shell.command.Variables;
import io.cglab.shell.explain.CommandHints;
import io.cglab.shell.explain.Refusal;
import io.cglab.shell.lang.Assignments;
import io.cglab.shell.lang.Ast;
import io.cglab.shell.lang.Parser;
import io.cglab.shell.lang.SyntaxException;
import io.cglab.shell.lang.Word;
import io.cglab.shell.process.Descriptor;
import io.cglab.shell.process.Descriptors;
import io.cglab.shell.process.Errors;
import io.cglab.shell.process.MemoryFile;
import io.cglab.shell.process.Processes;
import io.cglab.shell.process.ShellProcess;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Runs simple commands: assignments, redirections, and finding out what a name means. */
final class SimpleCommands {
  private static final int NOT_FOUND = 127;
  private static final int NOT_EXECUTABLE = 126;
  private static final int FORK_STATUS = 254;
  private static final int NESTING_MAX = 1000;
  private static final Set<String> DECLARING =
      Set.of("declare", "typeset", "local", "readonly", "export");
  private static final Set<String> PROGRAM_DIRECTORIES =
      Set.of("/bin", "/usr/bin", "/sbin", "/usr/sbin");

  private final Interpreter interpreter;
  private final Processes processes;

  SimpleCommands(Interpreter interpreter, Processes processes) {
    this.interpreter = interpreter;
    this.processes = processes;
  }

  /** Runs a command; in place, where a program may take over the process. */
  int run(ShellState shell, Ast.Simple node, boolean inPlace) throws IOException {
    interpreter.checkSignals(shell);
    shell.setLine(node.line());
    Expander expander = new Expander(interpreter, shell);
    try {
      List<String> words = words(expander, node.words());
      if (words.isEmpty()) {
        return assignOnly(shell, node, expander);
      }
      return redirected(shell, node, words, inPlace);
    } catch (CommandException e) {
      // Only a read-only variable gets here; POSIX ends the shell.
      interpreter.complain(shell, shell.errorPrefix() + e.message());
      throw new ControlFlow.Abort(e.status());
    }
  }

  /** The fields of a command; the arguments of a declaration are expanded as assignments are. */
  private static List<String> words(Expander expander, List<Word> words) throws IOException {
    String name = words.isEmpty() ? null : words.get(0).bareText();
    if (name == null || !DECLARING.contains(name)) {
      return expander.fields(words);
    }
    List<String> fields = new ArrayList<>();
    for (Word word : words) {
      Ast.Assignment assignment = Assignments.of(word);
      if (assignment == null || assignment.subscript() != null) {
        fields.addAll(expander.fields(List.of(word)));
      } else {
        String operator = assignment.append() ? "+=" : "=";
        fields.add(assignment.name() + operator + expander.string(assignment.value()));
      }
    }
    return fields;
  }

  private int assignOnly(ShellState shell, Ast.Simple node, Expander expander) throws IOException {
    List<String> trace = new ArrayList<>();
    for (Ast.Assignment assignment : node.assignments()) {
      trace.add(assign(shell, expander, assignment));
    }
    trace(shell, trace);
    if (!node.redirects().isEmpty()) {
      Descriptors table = shell.files().copy();
      try {
        if (!new Redirections(interpreter, shell).apply(node.redirects(), table)) {
          return shell.failure();
        }
      } finally {
        table.closeAll();
      }
    }
    return expander.substitutionStatus();
  }

  private int redirected(ShellState shell, Ast.Simple node, List<String> words, boolean inPlace)
      throws IOException {
    Redirections redirections = new Redirections(interpreter, shell, words);
    if (words.equals(List.of("exec"))) {
      return redirections.apply(node.redirects(), shell.files()) ? 0 : refused(shell, words);
    }
    if (node.redirects().isEmpty()) {
      return assigned(shell, node, words, inPlace);
    }
    Descriptors outside = shell.files();
    Descriptors inside = outside.copy();
    try {
      if (!redirections.apply(node.redirects(), inside)) {
        return refused(shell, words);
      }
      shell.setFiles(inside);
      return assigned(shell, node, words, inPlace);
    } finally {
      shell.setFiles(outside);
      inside.closeAll();
    }
  }

  /** The status where a redirection failed; in sh a special builtin ends the shell with it. */
  private static int refused(ShellState shell, List<String> words) {
    Commands.Entry entry = Commands.find(words.get(0));
    boolean special = entry != null && entry.kind() == Commands.Kind.SPECIAL;
    if (special && shell.has(ShellOption.POSIX)) {
      throw new ControlFlow.Abort(shell.failure());
    }
    return shell.failure();
  }

  /** Assignments before a command last as long as it, before a special builtin for good. */
  private int assigned(ShellState shell, Ast.Simple node, List<String> words, boolean inPlace)
      throws IOException {
    shell.setLine(node.line());
    Commands.Entry entry = Commands.find(words.get(0));
    boolean stays = entry != null && entry.kind() == Commands.Kind.SPECIAL;
    List<Variables.Saved> saved = new ArrayList<>();
    List<String> trace = new ArrayList<>();
    for (Ast.Assignment assignment : node.assignments()) {
      if (!stays) {
        saved.add(shell.variables().save(assignment.name()));
      }
      trace.add(assign(shell, new Expander(interpreter, shell), assignment));
      if (!stays) {
        shell.variables().export(assignment.name());
      }
    }
    words.forEach(word -> trace.add(shown(shell, word)));
    trace(shell, trace);
    try {
      Ast.Function function = stays ? null : shell.functions().get(words.get(0));
      int status =
          function != null ? function(shell, function, words) : call(shell, words, inPlace);
      for (Ast.Assignment array : node.arrays()) {
        assign(shell, new Expander(interpreter, shell), array);
      }
      return status;
    } finally {
      for (int i = saved.size() - 1; i >= 0; i--) {
        saved.get(i).restore();
      }
    }
  }

  /** Makes an assignment; returns it as {@code set -x} shows it. */
  private String assign(ShellState shell, Expander expander, Ast.Assignment assignment)
      throws IOException {
    Variables variables = shell.variables();
    String name = assignment.name();
    List<Word> elements = assignment.elements();
    if (elements != null) {
      elements(shell, expander, assignment, elements);
      return name + "=(...)";
    }
    String value = expander.string(assignment.value());
    Word subscript = assignment.subscript();
    String key = subscript == null ? null : expander.key(name, subscript);
    String before = key == null ? variables.get(name) : variables.element(name, key);
    String sign = variables.isInteger(name) ? "+" : "";
    String whole = assignment.append() && before != null ? before + sign + value : value;
    if (key == null) {
      variables.set(name, whole);
    } else {
      variables.setElement(name, key, whole);
    }
    return name
        + (key == null ? "" : "[" + key + "]")
        + (assignment.append() ? "+=" : "=")
        + (value.isEmpty() ? "" : shown(shell, value));
  }

  private static void elements(
      ShellState shell, Expander expander, Ast.Assignment assignment, List<Word> elements)
      throws IOException {
    Variables variables = shell.variables();
    String name = assignment.name();
    // The values first: they may refer to the array itself.
    List<String[]> values = new ArrayList<>();
    for (Word word : elements) {
      Ast.Assignment element = Assignments.ofElement(word);
      Word subscript = element == null ? null : element.subscript();
      if (element != null && subscript != null) {
        String key = expander.key(name, subscript);
        values.add(new String[] {key, expander.string(element.value())});
      } else {
        expander.fields(List.of(word)).forEach(field -> values.add(new String[] {"", field}));
      }
    }
    if (!assignment.append()) {
      variables.clearArray(name);
    }
    var present = variables.elements(name);
    boolean numbered = !variables.isAssociative(name);
    long next = numbered && !present.isEmpty() ? Long.parseLong(present.lastKey()) + 1 : 0;
    for (String[] value : values) {
      String key = value[0].isEmpty() ? Long.toString(next) : value[0];
      variables.setElement(name, key, value[1]);
      next = numbered ? Long.parseLong(key) + 1 : next;
    }
  }

  /** A word of a trace: as dash shows it in the language of sh, otherwise in quotes. */
  private static String shown(ShellState shell, String word) {
    return shell.has(ShellOption.POSIX) ? word : Quoting.quoteIfNeeded(word);
  }

  private void trace(ShellState shell, List<String> words) throws IOException {
    if (!shell.has(ShellOption.XTRACE)) {
      return;
    }
    String prefix = shell.variables().get("PS4", "+ ");
    try {
      prefix = new Expander(interpreter, shell).string(Parser.quoted(prefix));
    } catch (SyntaxException e) {
      interpreter.complain(shell, Context.syntaxError("PS4", e));
    }
    interpreter.complain(shell, prefix + String.join(" ", words));
  }

  private int function(ShellState shell, Ast.Function function, List<String> words)
      throws IOException {
    List<String> outer = shell.positional();
    shell.setPositional(words.subList(1, words.size()));
    int depth = shell.enterFunction();
    int loops = shell.suspendLoops();
    try {
      if (depth > NESTING_MAX) {
        interpreter.complain(
            shell,
            shell.errorPrefix()
                + function.name()
                + ": maximum function nesting level exceeded ("
                + NESTING_MAX
                + ")");
        throw new ControlFlow.Abort(1);
      }
      return interpreter.execute(shell, function.body());
    } catch (ControlFlow.Return e) {
      return e.status();
    } finally {
      shell.resumeLoops(loops);
      shell.leaveFunction();
      shell.setPositional(outer);
    }
  }

  /** Runs a builtin or a program. */
  int call(ShellState shell, List<String> words, boolean inPlace) throws IOException {
    String name = words.get(0);
    Commands.Entry entry = Commands.find(name);
    if (entry == null && name.contains("/")) {
      return file(shell, name, words, inPlace);
    }
    if (entry == null) {
      String script = onPath(shell, name);
      if (script != null) {
        return file(shell, script, words, inPlace);
      }
      return notFound(shell, name);
    }
    return entry(shell, entry, words, inPlace);
  }

  private int entry(ShellState shell, Commands.Entry entry, List<String> words, boolean inPlace)
      throws IOException {
    if (entry.kind() != Commands.Kind.PROCESS) {
      return here(shell, entry, words);
    }
    Program program =
        copy -> {
          processes.exec(copy.process(), words.get(0));
          return here(copy, entry, words);
        };
    return inPlace ? program.run(shell) : forked(shell, words, program);
  }

  /** What a program does, given the state of its process. */
  private interface Program {
    int run(ShellState shell) throws IOException;
  }

  private int forked(ShellState shell, List<String> words, Program program) throws IOException {
    ShellProcess child = interpreter.fork(shell, String.join(" ", words));
    if (child == null) {
      return FORK_STATUS;
    }
    ShellState copy = shell.fork(child);
    try {
      return processes.run(child, () -> program.run(copy));
    } finally {
      copy.files().closeAll();
    }
  }

  private int here(ShellState shell, Commands.Entry entry, List<String> words) throws IOException {
    Context context = new Context(processes, interpreter, shell, entry.name(), entry.prefix(shell));
    try {
      return entry.command().run(context, words.subList(1, words.size()));
    } catch (CommandException e) {
      context.error(e.message(), e.hint());
      return e.status();
    } catch (FileSystemException e) {
      return context.refused(e.getFile() + ": " + Errors.text(e), e);
    } catch (IOException e) {
      return context.error(Errors.text(e));
    }
  }

  /** Runs a file that a path names: a script, or one of the programs where they usually are. */
  private int file(ShellState shell, String name, List<String> words, boolean inPlace)
      throws IOException {
    Path path;
    try {
      path = Context.path(shell, name);
    } catch (IOException e) {
      return fail(shell, name + ": " + Errors.text(e), NOT_FOUND);
    }
    if (!Files.exists(path)) {
      int slash = name.lastIndexOf('/');
      Commands.Entry entry = Commands.find(name.substring(slash + 1));
      if (entry != null && PROGRAM_DIRECTORIES.contains(name.substring(0, slash))) {
        return entry(shell, entry, words, inPlace);
      }
      return fail(shell, name + ": No such file or directory", NOT_FOUND);
    }
    if (Files.isDirectory(path)) {
      return fail(shell, name + ": Is a directory", NOT_EXECUTABLE);
    }
    if (!Files.isExecutable(path)) {
      return fail(shell, name + ": Permission denied", NOT_EXECUTABLE);
    }
    String text;
    try {
      text = read(shell, name);
    } catch (IOException e) {
      return fail(shell, name + ": " + Errors.text(e), NOT_EXECUTABLE);
    }
    List<String> args = words.subList(1, words.size());
    boolean posix = text.matches("#!\\s*(/usr)?/bin/(da)?sh\\b(?s:.*)");
    Program program =
        copy -> {
          processes.exec(copy.process(), name);
          ShellState script = copy.program(name, args);
          script.setPosix(posix);
          return interpreter.program(script, text);
        };
    return inPlace ? program.run(shell) : forked(shell, words, program);
  }

  private static String read(ShellState shell, String name) throws IOException {
    Descriptor file = Opener.read(shell, name);
    try {
      MemoryFile all = new MemoryFile();
      byte[] buffer = new byte[1 << 13];
      for (int n = file.read(buffer, 0, buffer.length);
          n > 0;
          n = file.read(buffer, 0, buffer.length)) {
        all.write(java.util.Arrays.copyOf(buffer, n));
      }
      return all.text();
    } finally {
      file.close();
    }
  }

  private static @Nullable String onPath(ShellState shell, String name) {
    for (String directory : shell.variables().get("PATH", "").split(":", -1)) {
      Path file = shell.cwd().resolve(directory).resolve(name);
      if (!directory.isEmpty() && Files.isRegularFile(file) && Files.isExecutable(file)) {
        return directory + "/" + name;
      }
    }
    return null;
  }

  private int notFound(ShellState shell, String name) {
    String line = shell.errorPrefix() + name + ": command not found";
    List<String> names = new ArrayList<>();
    Commands.all().forEach(entry -> names.add(entry.name()));
    String hint = CommandHints.notFound(name, names);
    interpreter.complain(shell, line);
    interpreter.hint(
        shell, interpreter.remember(shell, new Refusal(name, null, null, null, null, line, hint)));
    return NOT_FOUND;
  }

  private int fail(ShellState shell, String message, int status) {
    interpreter.complain(shell, shell.errorPrefix() + message);
    return status;
  }
}
