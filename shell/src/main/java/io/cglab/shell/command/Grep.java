package io.cglab.shell.command;

import io.cglab.shell.process.Descriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** {@code grep [-EFGivcqnoxwlLshHrR] [-A N] [-B N] [-C N] [-m N] [-e|-f] PATTERN [FILE...]}. */
final class Grep {
  private static final Options.Spec OPTIONS =
      Options.Spec.of("EFGivcqnoxwlLshHrRe:f:m:A:B:C:K")
          .with(
              Map.ofEntries(
                  Map.entry("extended-regexp", 'E'),
                  Map.entry("fixed-strings", 'F'),
                  Map.entry("invert-match", 'v'),
                  Map.entry("count", 'c'),
                  Map.entry("quiet", 'q'),
                  Map.entry("silent", 'q'),
                  Map.entry("ignore-case", 'i'),
                  Map.entry("line-number", 'n'),
                  Map.entry("only-matching", 'o'),
                  Map.entry("word-regexp", 'w'),
                  Map.entry("line-regexp", 'x'),
                  Map.entry("files-with-matches", 'l'),
                  Map.entry("recursive", 'r'),
                  Map.entry("no-messages", 's'),
                  Map.entry("no-filename", 'h'),
                  Map.entry("regexp", 'e'),
                  Map.entry("max-count", 'm'),
                  Map.entry("after-context", 'A'),
                  Map.entry("before-context", 'B'),
                  Map.entry("context", 'C'),
                  Map.entry("color", 'K')))
          .failing(2);
  private static final int FLUSH_CHARS = 1 << 15;

  private final Context c;
  private final Options options;
  private final Pattern pattern;
  private final boolean named;
  private final int before;
  private final int after;
  private final StringBuilder out = new StringBuilder();
  private boolean found;
  private boolean printed;

  private Grep(Context c, Options options, Pattern pattern, boolean named) {
    this.c = c;
    this.options = options;
    this.pattern = pattern;
    this.named = named;
    this.before = context(options, 'B');
    this.after = context(options, 'A');
  }

  static int run(Context c, List<String> args) throws IOException {
    Options options = OPTIONS.parse(args);
    List<String> files = new ArrayList<>(options.operands());
    List<String> expressions = new ArrayList<>(options.values('e'));
    for (String name : options.values('f')) {
      expressions.addAll(c.readLines(name));
    }
    if (expressions.isEmpty() && !options.has('f')) {
      if (files.isEmpty()) {
        throw new CommandException(2, "missing pattern");
      }
      expressions.addAll(List.of(files.remove(0).split("\n", -1)));
    }
    boolean recursive = options.has('r') || options.has('R');
    boolean named = options.has('H') || (files.size() > 1 || recursive) && !options.has('h');
    Grep grep = new Grep(c, options, pattern(options, expressions), named);
    List<String> all = new ArrayList<>();
    if (recursive) {
      for (String file : files.isEmpty() ? List.of(".") : files) {
        grep.below(file, all, files.isEmpty());
      }
    } else {
      all.addAll(files);
    }
    int status = recursive && all.isEmpty() ? 0 : grep.each(all);
    c.write(grep.out);
    return grep.found && (status == 0 || options.has('q')) ? 0 : status != 0 ? status : 1;
  }

  private static int context(Options options, char letter) {
    String text = options.value(letter, options.value('C', "0"));
    long lines = Numbers.whole(text);
    if (lines < 0) {
      throw new CommandException(2, text + ": invalid context length argument");
    }
    return (int) Math.min(lines, Integer.MAX_VALUE);
  }

  private int each(List<String> names) throws IOException {
    int status = 0;
    for (String name : names.isEmpty() ? List.of("-") : names) {
      Descriptor in;
      try {
        in = name.equals("-") ? c.in().retain() : Opener.read(c.shell(), name);
      } catch (IOException e) {
        if (!options.has('s')) {
          c.error(name, e);
        }
        status = 2;
        continue;
      }
      try {
        search(name, in);
      } catch (IOException e) {
        // Some control files can be opened but not read.
        if (!options.has('s')) {
          c.error(name, e);
        }
        status = 2;
      } finally {
        in.close();
      }
    }
    return status;
  }

