package io.cglab.shell.lang;

import io.cglab.shell.lang.Word.Literal;
import io.cglab.shell.lang.Word.Operator;
import io.cglab.shell.lang.Word.Part;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one word: quotes, backslashes and everything that begins with a dollar sign. */
final class WordReader {
  private static final String ESCAPABLE = "$`\"\\";

  private final Cursor in;
  private final int firstLine;
  private final List<Part> parts = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private boolean textQuoted;

  WordReader(Cursor in) {
    this.in = in;
    this.firstLine = in.line();
  }

  /** A word of a command, up to a blank or an operator. */
  Word word() throws SyntaxException {
    tilde();
    while (!in.atEnd() && !Lexer.endsWord(in.peek())) {
      unquotedPiece();
    }
    return finish();
  }

  /** All of the text, as inside double quotes, but with the double quote an ordinary character. */
  Word quotedText() throws SyntaxException {
    while (!in.atEnd()) {
      quotedPiece("$`\\");
    }
    return finish();
  }

  /** The argument of {@code ${name:-...}}, up to its closing brace, which is taken. */
  private Word braced(boolean inQuotes) throws SyntaxException {
    if (!inQuotes) {
      tilde();
    }
    while (!in.takeIf("}")) {
      if (in.atEnd()) {
        throw unclosed(firstLine, "}");
      } else if (!inQuotes) {
        unquotedPiece();
      } else if (in.peek() == '"') {
        doubleQuotes();
      } else {
        quotedPiece(ESCAPABLE + "}");
      }
    }
    return finish();
  }

  private void tilde() {
    if (in.peek() != '~') {
      return;
    }
    int length = 1;
    while (Names.isPart(in.peek(length)) || in.peek(length) == '-') {
      length++;
    }
    char next = in.peek(length);
    if (next == '/' || next == '}' || next == Cursor.END || Lexer.endsWord(next)) {
      int start = in.offset();
      in.moveTo(start + length);
      add(new Word.Tilde(in.text(start + 1, start + length)));
    }
  }

  private void unquotedPiece() throws SyntaxException {
    switch (in.peek()) {
      case '\\' -> {
        in.take();
        if (in.atEnd()) {
          literal('\\', true);
        } else if (!in.takeIf("\n")) {
          literal(in.take(), true);
        }
      }
      case '\'' -> singleQuotes();
      case '"' -> doubleQuotes();
      case '$' -> dollar(false);
      case '`' -> backquotes(false);
      default -> literal(in.take(), false);
    }
  }

  private void singleQuotes() throws SyntaxException {
    int line = in.line();
    in.take();
    startQuoted();
    while (!in.takeIf("'")) {
      if (in.atEnd()) {
        throw unclosed(line, "'");
      }
      literal(in.take(), true);
    }
  }

  private void doubleQuotes() throws SyntaxException {
    int line = in.line();
    in.take();
    startQuoted();
    while (!in.takeIf("\"")) {
      if (in.atEnd()) {
        throw unclosed(line, "\"");
      }
      quotedPiece(ESCAPABLE);
    }
  }

  /** One piece inside double quotes; a backslash keeps its force before {@code escapable} only. */
  private void quotedPiece(String escapable) throws SyntaxException {
    switch (in.peek()) {
      case '\\' -> {
        in.take();
        if (in.takeIf("\n")) {
          return;
        }
        boolean escapes = !in.atEnd() && escapable.indexOf(in.peek()) >= 0;
        literal(escapes ? in.take() : '\\', true);
      }
      case '$' -> dollar(true);
      case '`' -> backquotes(true);
      default -> literal(in.take(), true);
    }
  }

  private void dollar(boolean quoted) throws SyntaxException {
    char next = in.peek(1);
    if (next == '(') {
      if (in.peek(2) != '(' || !arithmetic(quoted)) {
        in.takeIf("$(");
        add(new Word.Substitution(substitution(), quoted));
      }
    } else if (next == '{') {
      in.takeIf("${");
      parameter(quoted);
    } else if (Names.isStart(next)) {
      in.take();
      add(new Word.Parameter(name(), Operator.NONE, null, quoted));
    } else if (isSpecial(next) || Names.isDigit(next)) {
      in.take();
      add(new Word.Parameter(String.valueOf(in.take()), Operator.NONE, null, quoted));
    } else {
      literal(in.take(), quoted);
    }
  }

  /** Lets a parser take over this text up to and with the closing parenthesis. */
  private Ast.Sequence substitution() throws SyntaxException {
    int line = in.line();
    try {
      return new Parser(new Lexer(in)).untilClosingParenthesis();
    } catch (SyntaxException e) {
      throw e.isIncomplete() ? unclosed(line, ")") : e;
    }
  }

