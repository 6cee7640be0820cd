package io.cglab.shell;

import io.cglab.shell.command.Context;
import io.cglab.shell.command.Listing;
import io.cglab.shell.command.ShellOption;
import io.cglab.shell.command.ShellState;
import io.cglab.shell.lang.Glob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Path name expansion. */
final class PathNames {
  private PathNames() {}

  /** The existing files that a field matches, in byte order; the field itself if there are none. */
  static List<String> matching(ShellState shell, Field field) {
    String text = field.text();
    if (!Glob.compile(text, field.quoted()).isWild()) {
      return List.of(text);
    }
    List<String> found = List.of("");
    int start = 0;
    while (start <= text.length()) {
      int slash = text.indexOf('/', start);
      int end = slash < 0 ? text.length() : slash;
      BitSet quoted = field.quoted().get(start, end);
      found = extend(shell, found, text.substring(start, end), quoted, slash >= 0);
      start = end + 1;
    }
    List<String> existing = found.stream().filter(name -> exists(shell, name)).toList();
    boolean none = existing.isEmpty() && !shell.has(ShellOption.NULLGLOB);
    return none ? List.of(text) : existing;
  }

  private static List<String> extend(
      ShellState shell, List<String> prefixes, String component, BitSet quoted, boolean more) {
    Glob glob = Glob.compile(component, quoted);
    List<String> extended = new ArrayList<>();
    for (String prefix : prefixes) {
      if (!glob.isWild()) {
        extended.add(prefix + component + (more ? "/" : ""));
        continue;
      }
      for (String name : names(shell, prefix)) {
        boolean hidden = name.startsWith(".") && !component.startsWith(".");
        if (!hidden && glob.matches(name)) {
          extended.add(prefix + name + (more ? "/" : ""));
        }
      }
    }
    return extended;
  }

  private static List<String> names(ShellState shell, String directory) {
    try {
      return Listing.names(Context.path(shell, directory.isEmpty() ? "." : directory));
    } catch (IOException e) {
      return List.of();
    }
  }

  private static boolean exists(ShellState shell, String name) {
    try {
      Path path = Context.path(shell, name);
      return name.endsWith("/")
          ? Files.isDirectory(path)
          : Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      return false;
    }
  }
}
