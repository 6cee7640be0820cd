package io.cglab.shell.lang;

import io.cglab.shell.lang.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Recursive descent over the grammar of POSIX 2.10, one token ahead. */
public final class Parser {
  private static final Set<String> OPENING =
      Set.of("!", "{", "case", "for", "if", "until", "while");
  private static final Set<String> CLOSING =
      Set.of("}", "do", "done", "elif", "else", "esac", "fi", "in", "then");

  private final Lexer lexer;
  private @Nullable Token ahead;
  private int end;

  Parser(Lexer lexer) {
    this.lexer = lexer;
  }

  /** Parses a whole script. */
  public static Ast.Sequence parse(String text) throws SyntaxException {
    return parse(text, 1);
  }

  /** Parses a whole script whose first line has the given number. */
  public static Ast.Sequence parse(String text, int firstLine) throws SyntaxException {
    Parser parser = new Parser(new Lexer(new Cursor(text, firstLine)));
    Ast.Sequence sequence = parser.sequence();
    if (parser.peek().kind() != Kind.END) {
      throw unexpected(parser.peek());
    }
    return sequence;
  }

  /**
   * Parses a whole script and cuts it between lines, so that each piece can run without the others:
   * complete commands of complete lines, with their here-documents.
   */
  public static List<Chunk> chunks(String text) throws SyntaxException {
    return chunks(text, 1);
  }

  /** As {@link #chunks(String)}, for a script whose first line has the given number. */
  public static List<Chunk> chunks(String text, int firstLine) throws SyntaxException {
    Parser parser = new Parser(new Lexer(new Cursor(text, firstLine)));
    List<Chunk> chunks = new ArrayList<>();
    parser.newlines();
    while (parser.beginsCommand()) {
      chunks.add(parser.chunk());
      parser.newlines();
    }
    if (parser.peek().kind() != Kind.END) {
      throw unexpected(parser.peek());
    }
    return chunks;
  }

  private Chunk chunk() throws SyntaxException {
    int start = peek().start();
    int line = peek().line();
    List<Ast.Item> items = new ArrayList<>();
    while (beginsCommand()) {
      items.add(item());
    }
    // The token ahead is the end of the line: its here-documents are read.
    int behind = peek().kind() == Kind.NEWLINE ? lexer.offset() : peek().start();
    String source = lexer.source(start, behind);
    return new Chunk(new Ast.Sequence(items, line), source.stripTrailing(), line);
  }

  private Ast.Item item() throws SyntaxException {
    int start = peek().start();
    Ast command = andOr();
    String source = lexer.source(start, end);
    boolean background = peek().isOperator("&");
    if (background || peek().isOperator(";")) {
      take();
    } else if (beginsCommand()) {
      throw unexpected(peek());
    }
    return new Ast.Item(command, background, source);
  }

  /** The body of {@code $(...)}, with its closing parenthesis and nothing behind it. */
  Ast.Sequence untilClosingParenthesis() throws SyntaxException {
    Ast.Sequence body = sequence();
    operator(")");
    return body;
  }

  /** Commands up to whatever cannot begin one. May be empty. */
  private Ast.Sequence sequence() throws SyntaxException {
    List<Ast.Item> items = new ArrayList<>();
    newlines();
    int line = peek().line();
    while (beginsCommand()) {
      items.add(item());
      newlines();
    }
    return new Ast.Sequence(items, line);
  }

  /** A sequence with at least one command. */
  private Ast.Sequence body() throws SyntaxException {
    Ast.Sequence sequence = sequence();
    if (sequence.items().isEmpty()) {
      throw unexpected(peek());
    }
    return sequence;
  }

  private boolean beginsCommand() throws SyntaxException {
    Token token = peek();
    return switch (token.kind()) {
      case WORD -> CLOSING.stream().noneMatch(token::isReserved);
      case IO_NUMBER -> true;
      case OPERATOR -> token.isOperator("(") || Redirect.Kind.of(token.text()) != null;
      case NEWLINE, END -> false;
    };
  }

  private Ast andOr() throws SyntaxException {
    Ast left = pipeline();
    while (peek().isOperator("&&") || peek().isOperator("||")) {
      boolean and = take().isOperator("&&");
      newlines();
      left = new Ast.AndOr(left, and, pipeline());
    }
    return left;
  }

