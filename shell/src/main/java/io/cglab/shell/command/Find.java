package io.cglab.shell.command;

import io.cglab.shell.lang.Glob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * {@code find [PATH...] [-mindepth N] [-maxdepth N] [-type T] [-name GLOB] [-path GLOB] [-empty]
 * [-print] [-print0] [-exec COMMAND {} ;]}, with !, -a, -o and parentheses.
 */
final class Find {
  private static final Set<String> WITH_VALUE =
      Set.of("-mindepth", "-maxdepth", "-type", "-name", "-path");

  /** A test of one file. */
  private interface Check {
    boolean holds(Path path, String shown, FileStatus file) throws IOException;
  }

  private final Context c;
  private List<String> words = List.of();
  private int at;
  private Check check = (path, shown, file) -> true;
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
    while (i < args.size()
        && !args.get(i).startsWith("-")
        && !Set.of("!", "(").contains(args.get(i))) {
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
    this.words = words;
    if (!words.isEmpty()) {
      check = or();
      if (at < words.size()) {
        throw new CommandException(1, "paths must precede expression: `" + words.get(at) + "'");
      }
    }
  }

  private boolean comes(String... names) {
    return at < words.size() && List.of(names).contains(words.get(at));
  }

  private Check or() {
    Check left = and();
    while (comes("-o", "-or")) {
      at++;
      Check first = left;
      Check second = and();
      left = (p, s, f) -> first.holds(p, s, f) || second.holds(p, s, f);
    }
    return left;
  }

  private Check and() {
    Check left = primary();
    while (at < words.size() && !comes("-o", "-or", ")")) {
      if (comes("-a", "-and")) {
        at++;
      }
      Check first = left;
      Check second = primary();
      left = (p, s, f) -> first.holds(p, s, f) && second.holds(p, s, f);
    }
    return left;
  }

  private Check primary() {
    if (at == words.size()) {
      throw new CommandException(1, "expected an expression after `" + words.get(at - 1) + "'");
    }
    String word = words.get(at++);
    switch (word) {
      case "!", "-not" -> {
        Check negated = primary();
        return (p, s, f) -> !negated.holds(p, s, f);
      }
      case "(", "\\(" -> {
        Check inner = or();
        if (!comes(")")) {
          throw new CommandException(1, "invalid expression; expected to find a ')'");
        }
        at++;
        return inner;
      }
      case "-exec" -> {
        int length = words.subList(at, words.size()).indexOf(";");
        if (length < 0) {
          throw new CommandException(1, "missing argument to `-exec'");
        }
        Check check = exec(List.copyOf(words.subList(at, at + length)));
        at += length + 1;
        return check;
      }
      default -> {
        String value = "";
        if (WITH_VALUE.contains(word)) {
          if (at == words.size()) {
            throw new CommandException(1, "missing argument to `" + word + "'");
          }
          value = words.get(at++);
        }
        return check(word, value);
      }
    }
  }

  private Check check(String word, String value) {
    switch (word) {
      case "-mindepth" -> depthMin = depth(word, value);
      case "-maxdepth" -> depthMax = depth(word, value);
      case "-depth" -> depthFirst = true;
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
      case "-print", "-print0" -> {
        acts = true;
        char end = word.equals("-print") ? '\n' : '\0';
        return (path, shown, file) -> out.append(shown).append(end).length() > 0;
      }
      case "-delete" -> {
        acts = true;
        depthFirst = true;
        return (path, shown, file) -> {
          Files.delete(path);
          return true;
        };
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
    if (check.holds(path, shown, file) && !acts) {
      out.append(shown).append('\n');
    }
  }
}
