package io.cglab.shell.lang;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * A shell pattern: {@code *}, {@code ?} and bracket expressions; what was quoted stands for itself.
 * Knows nothing of directories: {@code *} matches slashes and leading dots.
 */
public final class Glob {
  private static final IntPredicate ANY = c -> true;

  /** A character of a certain kind, or {@code *}. */
  private record Token(boolean star, IntPredicate matches) {}

  private final List<Token> tokens;
  private final boolean wild;

  private Glob(List<Token> tokens, boolean wild) {
    this.tokens = tokens;
    this.wild = wild;
  }

  /** Compiles a pattern whose characters at the set bits of {@code quoted} are not special. */
  public static Glob compile(String pattern, BitSet quoted) {
    List<Token> tokens = new ArrayList<>();
    boolean wild = false;
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      int close = c == '[' && !quoted.get(i) ? closingBracket(pattern, quoted, i) : -1;
      if (!quoted.get(i) && c == '*') {
        tokens.add(new Token(true, ANY));
        wild = true;
      } else if (!quoted.get(i) && c == '?') {
        tokens.add(new Token(false, ANY));
        wild = true;
      } else if (close >= 0) {
        tokens.add(new Token(false, bracket(pattern, quoted, i + 1, close)));
        wild = true;
        i = close;
      } else {
        tokens.add(new Token(false, x -> x == c));
      }
    }
    return new Glob(List.copyOf(tokens), wild);
  }

  /** Compiles a pattern in which a backslash quotes the next character. */
  public static Glob compile(String pattern) {
    StringBuilder text = new StringBuilder();
    BitSet quoted = new BitSet();
    for (int i = 0; i < pattern.length(); i++) {
      if (pattern.charAt(i) == '\\' && i + 1 < pattern.length()) {
        i++;
        quoted.set(text.length());
      }
      text.append(pattern.charAt(i));
    }
    return compile(text.toString(), quoted);
  }

  /** False where the pattern can match one text only. */
  public boolean isWild() {
    return wild;
  }

  /** True where the pattern matches all of {@code text}. */
  public boolean matches(String text) {
    int t = 0;
    int i = 0;
    int starToken = -1;
    int starText = 0;
    while (i < text.length()) {
      if (t < tokens.size() && tokens.get(t).star()) {
        starToken = t++;
        starText = i;
      } else if (t < tokens.size() && tokens.get(t).matches().test(text.charAt(i))) {
        t++;
        i++;
      } else if (starToken >= 0) {
        t = starToken + 1;
        i = ++starText;
      } else {
        return false;
      }
    }
    while (t < tokens.size() && tokens.get(t).star()) {
      t++;
    }
    return t == tokens.size();
  }

  private static int closingBracket(String pattern, BitSet quoted, int open) {
    int i = open + 1;
    if (i < pattern.length() && isNegation(pattern.charAt(i)) && !quoted.get(i)) {
      i++;
    }
    for (int first = i; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '/') {
        return -1;
      }
      if (c == '[' && pattern.startsWith("[:", i)) {
        int end = pattern.indexOf(":]", i + 2);
        i = end < 0 ? i : end + 1;
      } else if (c == ']' && i > first && !quoted.get(i)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isNegation(char c) {
    return c == '!' || c == '^';
  }

  private static IntPredicate bracket(String pattern, BitSet quoted, int start, int end) {
    boolean negated = isNegation(pattern.charAt(start)) && !quoted.get(start);
    IntPredicate any = c -> false;
    for (int i = negated ? start + 1 : start; i < end; i++) {
      int low = pattern.charAt(i);
      int nameEnd = pattern.startsWith("[:", i) ? pattern.indexOf(":]", i + 2) : -1;
      if (nameEnd >= 0 && nameEnd < end) {
        any = any.or(namedClass(pattern.substring(i + 2, nameEnd)));
        i = nameEnd + 1;
      } else if (i + 2 < end && pattern.charAt(i + 1) == '-' && !quoted.get(i + 1)) {
        int high = pattern.charAt(i + 2);
        any = any.or(c -> c >= low && c <= high);
        i += 2;
      } else {
        any = any.or(c -> c == low);
      }
    }
    return negated ? any.negate() : any;
  }

  private static IntPredicate namedClass(String name) {
    return switch (name) {
      case "alpha" -> Glob::isAlpha;
      case "digit" -> c -> c >= '0' && c <= '9';
      case "alnum" -> c -> isAlpha(c) || c >= '0' && c <= '9';
      case "upper" -> c -> c >= 'A' && c <= 'Z';
      case "lower" -> c -> c >= 'a' && c <= 'z';
      case "space" -> c -> c == ' ' || c >= '\t' && c <= '\r';
      case "blank" -> c -> c == ' ' || c == '\t';
      case "punct" -> c -> c > ' ' && c < 127 && !isAlpha(c) && !(c >= '0' && c <= '9');
      case "xdigit" -> c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
      case "print" -> c -> c >= ' ' && c < 127;
      case "graph" -> c -> c > ' ' && c < 127;
      case "cntrl" -> c -> c < ' ' || c == 127;
      default -> c -> false;
    };
  }

  private static boolean isAlpha(int c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
  }
}
