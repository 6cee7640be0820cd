package io.cglab.shell.command;

import io.cglab.cgroupfs.kernfs.NioErrors;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.shell.explain.Notes;
import io.cglab.shell.explain.Refusal;
import io.cglab.shell.explain.Scene;
import io.cglab.shell.lang.SyntaxException;
import io.cglab.shell.process.Descriptor;
import io.cglab.shell.process.Errors;
import io.cglab.shell.process.FileDescription;
import io.cglab.shell.process.Kernel;
import io.cglab.shell.process.Processes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a command runs: its streams, its shell, its process, the machine. */
public final class Context {
  /** What a command takes into memory at most. */
  static final int MOST_BYTES = 64 << 20;

  private final Processes processes;
  private final Runner runner;
  private final ShellState shell;
  private final String name;
  private final String prefix;
  private String lastHint = "";

  /**
   * The surroundings of one command.
   *
   * @param name the command's name
   * @param prefix what error messages begin with; ends in a colon and a blank
   */
  public Context(Processes processes, Runner runner, ShellState shell, String name, String prefix) {
    this.processes = processes;
    this.runner = runner;
    this.shell = shell;
    this.name = name;
    this.prefix = prefix;
  }

  public String name() {
    return name;
  }

  public Processes processes() {
    return processes;
  }

  public Kernel kernel() {
    return processes.kernel();
  }

  public ShellState shell() {
    return shell;
  }

  public Runner runner() {
    return runner;
  }

  public Descriptor in() throws IOException {
    return shell.files().get(0);
  }

  /** Writes to stdout; one write(2). A failure ends the command as a {@code write error}. */
  public void write(CharSequence text) {
    write(bytes(text));
  }

  /** Writes to stdout; one write(2). A failure ends the command as a {@code write error}. */
  void write(byte[] bytes) {
    checkInterrupt();
    Descriptor out = shell.files().find(1);
    try {
      writeTo(shell.files().get(1), bytes);
    } catch (IOException e) {
      String message = "write error: " + Errors.text(e);
      throw new CommandException(1, message, note(message, e, pathOf(out), text(bytes)));
    }
  }

  /** One write(2); where the shell shows hints, tells of one that is taken but does little. */
  void writeTo(Descriptor file, byte[] bytes) throws IOException {
    file.write(bytes);
    Path path = shell.showsHints() ? pathOf(file) : null;
    String note = path == null ? null : Notes.of(path, text(bytes).strip(), scene());
    if (note != null) {
      complain("hint: " + note);
    }
  }

  private Scene scene() {
    return new Scene(kernel().instruments().machine());
  }

