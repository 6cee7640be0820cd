package io.cglab.shell.lang;

import io.cglab.shell.lang.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts text into tokens, one at a time, since what a character means depends on where the parser
 * is: the body of {@code $(...)} is parsed by a lexer and parser of its own that go on in mid-word,
 * and here-documents are read at the end of the line that announced them.
 */
final class Lexer {
  private static final String OPERATOR_CHARS = ";&|<>()";
  private static final String[] OPERATORS = {
    "&>>", "<<<", "<<-", ";;&", "&&", "||", "&>", "|&", ";;", ";&", "<<", ">>", "<&", ">&", "<>",
    ">|", ";", "&", "|", "<", ">", "(", ")"
  };

  private final Cursor in;
  private final List<HereDocument> pending = new ArrayList<>();

  Lexer(Cursor in) {
    this.in = in;
  }

  /** The text that it reads. */
  Cursor cursor() {
    return in;
  }

  /** The text between two offsets, as typed. */
  String source(int start, int end) {
    return in.text(start, end);
  }

  /** Where the next token is read from: behind the here-documents of a line that has ended. */
  int offset() {
    return in.offset();
  }

  /** Announces a here-document whose text begins behind the present line. */
  void expect(HereDocument document) {
    pending.add(document);
  }

  Token next() throws SyntaxException {
    skipBlanks();
    int start = in.offset();
    int line = in.line();
    if (in.atEnd()) {
      if (!pending.isEmpty()) {
        throw missingDelimiter(pending.get(0), line);
      }
      return token(Kind.END, "end of file", line, start);
    }
    if (in.takeIf("\n")) {
      readHereDocuments();
      return new Token(Kind.NEWLINE, "\n", null, line, start, start + 1);
    }
    if (in.peek(1) == '(' && (in.peek() == '<' || in.peek() == '>')) {
      throw new SyntaxException(
          line, "process substitution is not supported: use a pipe or a file", false);
    }
    for (String operator : OPERATORS) {
      if (in.takeIf(operator)) {
        return token(Kind.OPERATOR, operator, line, start);
      }
    }
    int digits = 0;
    while (Names.isDigit(in.peek(digits))) {
      digits++;
    }
    if (digits > 0 && digits < 9 && (in.peek(digits) == '<' || in.peek(digits) == '>')) {
      in.moveTo(start + digits);
      return token(Kind.IO_NUMBER, in.text(start, start + digits), line, start);
    }
    Word word = new WordReader(in).word();
    return new Token(Kind.WORD, in.text(start, in.offset()), word, line, start, in.offset());
  }

  /** The right side of {@code =~}, where parentheses and bars are no operators. */
  Token expression() throws SyntaxException {
    skipBlanks();
    int start = in.offset();
    int line = in.line();
    Word word = new WordReader(in).expression();
    return new Token(Kind.WORD, in.text(start, in.offset()), word, line, start, in.offset());
  }

  /**
   * The text up to a closing pair of parentheses, where another parenthesis comes next and the two
   * end together; null, with nothing taken, elsewhere.
   */
  @Nullable String doubleParentheses() {
    if (in.peek() != '(') {
      return null;
    }
    Cursor ahead = in.fork();
    ahead.take();
    int length = Parentheses.end(ahead);
    if (length < 0) {
      return null;
    }
    int start = in.offset() + 1;
    in.moveTo(start + length + 2);
    return in.text(start, start + length);
  }

  private Token token(Kind kind, String text, int line, int start) {
    return new Token(kind, text, null, line, start, in.offset());
  }

  private void skipBlanks() {
    while (!in.atEnd()) {
      char c = in.peek();
      if (c == ' ' || c == '\t') {
        in.take();
      } else if (c == '\\' && in.peek(1) == '\n') {
        in.takeIf("\\\n");
      } else if (c == '#') {
        while (!in.atEnd() && in.peek() != '\n') {
          in.take();
        }
      } else {
        return;
      }
    }
  }

  static boolean endsWord(char c) {
    return c == ' ' || c == '\t' || c == '\n' || OPERATOR_CHARS.indexOf(c) >= 0;
  }

  private void readHereDocuments() throws SyntaxException {
    List<HereDocument> documents = List.copyOf(pending);
    pending.clear();
    for (HereDocument document : documents) {
      readHereDocument(document);
    }
  }

  private void readHereDocument(HereDocument document) throws SyntaxException {
    int firstLine = in.line();
    StringBuilder text = new StringBuilder();
    while (true) {
      if (in.atEnd()) {
        throw missingDelimiter(document, in.line());
      }
      String line = in.takeLine();
      if (document.stripsTabs()) {
        line = line.substring(leadingTabs(line));
      }
      if (line.equals(document.delimiter())) {
        break;
      }
      text.append(line).append('\n');
    }
    document.setBody(
        document.expands()
            ? new WordReader(new Cursor(text.toString(), firstLine)).quotedText()
            : new Word(List.of(new Word.Literal(text.toString(), true)), firstLine));
  }

  private static int leadingTabs(String line) {
    int tabs = 0;
    while (tabs < line.length() && line.charAt(tabs) == '\t') {
      tabs++;
    }
    return tabs;
  }

  private static SyntaxException missingDelimiter(HereDocument document, int line) {
    return new SyntaxException(
        line, "here-document ended by end of file (wanted `" + document.delimiter() + "')", true);
  }
}
