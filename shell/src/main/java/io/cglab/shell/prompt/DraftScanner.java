package io.cglab.shell.prompt;

import io.cglab.shell.prompt.Mark.Look;
import io.cglab.shell.prompt.Piece.Role;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cuts up a text that need not be complete. */
final class DraftScanner {
  private static final String[] REDIRECTIONS = {
    "<<-", "<<", ">>", "<&", ">&", "<>", ">|", "<", ">"
  };
  private static final String[] SEPARATORS = {"&&", "||", ";;", ";", "&", "|", "(", ")", "\n"};
  private static final String SPECIAL = "@*#?-$!0123456789";

  private final String text;
  private final boolean inCommand;
  private final List<Mark> marks = new ArrayList<>();
  private int at;
  private boolean free;
  private boolean continued;
  private @Nullable List<Piece> last;

  /**
   * A scanner of {@code text}.
   *
   * @param inCommand true if it begins behind the name of a command
   */
  DraftScanner(String text, boolean inCommand) {
    this.text = text;
    this.inCommand = inCommand;
  }

  Draft scan() {
    List<Piece> top = new ArrayList<>();
    commands(new Expectation(inCommand), top, '\0');
    return new Draft(text, List.copyOf(last == null ? top : last), marks, free, continued);
  }

  /** Reads commands up to {@code closing}, which is taken, or to the end. */
  private void commands(Expectation expectation, List<Piece> pieces, char closing) {
    List<String> documents = new ArrayList<>();
    int depth = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == closing && depth == 0) {
        at++;
        return;
      }
      if (c == ' ' || c == '\t') {
        at++;
      } else if (text.startsWith("\\\n", at)) {
        at += 2;
      } else if (c == '#') {
        comment();
      } else if (!operator(expectation, pieces)) {
        word(expectation, pieces, closing, documents);
      } else {
        depth += c == '(' ? 1 : c == ')' && depth > 0 ? -1 : 0;
        if (c == '\n') {
          documents.forEach(this::document);
          documents.clear();
        }
      }
    }
    if (last == null) {
      last = pieces;
    }
  }

  private void comment() {
    int end = text.indexOf('\n', at);
    free |= end < 0;
    end = end < 0 ? text.length() : end;
    marks.add(new Mark(Look.COMMENT, at, end));
    at = end;
  }

  /** The body of a here-document; a delimiter with a leading tab strips tabs. */
  private void document(String delimiter) {
    boolean strips = delimiter.startsWith("\t");
    String wanted = delimiter.strip();
    int start = at;
    while (at < text.length()) {
      int end = text.indexOf('\n', at);
      String line = text.substring(at, end < 0 ? text.length() : end);
      at = end < 0 ? text.length() : end + 1;
      if (end >= 0 && (strips ? line.replaceFirst("^\t+", "") : line).equals(wanted)) {
        marks.add(new Mark(Look.STRING, start, at));
        return;
      }
    }
    marks.add(new Mark(Look.STRING, start, at));
    free = true;
  }

  private boolean operator(Expectation expectation, List<Piece> pieces) {
    int digits = at;
    while (digits < text.length() && Character.isDigit(text.charAt(digits))) {
      digits++;
    }
    for (String redirection : REDIRECTIONS) {
      if (text.startsWith(redirection, digits)) {
        int end = digits + redirection.length();
        marks.add(new Mark(Look.REDIRECTION, at, end));
        pieces.add(operator(Role.REDIRECTION, end, redirection));
        expectation.redirection(redirection);
        return true;
      }
    }
    for (String separator : SEPARATORS) {
      if (text.startsWith(separator, at)) {
        int end = at + separator.length();
        if (!separator.equals("\n")) {
          marks.add(new Mark(Look.SEPARATOR, at, end));
        }
        pieces.add(operator(Role.SEPARATOR, end, separator));
        expectation.separator(separator);
        return true;
      }
    }
    return false;
  }

  private Piece operator(Role role, int end, String value) {
    Piece piece = new Piece(role, at, end, value, new int[0], new char[0]);
    at = end;
    return piece;
  }

  private void word(
      Expectation expectation, List<Piece> pieces, char closing, List<String> documents) {
    int start = at;
    int marked = marks.size();
    WordText word = new WordText();
    while (at < text.length() && !endsWord(text.charAt(at), closing)) {
      piece(word);
    }
    String value = word.value();
    Role role = expectation.word(value, value.equals(text.substring(start, at)));
    Piece piece = word.piece(role, start, at);
    if (role == Role.COMMAND || role == Role.RESERVED) {
      Look look = role == Role.COMMAND ? Look.COMMAND : Look.RESERVED;
      marks.add(marked, new Mark(look, start, at));
    }
    if (role == Role.DELIMITER) {
      boolean strips = pieces.get(pieces.size() - 1).value().equals("<<-");
      documents.add((strips ? "\t" : "") + value);
    }
    pieces.add(piece);
  }

  private static boolean endsWord(char c, char closing) {
    return c == closing || " \t\n;&|<>()".indexOf(c) >= 0;
  }

  private void piece(WordText word) {
    char c = text.charAt(at);
    switch (c) {
      case '\\' -> escape(word, '\0');
      case '\'' -> {
        int start = at++;
        while (at < text.length() && text.charAt(at) != '\'') {
          word.add(text.charAt(at), at++, '\'');
        }
        close(word, start, '\'');
      }
      case '"' -> {
        int start = at++;
        int marked = marks.size();
        while (at < text.length() && text.charAt(at) != '"') {
          quoted(word);
        }
        close(word, start, '"');
        marks.add(marked, marks.remove(marks.size() - 1)); // expansions in it come on top
      }
      case '$', '`' -> expansion(word, '\0');
      default -> word.add(c, at++, '\0');
    }
  }

  private void quoted(WordText word) {
    char c = text.charAt(at);
    if (c == '\\' && at + 1 < text.length() && "$`\"\\\n".indexOf(text.charAt(at + 1)) >= 0) {
      escape(word, '"');
    } else if (c == '$' || c == '`') {
      expansion(word, '"');
    } else {
      word.add(c, at++, '"');
    }
  }

  private void close(WordText word, int start, char quote) {
    boolean closed = at < text.length();
    if (closed) {
      at++;
    } else {
      word.leaveOpen(quote);
    }
    marks.add(new Mark(closed ? Look.STRING : Look.UNCLOSED, start, at));
  }

  private void escape(WordText word, char quote) {
    int start = at++;
    if (at == text.length()) {
      continued = true;
      word.add('\\', start, quote);
    } else if (text.charAt(at) == '\n') {
      continued |= ++at == text.length();
    } else {
      word.add(text.charAt(at++), start, quote);
    }
  }

  /** An expansion; the word's value has it as typed. */
  private void expansion(WordText word, char quote) {
    int start = at++;
    boolean backquote = text.charAt(start) == '`';
    if (backquote || (text.startsWith("(", at) && !text.startsWith("((", at))) {
      at += backquote ? 0 : 1;
      marks.add(new Mark(Look.VARIABLE, start, at));
      commands(new Expectation(false), new ArrayList<>(), backquote ? '`' : ')');
      char end = text.charAt(at - 1);
      if (at - 1 > start && end == (backquote ? '`' : ')')) {
        marks.add(new Mark(Look.VARIABLE, at - 1, at));
      }
    } else {
      at = endOfParameter(start);
      if (at > start + 1) {
        marks.add(new Mark(Look.VARIABLE, start, at));
      }
    }
    for (int i = start; i < at; i++) {
      word.add(text.charAt(i), i, quote);
    }
  }

  /** Behind a parameter or an arithmetic expansion that begins at {@code start}. */
  private int endOfParameter(int start) {
    int next = start + 1;
    if (text.startsWith("((", next)) {
      int end = text.indexOf("))", next + 2);
      return end < 0 ? text.length() : end + 2;
    }
    if (text.startsWith("{", next)) {
      int end = text.indexOf('}', next);
      return end < 0 ? text.length() : end + 1;
    }
    if (next < text.length() && SPECIAL.indexOf(text.charAt(next)) >= 0) {
      return next + 1;
    }
    while (next < text.length()
        && (Character.isLetterOrDigit(text.charAt(next)) || text.charAt(next) == '_')) {
      next++;
    }
    return next;
  }
}