  /** The files below a directory, in byte order. */
  private void below(String name, List<String> into, boolean implicit) throws IOException {
    if (!Files.isDirectory(c.path(name))) {
      into.add(name);
      return;
    }
    for (String child : Listing.names(c.path(name))) {
      String prefix = implicit ? "" : name.endsWith("/") ? name : name + "/";
      String path = prefix + child;
      if (!Files.isSymbolicLink(c.path(path))) {
        below(path, into, false);
      }
    }
  }

  private static Pattern pattern(Options options, List<String> expressions) {
    List<String> translated = new ArrayList<>();
    for (String expression : expressions) {
      String one =
          options.has('F')
              ? Pattern.quote(expression)
              : options.has('E') ? Regex.extended(expression) : Regex.basic(expression);
      translated.add(one);
    }
    // Without any pattern nothing matches, not even an empty line.
    String regex = translated.isEmpty() ? "(?!)" : String.join("|", translated);
    if (options.has('x')) {
      regex = "^(?:" + regex + ")$";
    } else if (options.has('w')) {
      regex = "(?<![A-Za-z0-9_])(?:" + regex + ")(?![A-Za-z0-9_])";
    }
    try {
      return Pattern.compile(regex, options.has('i') ? Pattern.CASE_INSENSITIVE : 0);
    } catch (PatternSyntaxException e) {
      throw new CommandException(2, "invalid regular expression: " + e.getDescription());
    }
  }

  private void search(String name, Descriptor in) throws IOException {
    String shown = name.equals("-") ? "(standard input)" : name;
    long most = options.has('m') ? Numbers.whole(options.value('m', "")) : Long.MAX_VALUE;
    boolean prints =
        !options.has('c') && !options.has('q') && !options.has('l') && !options.has('L');
    long count = 0;
    Lines lines = new Lines(in);
    Deque<String> earlier = new ArrayDeque<>();
    int number = 0;
    int last = 0;
    for (String raw = lines.next(); raw != null; raw = lines.next()) {
      number++;
      String line = Lines.chomp(raw);
      Matcher matcher = pattern.matcher(line);
      boolean selected = count < most && matcher.find() != options.has('v');
      if (selected) {
        count++;
        found |= !options.has('L');
        if (!prints && !options.has('c')) {
          break;
        }
        if (prints) {
          int first = number - earlier.size();
          separate(first, last);
          for (String early : earlier) {
            print(shown, first++, '-', early);
          }
          match(shown, number, line, matcher);
          last = number;
        }
        earlier.clear();
      } else if (prints && last > 0 && number - last <= after) {
        print(shown, number, '-', line);
      } else {
        earlier.add(line);
        if (earlier.size() > before) {
          earlier.remove();
        }
      }
      if (count >= most && number - last >= after) {
        break;
      }
      if (out.length() > FLUSH_CHARS) {
        c.write(out);
        out.setLength(0);
      }
    }
    if (options.has('l') ? count > 0 : options.has('L') && count == 0) {
      out.append(shown).append('\n');
      found = true;
    } else if (options.has('c') && !options.has('q') && !options.has('L')) {
      out.append(named ? shown + ":" : "").append(count).append('\n');
    }
  }

  /** Groups of lines that do not touch have a line of dashes between them. */
  private void separate(int first, int last) {
    boolean hasContext = before > 0 || after > 0;
    if (hasContext && printed && (last == 0 || first > last + after + 1)) {
      out.append("--\n");
    }
    printed = true;
  }

  private void print(String name, int number, char mark, String text) {
    if (named) {
      out.append(name).append(mark);
    }
    if (options.has('n')) {
      out.append(number).append(mark);
    }
    out.append(text).append('\n');
  }

  private void match(String name, int number, String line, Matcher matcher) {
    if (!options.has('o')) {
      print(name, number, ':', line);
    } else if (!options.has('v')) {
      do {
        if (!matcher.group().isEmpty()) {
          print(name, number, ':', matcher.group());
        }
      } while (matcher.find());
    }
  }
}
