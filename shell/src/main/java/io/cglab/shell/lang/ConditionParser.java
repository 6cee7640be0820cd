package io.cglab.shell.lang;

import io.cglab.shell.lang.Token.Kind;

/** Reads what stands between {@code [[} and {@code ]]}. */
final class ConditionParser {
  private final TokenReader in;

  ConditionParser(TokenReader in) {
    this.in = in;
  }

  /** The condition, with the closing brackets; the opening ones were taken. */
  Condition condition() throws SyntaxException {
    Condition condition = or();
    in.newlines();
    in.reserved("]]");
    return condition;
  }

  private Condition or() throws SyntaxException {
    Condition left = and();
    while (in.peek().isOperator("||")) {
      in.take();
      left = new Condition.Or(left, and());
    }
    return left;
  }

  private Condition and() throws SyntaxException {
    Condition left = primary();
    while (in.peek().isOperator("&&")) {
      in.take();
      left = new Condition.And(left, primary());
    }
    return left;
  }

  private Condition primary() throws SyntaxException {
    in.lexer.cursor().enter();
    Condition primary = operand();
    in.lexer.cursor().leave();
    return primary;
  }

  private Condition operand() throws SyntaxException {
    in.newlines();
    Condition primary;
    if (in.peek().isReserved("!")) {
      in.take();
      return new Condition.Not(primary());
    } else if (in.peek().isOperator("(")) {
      in.take();
      primary = or();
      in.newlines();
      in.operator(")");
    } else {
      Token first = in.peek();
      Word left = in.word();
      boolean dashed = first.text().matches("-[a-zA-Z]");
      if (dashed && in.peek().kind() == Kind.WORD && !in.peek().isReserved("]]")) {
        primary = new Condition.Unary(first.text(), in.word());
      } else {
        primary = comparison(left);
      }
    }
    in.newlines();
    return primary;
  }

  private Condition comparison(Word left) throws SyntaxException {
    Token operator = in.peek();
    boolean named = operator.text().matches("==?|!=|=~|-(eq|ne|lt|le|gt|ge|nt|ot|ef)");
    if (!named && !operator.isOperator("<") && !operator.isOperator(">")) {
      return new Condition.NotEmpty(left);
    }
    in.take();
    if (operator.text().equals("=~")) {
      in.putAhead(in.lexer.expression());
    }
    return new Condition.Binary(left, operator.text(), in.word());
  }
}
