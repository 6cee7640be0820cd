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

  /** A regular expression behind {@code =~}: up to a blank outside of parentheses. */
  Word expression() throws SyntaxException {
    int depth = 0;
    while (!in.atEnd() && in.peek() != '\n') {
      char c = in.peek();
      if (depth == 0 && (c == ' ' || c == '\t')) {
        break;
      }
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
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

  /** {@code $'...'}: the escapes of C. */
  private void ansiQuotes() throws SyntaxException {
    int line = in.line();
    in.take();
    startQuoted();
    while (!in.takeIf("'")) {
      if (in.atEnd()) {
        throw unclosed(line, "'");
      }
      char c = in.take();
      literal(c == '\\' && !in.atEnd() ? escape() : c, true);
    }
  }

  private char escape() {
    char c = in.take();
    int simple = "abeEfnrtv".indexOf(c);
    if (simple >= 0) {
      return "\007\b\033\033\f\n\r\t\013".charAt(simple);
    }
    int radix = c == 'x' ? 16 : 8;
    if (c != 'x' && Character.digit(c, 8) < 0) {
      return c;
    }
    int value = c == 'x' ? 0 : Character.digit(c, 8);
    for (int i = 0; i < 2 && Character.digit(in.peek(), radix) >= 0; i++) {
      value = value * radix + Character.digit(in.take(), radix);
    }
    return (char) (value & 0xff);
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
    in.enter();
    expansion(quoted);
    in.leave();
  }

  private void expansion(boolean quoted) throws SyntaxException {
    char next = in.peek(1);
    if (!quoted && next == '\'') {
      in.take();
      ansiQuotes();
    } else if (!quoted && next == '"') {
      in.take();
      doubleQuotes();
    } else if (next == '(') {
      if (in.peek(2) != '(' || !arithmetic(quoted)) {
        in.takeIf("$(");
        add(new Word.Substitution(substitution(), quoted));
      }
    } else if (next == '{') {
      in.takeIf("${");
      parameter(quoted);
    } else if (Names.isStart(next)) {
      in.take();
      add(Word.Parameter.plain(name(), quoted));
    } else if (isSpecial(next) || Names.isDigit(next)) {
      in.take();
      add(Word.Parameter.plain(String.valueOf(in.take()), quoted));
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
    int length = Parentheses.end(ahead);
    if (length == -2) {
      throw unclosed(in.line(), "))");
    } else if (length < 0) {
      return false;
    }
    int line = in.line();
    in.moveTo(start + length + 2);
    add(new Word.Arithmetic(arithmetic(in, in.text(start, start + length), line), quoted));
    return true;
  }

  /** An arithmetic expression: as inside double quotes, and double quotes do nothing. */
  static Word arithmetic(Cursor around, String text, int line) throws SyntaxException {
    Cursor inner = around.inside(text, line);
    WordReader reader = new WordReader(inner);
    while (!inner.atEnd()) {
      if (!inner.takeIf("\"")) {
        reader.quotedPiece(ESCAPABLE);
      }
    }
    return reader.finish();
  }

  private void parameter(boolean quoted) throws SyntaxException {
    int line = in.line();
    if (in.peek() == '#' && isParameterStart(in.peek(1))) {
      in.take();
      String name = parameterName(line);
      Word subscript = subscript(name);
      if (!in.takeIf("}")) {
        throw badSubstitution(line);
      }
      add(new Word.Parameter(name, subscript, false, Operator.LENGTH, null, null, quoted));
      return;
    }
    boolean indirect = in.peek() == '!' && Names.isPart(in.peek(1));
    if (indirect) {
      in.take();
    }
    String name = parameterName(line);
    Word subscript = subscript(name);
    if (in.takeIf("}")) {
      String all = subscript == null ? "" : String.valueOf(subscript.bareText());
      boolean keys = indirect && (all.equals("@") || all.equals("*"));
      add(
          new Word.Parameter(
              name,
              subscript,
              indirect && !keys,
              keys ? Operator.KEYS : Operator.NONE,
              null,
              null,
              quoted));
      return;
    }
    Operator operator = operator();
    if (operator == null) {
      throw in.atEnd() ? unclosed(line, "}") : badSubstitution(line);
    }
    Word argument;
    Word second = null;
    if (operator == Operator.SUBSTRING) {
      argument = new WordReader(in).bracedUpTo(':');
      second = argument == null ? null : in.peek() == ':' ? rest() : null;
      in.takeIf("}");
    } else if (operator.isReplacement()) {
      argument = new WordReader(in).bracedUpTo('/');
      second = in.takeIf("/") ? new WordReader(in).braced(false) : null;
      if (second == null) {
        in.takeIf("}");
      }
    } else {
      argument =
          new WordReader(in).braced(quoted && operator.compareTo(Operator.SHORTEST_PREFIX) < 0);
    }
    add(new Word.Parameter(name, subscript, indirect, operator, argument, second, quoted));
  }

  private Word rest() throws SyntaxException {
    in.take();
    return new WordReader(in).bracedUpTo('}');
  }

  /**
   * The argument of an operator, up to {@code stop} or the closing brace, neither of them taken.
   */
  private Word bracedUpTo(char stop) throws SyntaxException {
    int depth = 0;
    for (boolean first = true;
        depth > 0 || in.peek() != '}' && (in.peek() != stop || first && stop == '/');
        first = false) {
      if (in.atEnd()) {
        throw unclosed(firstLine, "}");
      }
      // A colon may belong to a conditional expression in parentheses.
      depth += stop != '/' && in.peek() == '(' ? 1 : stop != '/' && in.peek() == ')' ? -1 : 0;
      unquotedPiece();
    }
    return finish();
  }

  private @Nullable Word subscript(String name) throws SyntaxException {
    if (!Names.isName(name) || !in.takeIf("[")) {
      return null;
    }
    WordReader reader = new WordReader(in);
    while (!in.takeIf("]")) {
      if (in.atEnd()) {
        throw unclosed(firstLine, "}");
      }
      reader.unquotedPiece();
    }
    return reader.finish();
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
    } else if (in.takeIf(":")) {
      return Operator.SUBSTRING;
    } else if (in.takeIf("//")) {
      return Operator.REPLACE_ALL;
    } else if (in.takeIf("/#")) {
      return Operator.REPLACE_PREFIX;
    } else if (in.takeIf("/%")) {
      return Operator.REPLACE_SUFFIX;
    } else if (in.takeIf("/")) {
      return Operator.REPLACE_FIRST;
    } else if (in.takeIf("^^")) {
      return Operator.UPPER_ALL;
    } else if (in.takeIf("^")) {
      return Operator.UPPER_FIRST;
    } else if (in.takeIf(",,")) {
      return Operator.LOWER_ALL;
    } else if (in.takeIf(",")) {
      return Operator.LOWER_FIRST;
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
