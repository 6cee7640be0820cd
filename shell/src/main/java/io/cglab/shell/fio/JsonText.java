package io.cglab.shell.fio;

import io.cglab.shell.command.CFormat;
import java.util.List;
import java.util.Map;

/** JSON as fio lays it out. */
final class JsonText {
  private static final String STEP = "  ";

  private JsonText() {}

  /** Maps are objects, lists arrays; numbers with a point have six digits behind it. */
  static String of(Map<String, Object> root) {
    StringBuilder out = new StringBuilder();
    value(root, "", out);
    return out.append('\n').toString();
  }

  private static void value(Object value, String indent, StringBuilder out) {
    if (value instanceof Map<?, ?> map) {
      String separator = "\n";
      out.append('{');
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        out.append(separator).append(indent).append(STEP);
        text(entry.getKey().toString(), out);
        out.append(" : ");
        value(entry.getValue(), indent + STEP, out);
        separator = ",\n";
      }
      out.append('\n').append(indent).append('}');
    } else if (value instanceof List<?> list) {
      String separator = "\n";
      out.append('[');
      for (Object element : list) {
        out.append(separator).append(indent).append(STEP);
        value(element, indent + STEP, out);
        separator = ",\n";
      }
      out.append('\n').append(indent).append(']');
    } else if (value instanceof Double number) {
      out.append(CFormat.of("%f", number));
    } else if (value instanceof Number number) {
      out.append(number);
    } else {
      text(value.toString(), out);
    }
  }

  private static void text(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
