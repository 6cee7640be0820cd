package io.cglab.shell.command;

import io.cglab.shell.lang.Names;
import io.cglab.shell.process.Descriptor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Commands that run other commands: {@code env}, {@code sudo}, {@code xargs}, {@code sh}, {@code
 * time}.
 */
public final class Launchers {
  private static final int ARGUMENTS_MAX = 5000;

  private Launchers() {}

  static int env(Context c, List<String> args) throws IOException {
    Options options = Options.Spec.of("iu:").strict().parse(args);
    Variables variables = c.shell().variables();
    if (options.has('i')) {
      variables.exportedNames().forEach(variables::unset);
    }
    if (options.has('u')) {
      variables.unset(options.value('u', ""));
    }
    List<String> words = options.operands();
    int at = 0;
    for (; at < words.size() && words.get(at).indexOf('=') > 0; at++) {
      int equals = words.get(at).indexOf('=');
      String name = words.get(at).substring(0, equals);
      if (!Names.isName(name)) {
        break;
      }
      variables.set(name, words.get(at).substring(equals + 1));
      variables.export(name);
    }
    if (at < words.size()) {
      return c.runner().call(c.shell(), words.subList(at, words.size()), true);
    }
    StringBuilder out = new StringBuilder();
    for (String name : variables.exportedNames()) {
      out.append(name).append('=').append(variables.get(name, "")).append('\n');
    }
    c.write(out);
    return 0;
  }

  /** The machine's user is root already: runs the command as it is. */
  static int sudo(Context c, List<String> args) throws IOException {
    Options options = Options.Spec.of("nEHSu:g:").strict().parse(args);
    if (options.operands().isEmpty()) {
      throw new CommandException(1, "usage: sudo command");
    }
    String user = options.value('u');
    String group = options.value('g');
    if (user != null || group != null) {
      return Su.as(c, user == null ? "root" : user, group, options.operands());
    }
    if (c.shell().saysOnce("sudo")) {
      c.error("you are root here; commands run as they are");
    }
    return env(c, options.operands());
  }

  static int xargs(Context c, List<String> args) throws IOException {
    Options options = Options.Spec.of("n:I:0rt").strict().parse(args);
    List<String> command = options.operands().isEmpty() ? List.of("echo") : options.operands();
    String text = c.readAll(c.in());
    List<String> items = new ArrayList<>();
    String placeholder = options.value('I');
    String separator = options.has('0') ? "\0" : placeholder != null ? "\n" : "[ \t\n]+";
    for (String item : text.split(separator, 0)) {
      if (!item.isEmpty()) {
        items.add(item);
      }
    }
    int status = 0;
    if (placeholder != null) {
      for (String item : items) {
        status |= launch(c, command.stream().map(word -> word.replace(placeholder, item)).toList());
      }
      return status;
    }
    long most = options.has('n') ? Numbers.whole(options.value('n', "")) : ARGUMENTS_MAX;
    if (most <= 0) {
      throw new CommandException(1, "value for -n option should be >= 1");
    }
    if (items.isEmpty()) {
      return options.has('r') ? 0 : launch(c, command);
    }
    for (int i = 0; i < items.size(); i += (int) most) {
      List<String> words = new ArrayList<>(command);
      words.addAll(items.subList(i, (int) Math.min(items.size(), i + most)));
      status |= launch(c, words);
    }
    return status;
  }

  /** xargs' status: 123 where a command failed. */
  private static int launch(Context c, List<String> words) throws IOException {
    int status = c.runner().call(c.shell(), words, false);
    return status == 0 ? 0 : status >= 126 ? status : 123;
  }

  static int sh(Context c, List<String> args) throws IOException {
    List<ShellOption> set = new ArrayList<>();
    String text = null;
    String name = c.name();
    int at = 0;
    boolean command = false;
    for (; at < args.size() && args.get(at).matches("-[a-zA-Z]+"); at++) {
      for (char letter : args.get(at).substring(1).toCharArray()) {
        ShellOption option = ShellOption.of(letter);
        if (letter == 'c') {
          command = true;
        } else if (option != null) {
          set.add(option);
        } else if (letter != 's' && letter != 'l') {
          throw new CommandException(2, "Illegal option -" + letter);
        }
      }
    }
    if (at < args.size() && args.get(at).equals("--")) {
      at++;
    }
    List<String> rest = args.subList(at, args.size());
    if (command) {
      if (rest.isEmpty()) {
        throw new CommandException(2, "-c requires an argument");
      }
      text = rest.get(0);
      name = rest.size() > 1 ? rest.get(1) : name;
      rest = rest.subList(Math.min(2, rest.size()), rest.size());
    } else if (rest.isEmpty()) {
      text = c.readAll(c.in());
    } else {
      name = rest.get(0);
      try {
        Descriptor file = Opener.read(c.shell(), name);
        try {
          text = c.readAll(file);
        } finally {
          file.close();
        }
      } catch (IOException e) {
        c.error(name, e);
        return 127;
      }
      rest = rest.subList(1, rest.size());
    }
    ShellState program = c.shell().program(name, rest);
    program.setPosix(c.name().equals("sh"));
    set.forEach(option -> program.set(option, true));
    return c.runner().program(program, text);
  }

  /** Virtual time; no CPU time is simulated for a shell. */
  static int time(Context c, List<String> args) throws IOException {
    Options options = Options.Spec.of("p").strict().parse(args);
    long start = c.kernel().nowNs();
    int status =
        options.operands().isEmpty() ? 0 : c.runner().call(c.shell(), options.operands(), false);
    c.complain(real(c.kernel().nowNs() - start));
    return status;
  }

  /** What {@code time} says of a length of time. */
  public static String real(long ns) {
    return String.format(java.util.Locale.ROOT, "real %.3f", ns / 1e9);
  }
}
