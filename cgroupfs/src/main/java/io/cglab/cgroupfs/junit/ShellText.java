package io.cglab.cgroupfs.junit;

import io.cglab.cgroupfs.kernfs.FileOperation;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Words and commands of a POSIX shell. */
final class ShellText {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");
  private static final Pattern PRINTABLE = Pattern.compile("[\\x20-\\x7e]*");
  private static final int BYTE = 0xff;

  private ShellText() {}

  static String latin1(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  static String words(List<String> words) {
    return String.join(" ", words.stream().map(ShellText::quoted).toList());
  }

  /** The command that prints these bytes in one write. */
  static String print(byte[] bytes) {
    String text = latin1(bytes);
    boolean line = text.endsWith("\n");
    String body = line ? text.substring(0, text.length() - 1) : text;
    if (!PRINTABLE.matcher(body).matches() || body.indexOf('\\') >= 0) {
      return "printf '" + escaped(bytes) + "'";
    }
    if (body.startsWith("-")) {
      return "printf '%s" + (line ? "\\n' " : "' ") + quoted(body);
    }
    return (line ? "echo " : "echo -n ") + quoted(body);
  }

  /** As a format of printf. */
  private static String escaped(byte[] bytes) {
    StringBuilder out = new StringBuilder();
    for (byte each : bytes) {
      int value = each & BYTE;
      if (value == '%') {
        out.append("%%");
      } else if (value == '\n') {
        out.append("\\n");
      } else if (value < ' ' || value > '~' || value == '\'' || value == '\\') {
        out.append(String.format("\\%03o", value));
      } else {
        out.append((char) value);
      }
    }
    return out.toString();
  }

  /** chmod, chown, or a comment for what has no command. */
  static String attribute(FileOperation.SetAttribute set, String path) {
    String name = set.attribute().substring(set.attribute().indexOf(':') + 1);
    Object value = set.value();
    if (name.equals("permissions") && value instanceof Set<?> permissions) {
      return "chmod " + octal(permissions) + " " + path;
    } else if (name.equals("mode") && value instanceof Integer mode) {
      return "chmod " + Integer.toOctalString(mode & 07777) + " " + path;
    } else if (name.equals("owner") || name.equals("uid")) {
      return "chown " + quoted(value.toString()) + " " + path;
    } else if (name.equals("group") || name.equals("gid")) {
      return "chown " + quoted(":" + value) + " " + path;
    }
    return "# " + set.attribute() + " of " + path + " is set to " + value;
  }

  private static String octal(Set<?> permissions) {
    int mode = 0;
    for (PosixFilePermission each : PosixFilePermission.values()) {
      mode = mode << 1 | (permissions.contains(each) ? 1 : 0);
    }
    return Integer.toOctalString(mode);
  }
}