  private Ast pipeline() throws SyntaxException {
    int line = peek().line();
    boolean negated = false;
    while (peek().isReserved("!")) {
      take();
      negated = !negated;
    }
    List<Ast.Stage> stages = new ArrayList<>();
    stages.add(stage());
    while (peek().isOperator("|")) {
      take();
      newlines();
      stages.add(stage());
    }
    return stages.size() == 1 && !negated
        ? stages.get(0).command()
        : new Ast.Pipeline(stages, negated, line);
  }

  private Ast.Stage stage() throws SyntaxException {
    int start = peek().start();
    Ast command = command();
    return new Ast.Stage(command, lexer.source(start, end));
  }

  private Ast command() throws SyntaxException {
    if (!beginsCommand()) {
      throw unexpected(peek());
    }
    Ast compound = compound(peek());
    if (compound == null) {
      return simple();
    }
    List<Redirect> redirects = new ArrayList<>();
    for (Redirect redirect = redirect(); redirect != null; redirect = redirect()) {
      redirects.add(redirect);
    }
    return redirects.isEmpty() ? compound : new Ast.Redirected(compound, redirects);
  }

  private @Nullable Ast compound(Token token) throws SyntaxException {
    if (token.isOperator("(")) {
      take();
      Ast.Sequence body = body();
      operator(")");
      return new Ast.Subshell(body, lexer.source(token.start(), end), token.line());
    }
    String opening = OPENING.stream().filter(token::isReserved).findAny().orElse("");
    return switch (opening) {
      case "{" -> {
        take();
        Ast.Sequence body = body();
        reserved("}");
        yield new Ast.Group(body, token.line());
      }
      case "if" -> ifCommand();
      case "for" -> forCommand();
      case "while", "until" -> {
        take();
        Ast.Sequence condition = body();
        yield new Ast.Loop(opening.equals("until"), condition, doGroup(), token.line());
      }
      case "case" -> caseCommand();
      default -> null;
    };
  }

  private Ast ifCommand() throws SyntaxException {
    int line = take().line();
    List<Ast.Branch> branches = new ArrayList<>();
    branches.add(branch());
    while (peek().isReserved("elif")) {
      take();
      branches.add(branch());
    }
    Ast.Sequence otherwise = null;
    if (peek().isReserved("else")) {
      take();
      otherwise = body();
    }
    reserved("fi");
    return new Ast.If(branches, otherwise, line);
  }

  private Ast.Branch branch() throws SyntaxException {
    Ast.Sequence condition = body();
    reserved("then");
    return new Ast.Branch(condition, body());
  }

  private Ast.Sequence doGroup() throws SyntaxException {
    reserved("do");
    Ast.Sequence body = body();
    reserved("done");
    return body;
  }

  private Ast forCommand() throws SyntaxException {
    int line = take().line();
    Token nameToken = take();
    if (nameToken.word() == null) {
      throw unexpected(nameToken);
    }
    String name = nameToken.word().bareText();
    if (name == null || !Names.isName(name)) {
      throw new SyntaxException(
          nameToken.line(), "`" + nameToken.text() + "': not a valid identifier", false);
    }
    List<Word> words = null;
    if (peek().isOperator(";")) {
      take();
    } else {
      newlines();
      if (peek().isReserved("in")) {
        take();
        words = new ArrayList<>();
        while (peek().kind() == Kind.WORD) {
          words.add(word());
        }
        if (!peek().isOperator(";") && peek().kind() != Kind.NEWLINE) {
          throw unexpected(peek());
        }
        take();
      }
    }
    newlines();
    return new Ast.For(name, words == null ? null : List.copyOf(words), doGroup(), line);
  }

  private Ast caseCommand() throws SyntaxException {
    int line = take().line();
    Word subject = word();
    newlines();
    reserved("in");
    newlines();
    List<Ast.Clause> clauses = new ArrayList<>();
    while (!peek().isReserved("esac")) {
      if (peek().isOperator("(")) {
        take();
      }
      List<Word> patterns = new ArrayList<>();
      patterns.add(word());
      while (peek().isOperator("|")) {
        take();
        patterns.add(word());
      }
      operator(")");
      clauses.add(new Ast.Clause(patterns, sequence()));
      if (peek().isOperator(";;")) {
        take();
        newlines();
      } else if (!peek().isReserved("esac")) {
        throw unexpected(peek());
      }
    }
    take();
    return new Ast.Case(subject, clauses, line);
  }

