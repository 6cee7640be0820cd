package io.cglab.shell.lang;

import io.cglab.shell.lang.Token.Kind;
import org.jspecify.annotations.Nullable;

/** One token ahead, and what is expected of it. Knows redirections, which may stand anywhere. */
class TokenReader {
  final Lexer lexer;
  private @Nullable Token ahead;

  /** Offset behind the last token that was taken. */
  int end;

  TokenReader(Lexer lexer) {
    this.lexer = lexer;
  }

  /** Has {@code token} come next. */
  final void putAhead(Token token) {
    ahead = token;
  }

  final @Nullable Redirect redirect() throws SyntaxException {
    int fd = -1;
    if (peek().kind() == Kind.IO_NUMBER) {
      fd = Integer.parseInt(take().text());
    }
    Token operator = peek();
    Redirect.Kind kind =
        operator.kind() == Kind.OPERATOR ? Redirect.Kind.of(operator.text()) : null;
    if (kind == null) {
      return null;
    }
    take();
    Word target = word();
    if (kind == Redirect.Kind.DUP_OUT && fd < 0 && isFileName(target)) {
      kind = Redirect.Kind.WRITE_BOTH;
    }
    int changed = fd >= 0 ? fd : kind.defaultFd();
    if (kind != Redirect.Kind.HERE && kind != Redirect.Kind.HERE_STRIPPED) {
      return new Redirect(changed, kind, target, null, operator.line());
    }
    HereDocument document = hereDocument(target, kind == Redirect.Kind.HERE_STRIPPED);
    lexer.expect(document);
    return new Redirect(changed, kind, null, document, operator.line());
  }

  /** bash's {@code >&file}. */
  private static boolean isFileName(Word target) {
    String text = target.bareText();
    return text != null && !text.matches("[0-9]*-?");
  }

  private static HereDocument hereDocument(Word delimiter, boolean stripsTabs)
      throws SyntaxException {
    StringBuilder text = new StringBuilder();
    boolean quoted = false;
    for (Word.Part part : delimiter.parts()) {
      if (!(part instanceof Word.Literal literal)) {
        throw new SyntaxException(
            delimiter.line(), "syntax error: a here-document's delimiter is not expanded", false);
      }
      text.append(literal.text());
      quoted |= literal.quoted();
    }
    return new HereDocument(text.toString(), !quoted, stripsTabs, delimiter.line());
  }

  final Word word() throws SyntaxException {
    Token token = take();
    if (token.word() == null) {
      throw unexpected(token);
    }
    return token.word();
  }

  final void operator(String operator) throws SyntaxException {
    if (!peek().isOperator(operator)) {
      throw unexpected(peek());
    }
    take();
  }

  final void reserved(String word) throws SyntaxException {
    if (!peek().isReserved(word)) {
      throw unexpected(peek());
    }
    take();
  }

  final void newlines() throws SyntaxException {
    while (peek().kind() == Kind.NEWLINE) {
      take();
    }
  }

  final Token peek() throws SyntaxException {
    if (ahead == null) {
      ahead = lexer.next();
    }
    return ahead;
  }

  final Token take() throws SyntaxException {
    Token token = peek();
    ahead = null;
    if (token.kind() != Kind.NEWLINE) {
      end = token.end();
    }
    return token;
  }

  static SyntaxException unexpected(Token token) {
    if (token.kind() == Kind.END) {
      return new SyntaxException(token.line(), "syntax error: unexpected end of file", true);
    }
    return new SyntaxException(
        token.line(), "syntax error near unexpected token `" + token.shown() + "'", false);
  }
}
