package io.cglab.shell.lang;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds out whether a word is an assignment. */
public final class Assignments {
  private Assignments() {}

  /** The assignment that a word is, or null: {@code name=}, {@code name+=}, {@code name[i]=}. */
  public static Ast.@Nullable Assignment of(Word word) {
    if (word.parts().isEmpty()
        || !(word.parts().get(0) instanceof Word.Literal first)
        || first.quoted()) {
      return null;
    }
    String text = first.text();
    int length = 0;
    while (length < text.length() && Names.isPart(text.charAt(length))) {
      length++;
    }
    String name = text.substring(0, length);
    if (!Names.isName(name)) {
      return null;
    }
    if (text.startsWith("[", length)) {
      return element(name, word, length + 1);
    }
    boolean append = text.startsWith("+=", length);
    if (!append && !text.startsWith("=", length)) {
      return null;
    }
    return new Ast.Assignment(name, null, append, value(word, 0, length + (append ? 2 : 1)), null);
  }

  /** {@code [subscript]=value}, an element of an array's list; null for every other word. */
  public static Ast.@Nullable Assignment ofElement(Word word) {
    boolean bracket =
        !word.parts().isEmpty()
            && word.parts().get(0) instanceof Word.Literal first
            && !first.quoted()
            && first.text().startsWith("[");
    return bracket ? element("", word, 1) : null;
  }

  private static Ast.@Nullable Assignment element(String name, Word word, int from) {
    List<Word.Part> subscript = new ArrayList<>();
    for (int i = 0; i < word.parts().size(); i++) {
      Word.Part part = word.parts().get(i);
      int start = i == 0 ? from : 0;
      if (!(part instanceof Word.Literal literal) || literal.quoted()) {
        subscript.add(part);
        continue;
      }
      int close = literal.text().indexOf(']', start);
      if (close < 0) {
        subscript.add(new Word.Literal(literal.text().substring(start), false));
        continue;
      }
      boolean append = literal.text().startsWith("+=", close + 1);
      if (!append && !literal.text().startsWith("=", close + 1)) {
        return null;
      }
      subscript.add(new Word.Literal(literal.text().substring(start, close), false));
      return new Ast.Assignment(
          name,
          new Word(subscript, word.line()),
          append,
          value(word, i, close + (append ? 3 : 2)),
          null);
    }
    return null;
  }

  /** What comes behind offset {@code from} of a part, with tildes where they begin a path. */
  private static Word value(Word word, int part, int from) {
    List<Word.Part> value = new ArrayList<>();
    String rest = ((Word.Literal) word.parts().get(part)).text().substring(from);
    String[] paths = rest.split("(?<=:)(?=~)|^(?=~)");
    for (String path : paths) {
      if (path.startsWith("~")) {
        int end = 1;
        while (end < path.length() && "/:".indexOf(path.charAt(end)) < 0) {
          end++;
        }
        value.add(new Word.Tilde(path.substring(1, end)));
        path = path.substring(end);
      }
      if (!path.isEmpty()) {
        value.add(new Word.Literal(path, false));
      }
    }
    value.addAll(word.parts().subList(part + 1, word.parts().size()));
    return new Word(value, word.line());
  }
}
