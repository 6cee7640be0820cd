package io.cglab.shell.compare;

import java.util.regex.Pattern;

/** A pattern of names: {@code *} for any characters, {@code ?} for one; all else is literal. */
public record Glob(String text) {
  /** True if the whole name fits. */
  public boolean matches(String name) {
    var regex = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      regex.append(
          switch (c) {
            case '*' -> ".*";
            case '?' -> ".";
            default -> Pattern.quote(String.valueOf(c));
          });
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(name).matches();
  }
}
