package io.cglab.shell;

import io.cglab.cgroupfs.kernfs.NioErrors;
import io.cglab.core.api.Errno;
import io.cglab.shell.command.Context;
import io.cglab.shell.command.Opener;
import io.cglab.shell.command.ShellOption;
import io.cglab.shell.command.ShellState;
import io.cglab.shell.explain.Refusal;
import io.cglab.shell.lang.HereDocument;
import io.cglab.shell.lang.Redirect;
import io.cglab.shell.lang.Word;
import io.cglab.shell.process.Descriptor;
import io.cglab.shell.process.Descriptors;
import io.cglab.shell.process.Errors;
import io.cglab.shell.process.MemoryFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Opens what redirections ask for. */
final class Redirections {
  private final Interpreter interpreter;
  private final ShellState shell;
  private final List<String> words;

  Redirections(Interpreter interpreter, ShellState shell) {
    this(interpreter, shell, List.of());
  }

  /** Redirections of the command {@code words}, for who explains what was meant. */
  Redirections(Interpreter interpreter, ShellState shell, List<String> words) {
    this.interpreter = interpreter;
    this.shell = shell;
    this.words = List.copyOf(words);
  }

  /** Changes {@code table}, from left to right; false after reporting that one failed. */
  boolean apply(List<Redirect> redirects, Descriptors table) throws IOException {
    for (Redirect redirect : redirects) {
      shell.setLine(redirect.line());
      HereDocument document = redirect.document();
      Word target = redirect.target();
      if (document != null) {
        String text = new Expander(interpreter, shell).string(document.body());
        table.set(redirect.fd(), new MemoryFile(text));
      } else if (target != null) {
        String name = new Expander(interpreter, shell).string(target);
        if (redirect.kind() == Redirect.Kind.HERE_STRING) {
          table.set(redirect.fd(), new MemoryFile(name + "\n"));
          continue;
        }
        try {
          open(redirect, name, table);
        } catch (IOException e) {
          String line = shell.errorPrefix() + name + ": " + Errors.text(e);
          interpreter.complain(shell, line);
          interpreter.hint(shell, interpreter.remember(shell, refusal(name, line, e)));
          return false;
        }
      }
    }
    return true;
  }

  private Refusal refusal(String name, String line, IOException e) {
    return new Refusal(
        Refusal.REDIRECTION,
        Context.resolved(shell, name),
        NioErrors.errnoOf(e),
        null,
        words.size() > 1 && words.get(0).equals("echo")
            ? String.join(" ", words.subList(1, words.size()))
            : null,
        line,
        NioErrors.hintOf(e));
  }

  private void open(Redirect redirect, String name, Descriptors table) throws IOException {
    switch (redirect.kind()) {
      case READ -> table.set(redirect.fd(), Opener.read(shell, name));
      case WRITE -> {
        if (shell.has(ShellOption.NOCLOBBER) && Files.isRegularFile(shell.cwd().resolve(name))) {
          throw Errors.of(name, Errno.EEXIST);
        }
        table.set(redirect.fd(), Opener.write(shell, name));
      }
      case CLOBBER -> table.set(redirect.fd(), Opener.write(shell, name));
      case WRITE_BOTH -> both(Opener.write(shell, name), table);
      case APPEND_BOTH -> both(Opener.append(shell, name), table);
      case APPEND -> table.set(redirect.fd(), Opener.append(shell, name));
      case READ_WRITE ->
          table.set(
              redirect.fd(),
              Opener.open(
                  shell,
                  name,
                  StandardOpenOption.READ,
                  StandardOpenOption.WRITE,
                  StandardOpenOption.CREATE));
      default -> duplicate(redirect, name, table);
    }
  }

  private static void both(Descriptor file, Descriptors table) throws IOException {
    table.set(1, file);
    table.set(2, file.retain());
  }

  private static void duplicate(Redirect redirect, String name, Descriptors table)
      throws IOException {
    if (name.equals("-")) {
      table.close(redirect.fd());
    } else if (name.matches("[0-9]{1,6}")) {
      Descriptor file = table.get(Integer.parseInt(name));
      table.set(redirect.fd(), file.retain());
    } else {
      throw Errors.of(name, Errno.EBADF);
    }
  }
}
