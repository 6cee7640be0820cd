package io.cglab.shell.lang;

import io.cglab.shell.lang.Word.Literal;
import io.cglab.shell.lang.Word.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Brace expansion, which bash does before everything else: {@code a{b,c}} is two words, {@code
 * {1..3}} three. Only unquoted text counts.
 */
public final class Braces {
  private static final Pattern NUMBERS =
      Pattern.compile("(-?[0-9]{1,18})\\.\\.(-?[0-9]{1,18})(?:\\.\\.(-?[0-9]{1,18}))?");
  private static final Pattern LETTERS =
      Pattern.compile("([a-zA-Z])\\.\\.([a-zA-Z])(?:\\.\\.(-?[0-9]{1,9}))?");

  /** What one word may become at most. */
  private static final int MOST = 100_000;

  private Braces() {}

  /** The words that a word stands for: mostly itself. */
  public static List<Word> expand(Word word) {
    boolean opens = false;
    for (Part part : word.parts()) {
      opens |= part instanceof Literal text && !text.quoted() && text.text().indexOf('{') >= 0;
    }
    if (!opens) {
      return List.of(word);
    }
    List<Word> words = new ArrayList<>();
    for (List<Part> parts : expand(characters(word))) {
      words.add(new Word(joined(parts), word.line()));
    }
    return words;
  }

  /** The parts with each unquoted character on its own. */
  private static List<Part> characters(Word word) {
    List<Part> characters = new ArrayList<>();
    for (Part part : word.parts()) {
      if (part instanceof Literal literal && !literal.quoted()) {
        literal.text().chars().forEach(c -> characters.add(new Literal("" + (char) c, false)));
      } else {
        characters.add(part);
      }
    }
    return characters;
  }

  private static List<Part> joined(List<Part> parts) {
    List<Part> joined = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      if (part instanceof Literal literal && !literal.quoted()) {
        text.append(literal.text());
        continue;
      }
      if (text.length() > 0) {
        joined.add(new Literal(text.toString(), false));
        text.setLength(0);
      }
      joined.add(part);
    }
    if (text.length() > 0) {
      joined.add(new Literal(text.toString(), false));
    }
    return joined;
  }

  private static boolean is(Part part, char c) {
    return part instanceof Literal literal && !literal.quoted() && literal.text().equals("" + c);
  }

  private static List<List<Part>> expand(List<Part> parts) {
    for (int open = 0; open < parts.size(); open++) {
      if (!is(parts.get(open), '{')) {
        continue;
      }
      int close = closing(parts, open);
      List<List<Part>> choices = close < 0 ? List.of() : choices(parts.subList(open + 1, close));
      if (choices.isEmpty()) {
        continue;
      }
      List<List<Part>> tails = expand(parts.subList(close + 1, parts.size()));
      List<List<Part>> words = new ArrayList<>();
      for (List<Part> choice : choices) {
        for (List<Part> tail : tails) {
          List<Part> one = new ArrayList<>(parts.subList(0, open));
          one.addAll(choice);
          one.addAll(tail);
          words.add(one);
        }
      }
      return words;
    }
    return List.of(parts);
  }

  private static int closing(List<Part> parts, int open) {
    int depth = 0;
    for (int i = open; i < parts.size(); i++) {
      if (is(parts.get(i), '{')) {
        depth++;
      } else if (is(parts.get(i), '}') && --depth == 0) {
        return i;
      }
    }
    return -1;
  }

  /** What stands between the commas, or the members of a range; none for text without either. */
  private static List<List<Part>> choices(List<Part> inside) {
    List<List<Part>> choices = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i < inside.size(); i++) {
      depth += is(inside.get(i), '{') ? 1 : is(inside.get(i), '}') ? -1 : 0;
      if (depth == 0 && is(inside.get(i), ',')) {
        choices.addAll(expand(inside.subList(start, i)));
        start = i + 1;
      }
    }
    if (start > 0) {
      choices.addAll(expand(inside.subList(start, inside.size())));
      return choices;
    }
    String text = new Word(joined(inside), 0).bareText();
    return text == null ? List.of() : range(text);
  }

  private static List<List<Part>> range(String text) {
    Matcher numbers = NUMBERS.matcher(text);
    Matcher letters = LETTERS.matcher(text);
    boolean numeric = numbers.matches();
    if (!numeric && !letters.matches()) {
      return List.of();
    }
    Matcher matcher = numeric ? numbers : letters;
    long from = numeric ? Long.parseLong(matcher.group(1)) : matcher.group(1).charAt(0);
    long to = numeric ? Long.parseLong(matcher.group(2)) : matcher.group(2).charAt(0);
    long step = matcher.group(3) == null ? 1 : Math.abs(Long.parseLong(matcher.group(3)));
    step = Math.max(1, step);
    if (Math.abs(to - from) / step >= MOST) {
      return List.of();
    }
    boolean padded = numeric && (isPadded(matcher.group(1)) || isPadded(matcher.group(2)));
    int width = padded ? Math.max(matcher.group(1).length(), matcher.group(2).length()) : 0;
    List<List<Part>> members = new ArrayList<>();
    for (long i = from; from <= to ? i <= to : i >= to; i += from <= to ? step : -step) {
      members.add(List.of(new Literal(numeric ? number(i, width) : "" + (char) i, false)));
    }
    return members;
  }

  private static boolean isPadded(String number) {
    return number.matches("-?0[0-9]+");
  }

  private static String number(long value, int width) {
    String digits = Long.toString(Math.abs(value));
    String sign = value < 0 ? "-" : "";
    return sign + "0".repeat(Math.max(0, width - sign.length() - digits.length())) + digits;
  }
}
