package io.cglab.shell.prompt;

import java.util.function.Predicate;
import org.jline.reader.Highlighter;
import org.jline.reader.LineReader;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** Colors a line while it is typed. */
final class Highlighting implements Highlighter {
  private final Predicate<String> known;

  /**
   * Colors what is typed.
   *
   * @param known tells the names that run something
   */
  Highlighting(Predicate<String> known) {
    this.known = known;
  }

  @Override
  public AttributedString highlight(LineReader reader, String buffer) {
    return highlight(buffer);
  }

  AttributedString highlight(String text) {
    AttributedStyle[] styles = new AttributedStyle[text.length()];
    for (Mark mark : Draft.of(text).marks()) {
      AttributedStyle style = style(mark, text);
      for (int i = mark.start(); i < mark.end(); i++) {
        styles[i] = style;
      }
    }
    AttributedStringBuilder out = new AttributedStringBuilder();
    for (int i = 0; i < text.length(); i++) {
      AttributedStyle style = styles[i];
      out.style(style == null ? AttributedStyle.DEFAULT : style).append(text.charAt(i));
    }
    return out.toAttributedString();
  }

  private AttributedStyle style(Mark mark, String text) {
    AttributedStyle plain = AttributedStyle.DEFAULT;
    return switch (mark.look()) {
      case COMMAND ->
          known.test(text.substring(mark.start(), mark.end()))
              ? plain.foreground(AttributedStyle.GREEN)
              : plain.foreground(AttributedStyle.RED);
      case RESERVED -> plain.bold();
      case STRING -> plain.foreground(AttributedStyle.YELLOW);
      case VARIABLE -> plain.foreground(AttributedStyle.CYAN);
      case REDIRECTION -> plain.foreground(AttributedStyle.MAGENTA);
      case SEPARATOR -> plain.bold();
      case COMMENT -> plain.faint();
      case UNCLOSED -> plain.foreground(AttributedStyle.YELLOW).underline();
    };
  }
}
