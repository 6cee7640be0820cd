package io.cglab.shell.command;

import java.util.List;

/** {@code getopts LETTERS NAME [ARGUMENT...]}; OPTIND counts words, and letters within a word. */
final class Getopts {
  /** Where in a cluster the next letter stands; 0 at the beginning of a word. */
  private static final String PLACE = "OPTPLACE_";

  private Getopts() {}

  static int run(Context c, List<String> args) {
    if (args.size() < 2) {
      throw new CommandException(2, "usage: getopts optstring var [arg]");
    }
    Variables variables = c.shell().variables();
    List<String> words = args.size() > 2 ? args.subList(2, args.size()) : c.shell().positional();
    int index = (int) Math.max(1, Numbers.whole(variables.get("OPTIND", "1")));
    int place = index == 1 && variables.get(PLACE, "").isEmpty() ? 1 : place(variables);
    String word = index <= words.size() ? words.get(index - 1) : "";
    if (place >= word.length()) {
      if (place > 1) {
        index++;
        word = index <= words.size() ? words.get(index - 1) : "";
      }
      place = 1;
    }
    boolean end = !word.startsWith("-") || word.equals("-") || word.equals("--");
    if (end) {
      variables.set("OPTIND", Integer.toString(word.equals("--") ? index + 1 : index));
      variables.set(args.get(1), "?");
      variables.unset(PLACE);
      return 1;
    }
    String letters = args.get(0);
    boolean silent = letters.startsWith(":");
    char letter = word.charAt(place++);
    int known = letter == ':' ? -1 : letters.indexOf(letter);
    variables.unset("OPTARG");
    String result = String.valueOf(letter);
    if (known < 0) {
      result = "?";
      if (silent) {
        variables.set("OPTARG", String.valueOf(letter));
      } else {
        c.complain(c.shell().name() + ": Illegal option -" + letter);
      }
    } else if (letters.startsWith(":", known + 1)) {
      if (place < word.length()) {
        variables.set("OPTARG", word.substring(place));
      } else if (index < words.size()) {
        variables.set("OPTARG", words.get(index++));
      } else {
        result = silent ? ":" : "?";
        if (silent) {
          variables.set("OPTARG", String.valueOf(letter));
        } else {
          c.complain(c.shell().name() + ": No arg for -" + letter + " option");
        }
      }
      index++;
      place = 1;
    }
    if (place >= word.length() && place > 1) {
      index++;
      place = 1;
    }
    variables.set(args.get(1), result);
    variables.set("OPTIND", Integer.toString(index));
    variables.set(PLACE, Integer.toString(place));
    return 0;
  }

  private static int place(Variables variables) {
    return (int) Math.max(1, Numbers.whole(variables.get(PLACE, "1")));
  }
}
