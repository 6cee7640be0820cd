package io.cglab.shell.lang;

import io.cglab.shell.lang.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Recursive descent over the grammar of POSIX 2.10, one token ahead. */
public final class Parser extends TokenReader {
  private static final Set<String> OPENING =
      Set.of("!", "{", "[[", "case", "for", "function", "if", "until", "while");

  /** Builtins whose arguments may be arrays. */
  private static final Set<String> DECLARING =
      Set.of("declare", "typeset", "local", "readonly", "export");

  private static final Set<String> CLOSING =
      Set.of("}", "do", "done", "elif", "else", "esac", "fi", "in", "then");

  Parser(Lexer lexer) {
    super(lexer);
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

  /** A text with expansions, as inside double quotes: {@code PS4} and the like. */
  public static Word quoted(String text) throws SyntaxException {
    return new WordReader(new Cursor(text, 1)).quotedText();
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
    lexer.cursor().enter();
    newlines();
    int line = peek().line();
    while (beginsCommand()) {
      items.add(item());
      newlines();
    }
    lexer.cursor().leave();
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
    while (peek().isOperator("|") || peek().isOperator("|&")) {
      if (take().isOperator("|&")) {
        stages.add(withErrors(stages.remove(stages.size() - 1)));
      }
      newlines();
      stages.add(stage());
    }
    return stages.size() == 1 && !negated
        ? stages.get(0).command()
        : new Ast.Pipeline(stages, negated, line);
  }

  /** {@code |&}: as {@code 2>&1 |}. */
  private static Ast.Stage withErrors(Ast.Stage stage) {
    int line = stage.command().line();
    Word stdout = new Word(List.of(new Word.Literal("1", false)), line);
    Redirect both = new Redirect(2, Redirect.Kind.DUP_OUT, stdout, null, line);
    if (stage.command() instanceof Ast.Simple simple) {
      List<Redirect> redirects = new ArrayList<>(simple.redirects());
      redirects.add(both);
      return new Ast.Stage(
          new Ast.Simple(
              simple.assignments(), simple.words(), redirects, simple.arrays(), simple.line()),
          stage.source());
    }
    return new Ast.Stage(new Ast.Redirected(stage.command(), List.of(both)), stage.source());
  }

  private Ast.Stage stage() throws SyntaxException {
    int start = peek().start();
    Ast command = command();
    return new Ast.Stage(command, lexer.source(start, end));
  }

  private Ast command() throws SyntaxException {
    lexer.cursor().enter();
    Ast command = whole();
    lexer.cursor().leave();
    return command;
  }

  private Ast whole() throws SyntaxException {
    if (!beginsCommand()) {
      throw unexpected(peek());
    }
    if (peek().isReserved("time")) {
      Token time = take();
      if (beginsCompound(peek())) {
        return new Ast.Timed(command());
      }
      return simple(time);
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

  private static boolean beginsCompound(Token token) {
    return token.isOperator("(") || OPENING.stream().anyMatch(token::isReserved);
  }

  private @Nullable Ast compound(Token token) throws SyntaxException {
    if (token.isOperator("(")) {
      String expression = lexer.doubleParentheses();
      take();
      if (expression != null) {
        end = token.end() + expression.length() + 3;
        return new Ast.Arithmetic(
            WordReader.arithmetic(lexer.cursor(), expression, token.line()), token.line());
      }
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
      case "[[" -> {
        take();
        yield new Ast.Test(new ConditionParser(this).condition(), token.line());
      }
      case "function" -> {
        take();
        Token name = peek();
        yield function(name, word(), peek().isOperator("("));
      }
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
    if (peek().isOperator("(")) {
      String header = lexer.doubleParentheses();
      if (header != null) {
        take();
        return countingFor(header, line);
      }
    }
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
    Ast.Sequence body = peek().isReserved("{") ? braceGroup() : doGroup();
    return new Ast.For(name, words == null ? null : List.copyOf(words), body, line);
  }

  private Ast countingFor(String header, int line) throws SyntaxException {
    String[] parts = header.split(";", -1);
    if (parts.length != 3) {
      throw new SyntaxException(line, "syntax error: `((" + header + "))'", false);
    }
    if (peek().isOperator(";")) {
      take();
    }
    newlines();
    Word first = WordReader.arithmetic(lexer.cursor(), parts[0], line);
    Word condition = WordReader.arithmetic(lexer.cursor(), parts[1], line);
    Word step = WordReader.arithmetic(lexer.cursor(), parts[2], line);
    Ast.Sequence body = peek().isReserved("{") ? braceGroup() : doGroup();
    return new Ast.CountingFor(first, condition, step, body, line);
  }

  private Ast.Sequence braceGroup() throws SyntaxException {
    reserved("{");
    Ast.Sequence body = body();
    reserved("}");
    return body;
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
      Ast.Sequence body = sequence();
      Ast.Next next =
          peek().isOperator(";&")
              ? Ast.Next.BODY
              : peek().isOperator(";;&") ? Ast.Next.PATTERN : Ast.Next.END;
      clauses.add(new Ast.Clause(patterns, body, next));
      if (next != Ast.Next.END || peek().isOperator(";;")) {
        take();
        newlines();
      } else if (!peek().isReserved("esac")) {
        throw unexpected(peek());
      }
    }
    take();
    return new Ast.Case(subject, clauses, line);
  }

  private Ast simple(Token... taken) throws SyntaxException {
    int line = taken.length > 0 ? taken[0].line() : peek().line();
    List<Ast.Assignment> assignments = new ArrayList<>();
    List<Word> words = new ArrayList<>();
    List<Redirect> redirects = new ArrayList<>();
    List<Ast.Assignment> arrays = new ArrayList<>();
    for (Token token : taken) {
      words.add(Objects.requireNonNull(token.word()));
    }
    while (true) {
      Redirect redirect = redirect();
      if (redirect != null) {
        redirects.add(redirect);
        continue;
      }
      if (peek().kind() != Kind.WORD) {
        return new Ast.Simple(assignments, words, redirects, arrays, line);
      }
      Token token = peek();
      Word word = word();
      String command = words.isEmpty() ? null : words.get(0).bareText();
      boolean declares = command != null && DECLARING.contains(command);
      Ast.Assignment assignment = words.isEmpty() || declares ? Assignments.of(word) : null;
      boolean isArray =
          assignment != null
              && token.text().endsWith("=")
              && peek().isOperator("(")
              && peek().start() == token.end();
      if (assignment != null && isArray) {
        Ast.Assignment array = array(assignment);
        (declares ? arrays : assignments).add(array);
        if (declares) {
          words.add(new Word(List.of(new Word.Literal(array.name(), false)), word.line()));
        }
        continue;
      }
      if (assignment != null && !declares) {
        assignments.add(assignment);
        continue;
      }
      boolean first = words.isEmpty() && assignments.isEmpty() && redirects.isEmpty();
      if (first && peek().isOperator("(")) {
        return function(token, word, true);
      }
      words.add(word);
    }
  }

  /** {@code name=( ... )}, of which the parenthesis comes next. */
  private Ast.Assignment array(Ast.Assignment empty) throws SyntaxException {
    take();
    List<Word> elements = new ArrayList<>();
    newlines();
    while (peek().kind() == Kind.WORD) {
      elements.add(word());
      newlines();
    }
    operator(")");
    return new Ast.Assignment(
        empty.name(), empty.subscript(), empty.append(), empty.value(), List.copyOf(elements));
  }

  private Ast function(Token nameToken, Word nameWord, boolean parentheses) throws SyntaxException {
    if (parentheses) {
      take();
      operator(")");
    }
    String name = nameWord.bareText();
    if (name == null || !name.matches("[^0-9$'\"=][^$'\"=]*")) {
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
}
