package io.cglab.cgroupfs.quirk;

import io.cglab.cgroupfs.kernfs.Mount;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Files of a cgroup, and the rows of those that have one for each device. */
final class Rows {
  private static final Pattern DEVICE = Pattern.compile("([0-9]+:[0-9]+) ");

  private Rows() {}

  static boolean isCgroup(Mount tree) {
    return tree.type().equals("cgroup") || tree.type().equals("cgroup2");
  }

  /** True for a file of the io or blkio controller. */
  static boolean areIn(Mount tree, String path) {
    String name = nameOf(path);
    return isCgroup(tree) && (name.startsWith("io.") || name.startsWith("blkio."));
  }

  /** True for the cgroup file of this name. */
  static boolean isFile(String file, Mount tree, String path) {
    return isCgroup(tree) && nameOf(path).equals(file);
  }

  private static String nameOf(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** The lines, each with its end of line if it has one. */
  static List<String> of(String text) {
    List<String> lines = new ArrayList<>();
    for (int start = 0; start < text.length(); ) {
      int newline = text.indexOf('\n', start);
      int end = newline < 0 ? text.length() : newline + 1;
      lines.add(text.substring(start, end));
      start = end;
    }
    return lines;
  }

  /** The device that a line begins with, such as {@code 8:0}; empty for none. */
  static String device(String line) {
    Matcher matcher = DEVICE.matcher(line);
    return matcher.lookingAt() ? matcher.group(1) : "";
  }
}
