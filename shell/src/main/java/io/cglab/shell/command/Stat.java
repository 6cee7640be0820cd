package io.cglab.shell.command;

import java.io.IOException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code stat [-L] [-c FORMAT] FILE...}. */
final class Stat {
  private static final Options.Spec OPTIONS =
      Options.Spec.of("c:L").with(Map.of("format", 'c', "dereference", 'L'));

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.000000000 +0000", Locale.ROOT);

  private static final String DEFAULT =
      "  File: %N\n"
          + "  Size: %-10s\tBlocks: %-10b IO Block: %-6o %F\n"
          + "Inode: %-11i Links: %h\n"
          + "Access: (%04a/%A)  Uid: (%5u/%8U)   Gid: (%5g/%8G)\n"
          + "Modify: %y";

  private Stat() {}

  static int run(Context c, List<String> args) throws IOException {
    Options options = OPTIONS.parse(args);
    String format = options.value('c', DEFAULT);
    int status = 0;
    StringBuilder out = new StringBuilder();
    for (String name : options.someOperands()) {
      try {
        FileStatus file = FileStatus.of(c.path(name), options.has('L'));
        out.append(format(format, name, file)).append('\n');
      } catch (IOException e) {
        status = c.error("cannot statx '" + name + "'", e);
      }
    }
    c.write(out);
    return status;
  }

  private static String format(String format, String name, FileStatus file) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < format.length(); i++) {
      char ch = format.charAt(i);
      if (ch != '%') {
        out.append(ch);
        continue;
      }
      int start = ++i;
      while (i < format.length()
          && (Character.isDigit(format.charAt(i)) || format.charAt(i) == '-')) {
        i++;
      }
      String width = format.substring(start, i);
      String value = i < format.length() ? value(format.charAt(i), name, file) : "%";
      out.append(pad(value, width));
    }
    return out.toString();
  }

  private static String pad(String value, String width) {
    if (width.isEmpty()) {
      return value;
    }
    if (width.startsWith("0")) {
      return "0".repeat(Math.max(0, Integer.parseInt(width) - value.length())) + value;
    }
    return String.format(Locale.ROOT, "%" + width + "s", value);
  }

  private static String value(char directive, String name, FileStatus file) {
    return switch (directive) {
      case 'n' -> name;
      case 'N' -> "'" + name + "'";
      case 'a' -> Integer.toOctalString(file.permissions());
      case 'A' -> file.modeText();
      case 'f' -> Integer.toHexString(file.mode());
      case 's' -> Long.toString(file.size());
      case 'b' -> Long.toString(file.blocks());
      case 'B' -> "512";
      case 'o' -> "4096";
      case 'F' -> file.typeName();
      case 'U' -> Users.name(file.uid());
      case 'u' -> Integer.toString(file.uid());
      case 'G' -> Users.name(file.gid());
      case 'g' -> Integer.toString(file.gid());
      case 'i' -> Long.toString(file.ino());
      case 'h' -> Integer.toString(file.nlink());
      case 't' -> Integer.toHexString(file.rdev() >>> 20);
      case 'T' -> Integer.toHexString(file.rdev() & 0xfffff);
      case 'Y' -> Long.toString(file.modifiedSeconds());
      case 'y' ->
          LocalDateTime.ofEpochSecond(file.modifiedSeconds(), 0, ZoneOffset.UTC).format(TIME);
      case '%' -> "%";
      default -> "?";
    };
  }
}