  private Ast simple() throws SyntaxException {
    int line = peek().line();
    List<Ast.Assignment> assignments = new ArrayList<>();
    List<Word> words = new ArrayList<>();
    List<Redirect> redirects = new ArrayList<>();
    while (true) {
      Redirect redirect = redirect();
      if (redirect != null) {
        redirects.add(redirect);
        continue;
      }
      if (peek().kind() != Kind.WORD) {
        return new Ast.Simple(assignments, words, redirects, line);
      }
      Token token = peek();
      Word word = word();
      Ast.Assignment assignment = words.isEmpty() ? assignment(word) : null;
      if (assignment != null) {
        assignments.add(assignment);
        continue;
      }
      boolean first = words.isEmpty() && assignments.isEmpty() && redirects.isEmpty();
      if (first && peek().isOperator("(")) {
        return function(token, word);
      }
      words.add(word);
    }
  }

  private Ast function(Token nameToken, Word nameWord) throws SyntaxException {
    take();
    operator(")");
    String name = nameWord.bareText();
    if (name == null || !Names.isName(name.replace('-', '_'))) {
      throw new SyntaxException(
          nameToken.line(), "`" + nameToken.text() + "': not a valid function name", false);
    }
    newlines();
    Token first = peek();
    Ast body = command();
    if (body instanceof Ast.Simple || body instanceof Ast.Function) {
      throw unexpected(first);
    }
    return new Ast.Function(name, body, nameToken.line());
  }

  private static Ast.@Nullable Assignment assignment(Word word) {
    if (word.parts().isEmpty()
        || !(word.parts().get(0) instanceof Word.Literal first)
        || first.quoted()) {
      return null;
    }
    int equals = first.text().indexOf('=');
    if (equals < 0 || !Names.isName(first.text().substring(0, equals))) {
      return null;
    }
    List<Word.Part> value = new ArrayList<>();
    String rest = first.text().substring(equals + 1);
    if (rest.startsWith("~")) {
      // The tilde did not begin the word, so the lexer left it as text.
      int endOfUser = rest.indexOf('/') < 0 ? rest.length() : rest.indexOf('/');
      value.add(new Word.Tilde(rest.substring(1, endOfUser)));
      rest = rest.substring(endOfUser);
    }
    if (!rest.isEmpty()) {
      value.add(new Word.Literal(rest, false));
    }
    value.addAll(word.parts().subList(1, word.parts().size()));
    return new Ast.Assignment(first.text().substring(0, equals), new Word(value, word.line()));
  }

  private @Nullable Redirect redirect() throws SyntaxException {
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
    int changed = fd >= 0 ? fd : kind.defaultFd();
    if (kind != Redirect.Kind.HERE && kind != Redirect.Kind.HERE_STRIPPED) {
      return new Redirect(changed, kind, target, null, operator.line());
    }
    HereDocument document = hereDocument(target, kind == Redirect.Kind.HERE_STRIPPED);
    lexer.expect(document);
    return new Redirect(changed, kind, null, document, operator.line());
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

  private Word word() throws SyntaxException {
    Token token = take();
    if (token.word() == null) {
      throw unexpected(token);
    }
    return token.word();
  }

  private void operator(String operator) throws SyntaxException {
    if (!peek().isOperator(operator)) {
      throw unexpected(peek());
    }
    take();
  }

  private void reserved(String word) throws SyntaxException {
    if (!peek().isReserved(word)) {
      throw unexpected(peek());
    }
    take();
  }

  private void newlines() throws SyntaxException {
    while (peek().kind() == Kind.NEWLINE) {
      take();
    }
  }

  private Token peek() throws SyntaxException {
    if (ahead == null) {
      ahead = lexer.next();
    }
    return ahead;
  }

  private Token take() throws SyntaxException {
    Token token = peek();
    ahead = null;
    if (token.kind() != Kind.NEWLINE) {
      end = token.end();
    }
    return token;
  }

  private static SyntaxException unexpected(Token token) {
    if (token.kind() == Kind.END) {
      return new SyntaxException(token.line(), "syntax error: unexpected end of file", true);
    }
    return new SyntaxException(
        token.line(), "syntax error near unexpected token `" + token.shown() + "'", false);
  }
}
