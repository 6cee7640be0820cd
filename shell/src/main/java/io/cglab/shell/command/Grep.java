package io.cglab.shell.command;

import io.cglab.shell.process.Descriptor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** {@code grep [-EFGivcqnoxwlshH] [-e] PATTERN [FILE...]}. */
final class Grep {
  private static final Options.Spec OPTIONS =
      Options.Spec.of("EFGivcqnoxwlshHe:m:")
          .with(Map.of("invert-match", 'v', "count", 'c', "quiet", 'q', "ignore-case", 'i'))
          .failing(2);

  private final Context c;
  private final Options options;
  private final Pattern pattern;
  private final boolean named;
  private final StringBuilder out = new StringBuilder();
  private boolean found;

  private Grep(Context c, Options options, Pattern pattern, boolean named) {
    this.c = c;
    this.options = options;
    this.pattern = pattern;
    this.named = named;
  }

  static int run(Context c, List<String> args) throws IOException {
    Options options = OPTIONS.parse(args);
    List<String> files = new ArrayList<>(options.operands());
    String expression = options.value('e');
    if (expression == null) {
      if (files.isEmpty()) {
        throw new CommandException(2, "missing pattern");
      }
      expression = files.remove(0);
    }
    boolean named = options.has('H') || files.size() > 1 && !options.has('h');
    Grep grep = new Grep(c, options, pattern(options, expression), named);
    int status = Filter.each(c, files, 2, grep::search);
    c.write(grep.out);
    return grep.found && (status == 0 || options.has('q')) ? 0 : status != 0 ? status : 1;
  }

  private static Pattern pattern(Options options, String expression) {
    String[] alternatives = expression.split("\n", -1);
    List<String> translated = new ArrayList<>();
    for (String alternative : alternatives) {
      String one =
          options.has('F')
              ? Pattern.quote(alternative)
              : options.has('E') ? Regex.extended(alternative) : Regex.basic(alternative);
      translated.add(one);
    }
    String regex = String.join("|", translated);
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
    String prefix = named ? (name.equals("-") ? "(standard input)" : name) + ":" : "";
    long most = options.has('m') ? Numbers.whole(options.value('m', "")) : Long.MAX_VALUE;
    long count = 0;
    Lines lines = new Lines(in);
    int number = 0;
    for (String raw = lines.next(); raw != null && count < most; raw = lines.next()) {
      number++;
      String line = Lines.chomp(raw);
      Matcher matcher = pattern.matcher(line);
      if (matcher.find() == options.has('v')) {
        continue;
      }
      count++;
      found = true;
      if (options.has('q') || options.has('l')) {
        break;
      }
      if (!options.has('c')) {
        print(prefix + (options.has('n') ? number + ":" : ""), line, matcher);
      }
      if (out.length() > 1 << 15) {
        c.write(out);
        out.setLength(0);
      }
    }
    if (options.has('c') && !options.has('q')) {
      out.append(prefix).append(count).append('\n');
    }
    if (options.has('l') && count > 0) {
      out.append(name).append('\n');
    }
  }

  private void print(String prefix, String line, Matcher matcher) {
    if (!options.has('o')) {
      out.append(prefix).append(line).append('\n');
    } else if (!options.has('v')) {
      do {
        if (!matcher.group().isEmpty()) {
          out.append(prefix).append(matcher.group()).append('\n');
        }
      } while (matcher.find());
    }
  }
}
