package io.cglab.shell.command;

import io.cglab.shell.lang.Glob;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * {@code find [PATH...] [-mindepth N] [-maxdepth N] [-type T] [-name GLOB] [-path GLOB] [-empty]
 * [!] [-print] [-exec COMMAND {} ;]}; tests are joined by and.
 */
final class Find {
  private static final Set<String> WITH_VALUE =
      Set.of("-mindepth", "-maxdepth", "-type", "-name", "-path", "-newer");

  /** A test of one file. */
  private interface Check {
    boolean holds(Path path, String shown, FileStatus file) throws IOException;
  }

  private final Context c;
  private final List<Check> checks = new ArrayList<>();
  private final StringBuilder out = new StringBuilder();
  private long depthMin;
  private long depthMax = Long.MAX_VALUE;
  private boolean depthFirst;
  private boolean acts;
  private int status;

  private Find(Context c) {
    this.c = c;
  }

  static int run(Context c, List<String> args) throws IOException {
    Find find = new Find(c);
    List<String> starts = new ArrayList<>();
    int i = 0;
    while (i < args.size() && !args.get(i).startsWith("-") && !args.get(i).equals("!")) {
      starts.add(args.get(i++));
    }
    find.expression(args.subList(i, args.size()));
    for (String start : starts.isEmpty() ? List.of(".") : starts) {
      find.walk(start, 0);
    }
    c.write(find.out);
    return find.status;
  }

  private void expression(List<String> words) {
    boolean negated = false;
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      String value = "";
      if (WITH_VALUE.contains(word)) {
        if (i + 1 == words.size()) {
          throw new CommandException(1, "missing argument to `" + word + "'");
        }
        value = words.get(++i);
      }
      if (word.equals("!") || word.equals("-not")) {
        negated = !negated;
        continue;
      }
      Check check;
      if (word.equals("-exec")) {
        int end = words.subList(i, words.size()).indexOf(";");
        if (end < 0) {
          throw new CommandException(1, "missing argument to `-exec'");
        }
        check = exec(List.copyOf(words.subList(i + 1, i + end)));
        i += end;
      } else {
        check = check(word, value);
      }
      boolean negates = negated;
      checks.add(negates ? (p, s, f) -> !check.holds(p, s, f) : check);
      negated = false;
    }
  }

  private Check check(String word, String value) {
    switch (word) {
      case "-mindepth" -> depthMin = depth(word, value);
      case "-maxdepth" -> depthMax = depth(word, value);
      case "-depth" -> depthFirst = true;
      case "-a", "-and" -> acts |= false;
      case "-type" -> {
        if (!value.matches("[fdlbc]")) {
          throw new CommandException(1, "Unknown argument to -type: " + value);
        }
        return (path, shown, file) -> file.typeLetter() == value.charAt(0);
      }
      case "-name" -> {
        Glob glob = Glob.compile(value);
        return (path, shown, file) -> glob.matches(shown.replaceAll("^.*/(?=.)", ""));
      }
      case "-path" -> {
        Glob glob = Glob.compile(value);
        return (path, shown, file) -> glob.matches(shown);
      }
      case "-empty" -> {
        return (path, shown, file) ->
            file.isDirectory() ? Listing.names(path).isEmpty() : file.size() == 0;
      }
      case "-print" -> {
        acts = true;
        return (path, shown, file) -> out.append(shown).append('\n').length() > 0;
      }
      default -> throw new CommandException(1, "unknown predicate `" + word + "'");
    }
    return (path, shown, file) -> true;
  }

  private static long depth(String word, String value) {
    long depth = Numbers.whole(value);
    if (depth < 0) {
      throw new CommandException(
          1,
          "Expected a positive decimal integer argument to " + word + ", but got '" + value + "'");
    }
    return depth;
  }

  private Check exec(List<String> words) {
    acts = true;
    return (path, shown, file) -> {
      c.write(out);
      out.setLength(0);
      List<String> command = words.stream().map(word -> word.replace("{}", shown)).toList();
      return c.runner().call(c.shell(), command, false) == 0;
    };
  }

  private void walk(String shown, int depth) throws IOException {
    Path path;
    FileStatus file;
    try {
      path = c.path(shown);
      file = FileStatus.of(path, false);
    } catch (IOException e) {
      status = c.error("'" + shown + "'", e);
      return;
    }
    if (!depthFirst) {
      visit(path, shown, file, depth);
    }
    if (file.isDirectory() && depth < depthMax) {
      List<String> names = List.of();
      try {
        names = Listing.unsorted(path);
      } catch (IOException e) {
        status = c.error("'" + shown + "'", e);
      }
      for (String name : names) {
        walk((shown.endsWith("/") ? shown : shown + "/") + name, depth + 1);
      }
    }
    if (depthFirst) {
      visit(path, shown, file, depth);
    }
  }

  private void visit(Path path, String shown, FileStatus file, int depth) throws IOException {
    if (depth < depthMin) {
      return;
    }
    for (Check check : checks) {
      if (!check.holds(path, shown, file)) {
        return;
      }
    }
    if (!acts) {
      out.append(shown).append('\n');
    }
  }
}
