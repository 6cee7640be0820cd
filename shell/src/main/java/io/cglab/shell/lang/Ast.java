package io.cglab.shell.lang;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A command, as the grammar sees it. Lines count from 1 in the text that was parsed. */
public sealed interface Ast {
  /** The line on which the command begins. */
  int line();

  /** Commands one after another. */
  record Sequence(List<Item> items, int line) implements Ast {
    public Sequence {
      items = List.copyOf(items);
    }
  }

  /**
   * A member of a sequence.
   *
   * @param background true before {@code &}
   * @param source the text as typed, without its separator
   */
  record Item(Ast command, boolean background, String source) {}

  /** {@code left && right} or {@code left || right}. */
  record AndOr(Ast left, boolean and, Ast right) implements Ast {
    @Override
    public int line() {
      return left.line();
    }
  }

  /** {@code a | b | c}, or a single command behind {@code !}. */
  record Pipeline(List<Stage> stages, boolean negated, int line) implements Ast {
    public Pipeline {
      stages = List.copyOf(stages);
    }
  }

  /** A member of a pipeline, with its text as typed. */
  record Stage(Ast command, String source) {}

  /**
   * Assignments, words and redirections; any of them may be missing, not all.
   *
   * @param arrays assignments {@code name=(...)} among the words of a declaration, which are made
   *     when it has run
   */
  record Simple(
      List<Assignment> assignments,
      List<Word> words,
      List<Redirect> redirects,
      List<Assignment> arrays,
      int line)
      implements Ast {
    public Simple {
      assignments = List.copyOf(assignments);
      words = List.copyOf(words);
      redirects = List.copyOf(redirects);
      arrays = List.copyOf(arrays);
    }
  }

  /**
   * {@code name=value}, {@code name[subscript]=value} or {@code name=(elements)}.
   *
   * @param append true for {@code +=}
   * @param elements the elements of an array; null for a single value
   */
  record Assignment(
      String name,
      @Nullable Word subscript,
      boolean append,
      Word value,
      @Nullable List<Word> elements) {}

  /** A compound command with redirections behind it. */
  record Redirected(Ast body, List<Redirect> redirects) implements Ast {
    public Redirected {
      redirects = List.copyOf(redirects);
    }

    @Override
    public int line() {
      return body.line();
    }
  }

  /** {@code { body; }}. */
  record Group(Sequence body, int line) implements Ast {}

  /** {@code (body)}. */
  record Subshell(Sequence body, String source, int line) implements Ast {}

  /** {@code if}; the branches are tried in order. */
  record If(List<Branch> branches, @Nullable Sequence otherwise, int line) implements Ast {
    public If {
      branches = List.copyOf(branches);
    }
  }

  /** A condition and what runs where it holds. */
  record Branch(Sequence condition, Sequence body) {}

  /** {@code for}; null words stand for {@code "$@"}. */
  record For(String name, @Nullable List<Word> words, Sequence body, int line) implements Ast {}

  /** {@code for ((first; condition; step))}. */
  record CountingFor(Word first, Word condition, Word step, Sequence body, int line)
      implements Ast {}

  /** {@code ((expression))}. */
  record Arithmetic(Word expression, int line) implements Ast {}

  /** {@code [[ condition ]]}. */
  record Test(Condition condition, int line) implements Ast {}

  /** {@code time} before anything but a simple command. */
  record Timed(Ast body) implements Ast {
    @Override
    public int line() {
      return body.line();
    }
  }

  /** {@code while}, or {@code until}. */
  record Loop(boolean until, Sequence condition, Sequence body, int line) implements Ast {}

  /** {@code case}. */
  record Case(Word subject, List<Clause> clauses, int line) implements Ast {
    public Case {
      clauses = List.copyOf(clauses);
    }
  }

  /** What comes after a clause. */
  enum Next {
    /** {@code ;;}: the end of the command. */
    END,
    /** {@code ;&}: the body of the next clause. */
    BODY,
    /** {@code ;;&}: the next clause whose pattern matches. */
    PATTERN
  }

  /** Patterns, any of which selects the body. */
  record Clause(List<Word> patterns, Sequence body, Next next) {
    public Clause {
      patterns = List.copyOf(patterns);
    }
  }

  /** {@code name() body}. */
  record Function(String name, Ast body, int line) implements Ast {}
}