  private static @Nullable Path pathOf(@Nullable Descriptor file) {
    return file instanceof FileDescription described
        ? described.path().toAbsolutePath().normalize()
        : null;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** Ends here where the user interrupts; for what goes on for long without waiting. */
  void checkInterrupt() {
    processes.strands().checkInterrupt();
  }

  /** Prints a line on stderr; what cannot be printed there is lost, as with any program. */
  public void complain(String line) {
    Descriptor err = shell.files().find(2);
    if (err != null) {
      try {
        err.write(bytes(line + "\n"));
      } catch (IOException e) {
        return;
      }
    }
  }

  /** Reports a problem, behind the command's name; returns 1. */
  public int error(String message) {
    complain(prefix + message);
    return 1;
  }

  /** Reports a refused call; {@code what} is mostly the file's name. Returns 1. */
  int error(String what, IOException refused) {
    return refused(what + ": " + Errors.text(refused), refused);
  }

  /** Reports a refused write(2) of {@code bytes}. Returns 1. */
  int error(String what, IOException refused, Descriptor file, byte[] bytes) {
    String message = what + ": " + Errors.text(refused);
    return error(message, note(message, refused, pathOf(file), text(bytes)));
  }

  /** Reports a refused call by a message of the program's own. Returns 1. */
  public int refused(String message, IOException refused) {
    return error(message, note(message, refused, null, null));
  }

  /** Reports a refused call that is about no file. Returns 1. */
  public int refused(String message, KernelException refused) {
    Refusal refusal =
        new Refusal(name, null, refused.errno(), null, null, prefix + message, refused.hint());
    return error(message, shell.refusals().add(refusal, scene()));
  }

  /**
   * Remembers a call whose refusal the command has told of itself, and prints why it was refused
   * where the shell shows hints.
   *
   * @param line what was printed
   * @param why in place of the hint that came with the refusal; null for none
   */
  public void hint(String line, KernelException refused, @Nullable String why) {
    String given = why == null ? refused.hint() : why;
    Refusal refusal = new Refusal(name, null, refused.errno(), null, null, line, given);
    String hint = shell.refusals().add(refusal, scene());
    if (hint != null && shell.showsHints()) {
      complain("hint: " + hint);
    }
  }

  /** Remembers what was refused; returns why and what to type instead, or null. */
  private @Nullable String note(
      String message, IOException refused, @Nullable Path path, @Nullable String written) {
    Path file = path;
    if (file == null && refused instanceof FileSystemException named && named.getFile() != null) {
      file = resolved(shell, named.getFile());
    }
    Refusal refusal =
        new Refusal(
            name,
            file,
            NioErrors.errnoOf(refused),
            written,
            null,
            prefix + message,
            NioErrors.hintOf(refused));
    return shell.refusals().add(refusal, scene());
  }

  /** The absolute and normal form of a path; null for text that cannot be one. */
  public static @Nullable Path resolved(ShellState shell, String text) {
    try {
      return shell.cwd().resolve(text).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      return null;
    }
  }

  /** Reports a problem and, where the shell shows hints, why; returns 1. */
  public int error(String message, @Nullable String hint) {
    error(message);
    if (hint != null && shell.showsHints() && !hint.equals(lastHint)) {
      complain("hint: " + hint);
      lastHint = hint; // many files of one kind need it once
    }
    return 1;
  }

  /** The path that an argument means, from the working directory. */
  public Path path(String argument) throws IOException {
    return path(shell, argument);
  }

  /** The path that {@code argument} means, from the shell's working directory. */
  public static Path path(ShellState shell, String argument) throws IOException {
    if (argument.isEmpty()) {
      throw new NoSuchFileException("");
    }
    try {
      return shell.cwd().resolve(argument);
    } catch (InvalidPathException e) {
      throw new NoSuchFileException(argument);
    }
  }

  /**
   * All of stdin, or of the named file.
   *
   * @throws IOException ENOMEM for what never ends
   */
  public String readAll(Descriptor file) throws IOException {
    String all = readUpTo(file, MOST_BYTES);
    if (all.length() == MOST_BYTES) {
      throw Errors.of("", Errno.ENOMEM);
    }
    return all;
  }

  /** The lines of the named file. */
  List<String> readLines(String name) throws IOException {
    try (Closing in = new Closing(Opener.read(shell, name))) {
      return Filter.lines(in.file());
    }
  }

  /** The first {@code most} bytes of what is left, or all if there are fewer. */
  String readUpTo(Descriptor file, long most) throws IOException {
    StringBuilder all = new StringBuilder();
    byte[] buffer = new byte[1 << 16];
    while (all.length() < most) {
      checkInterrupt();
      int n = file.read(buffer, 0, (int) Math.min(buffer.length, most - all.length()));
      if (n <= 0) {
        break;
      }
      all.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
    }
    return all.toString();
  }

  static byte[] bytes(CharSequence text) {
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Text of ours, with any characters, as the bytes of its UTF-8 form. */
  public static String utf8(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /** The line that reports a syntax error. */
  public static String syntaxError(String name, SyntaxException e) {
    return name + ": line " + e.line() + ": " + e.getMessage();
  }
}
