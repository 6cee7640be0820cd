package io.cglab.shell.command;

import io.cglab.shell.process.Descriptor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Runs a body over the named files, or over stdin: what filters have in common. */
final class Filter {
  /** What is done with one input. */
  interface Body {
    void accept(String name, Descriptor in) throws IOException;
  }

  private Filter() {}

  /** How the message about a file that cannot be read begins. */
  interface Naming {
    String of(String name);
  }

  /** Opens one file after the other; returns 0, or {@code failure} where one cannot be read. */
  static int each(Context c, List<String> names, int failure, Body body) throws IOException {
    return each(c, names, failure, name -> name, body);
  }

  /** As above, with messages of the command's own. */
  static int each(Context c, List<String> names, int failure, Naming naming, Body body)
      throws IOException {
    int status = 0;
    for (String name : names.isEmpty() ? List.of("-") : names) {
      Descriptor in;
      try {
        in = name.equals("-") ? c.in().retain() : Opener.read(c.shell(), name);
      } catch (IOException e) {
        c.error(naming.of(name), e);
        status = failure;
        continue;
      }
      try {
        body.accept(name, in);
      } finally {
        in.close();
      }
    }
    return status;
  }

  /** All lines of all files, without their newlines. */
  static int lines(Context c, List<String> names, int failure, List<String> into)
      throws IOException {
    return each(c, names, failure, name -> name, (name, in) -> into.addAll(lines(in)));
  }

  static List<String> lines(Descriptor in) throws IOException {
    List<String> all = new ArrayList<>();
    Lines lines = new Lines(in);
    for (String line = lines.next(); line != null; line = lines.next()) {
      all.add(Lines.chomp(line));
    }
    return all;
  }
}