  /**
   * Reads {@code $((...))}. Returns false, with nothing taken, where the parentheses do not match
   * in pairs: then it is a substitution that begins with a subshell.
   */
  private boolean arithmetic(boolean quoted) throws SyntaxException {
    Cursor ahead = in.fork();
    ahead.takeIf("$((");
    int start = ahead.offset();
    int depth = 0;
    while (true) {
      if (ahead.atEnd()) {
        throw unclosed(in.line(), "))");
      }
      char c = ahead.take();
      if (c == '(') {
        depth++;
      } else if (c == ')' && depth > 0) {
        depth--;
      } else if (c == ')') {
        if (ahead.peek() != ')') {
          return false;
        }
        break;
      }
    }
    Cursor inner = new Cursor(in.text(start, ahead.offset() - 1), in.line());
    in.moveTo(ahead.offset() + 1);
    WordReader reader = new WordReader(inner);
    while (!inner.atEnd()) {
      if (!inner.takeIf("\"")) {
        reader.quotedPiece(ESCAPABLE);
      }
    }
    add(new Word.Arithmetic(reader.finish(), quoted));
    return true;
  }

  private void parameter(boolean quoted) throws SyntaxException {
    int line = in.line();
    if (in.peek() == '#' && isParameterStart(in.peek(1))) {
      in.take();
      String name = parameterName(line);
      if (!in.takeIf("}")) {
        throw badSubstitution(line);
      }
      add(new Word.Parameter(name, Operator.LENGTH, null, quoted));
      return;
    }
    String name = parameterName(line);
    if (in.takeIf("}")) {
      add(new Word.Parameter(name, Operator.NONE, null, quoted));
      return;
    }
    Operator operator = operator();
    if (operator == null) {
      throw in.atEnd() ? unclosed(line, "}") : badSubstitution(line);
    }
    Word argument = new WordReader(in).braced(quoted && !operator.isTrim());
    add(new Word.Parameter(name, operator, argument, quoted));
  }

  /**
   * After {@code ${#}: true where a parameter's length is meant, false for the count of parameters
   * with an operator.
   */
  private boolean isParameterStart(char c) {
    return Names.isPart(c) || c == '@' || c == '*' || ("?$!-".indexOf(c) >= 0 && in.peek(2) == '}');
  }

  private String parameterName(int line) throws SyntaxException {
    char c = in.peek();
    if (Names.isStart(c)) {
      return name();
    }
    if (Names.isDigit(c)) {
      StringBuilder digits = new StringBuilder();
      while (Names.isDigit(in.peek())) {
        digits.append(in.take());
      }
      return digits.toString();
    }
    if (in.atEnd()) {
      throw unclosed(line, "}");
    }
    if (!isSpecial(c)) {
      throw badSubstitution(line);
    }
    return String.valueOf(in.take());
  }

  private @Nullable Operator operator() {
    if (in.takeIf(":-")) {
      return Operator.DEFAULT_IF_EMPTY;
    } else if (in.takeIf(":=")) {
      return Operator.ASSIGN_IF_EMPTY;
    } else if (in.takeIf(":?")) {
      return Operator.FAIL_IF_EMPTY;
    } else if (in.takeIf(":+")) {
      return Operator.ALTERNATIVE_UNLESS_EMPTY;
    } else if (in.takeIf("-")) {
      return Operator.DEFAULT;
    } else if (in.takeIf("=")) {
      return Operator.ASSIGN;
    } else if (in.takeIf("?")) {
      return Operator.FAIL;
    } else if (in.takeIf("+")) {
      return Operator.ALTERNATIVE;
    } else if (in.takeIf("##")) {
      return Operator.LONGEST_PREFIX;
    } else if (in.takeIf("#")) {
      return Operator.SHORTEST_PREFIX;
    } else if (in.takeIf("%%")) {
      return Operator.LONGEST_SUFFIX;
    } else if (in.takeIf("%")) {
      return Operator.SHORTEST_SUFFIX;
    }
    return null;
  }

  private void backquotes(boolean inQuotes) throws SyntaxException {
    int line = in.line();
    in.take();
    StringBuilder body = new StringBuilder();
    while (!in.takeIf("`")) {
      if (in.atEnd()) {
        throw unclosed(line, "`");
      }
      char c = in.take();
      char next = in.peek();
      if (c == '\\' && (next == '`' || next == '\\' || next == '$' || inQuotes && next == '"')) {
        c = in.take();
      }
      body.append(c);
    }
    add(new Word.Substitution(Parser.parse(body.toString(), line), inQuotes));
  }

  private String name() {
    StringBuilder name = new StringBuilder();
    while (Names.isPart(in.peek())) {
      name.append(in.take());
    }
    return name.toString();
  }

  private void literal(char c, boolean quoted) {
    if (textQuoted != quoted) {
      flush();
      textQuoted = quoted;
    }
    text.append(c);
  }

  /** Makes sure that a pair of quotes leaves a trace, since {@code ""} is an empty word. */
  private void startQuoted() {
    add(new Literal("", true));
  }

  private void add(Part part) {
    flush();
    parts.add(part);
  }

  private void flush() {
    if (text.length() > 0) {
      parts.add(new Literal(text.toString(), textQuoted));
      text.setLength(0);
    }
  }

  private Word finish() {
    flush();
    return new Word(parts, firstLine);
  }

  private static SyntaxException unclosed(int line, String expected) {
    return new SyntaxException(
        line, "unexpected EOF while looking for matching `" + expected + "'", true);
  }

  private static SyntaxException badSubstitution(int line) {
    return new SyntaxException(line, "bad substitution", false);
  }

  private static boolean isSpecial(char c) {
    return "@*#?-$!".indexOf(c) >= 0;
  }
}
