package io.cglab.shell.prompt;

import java.util.List;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/** What JLine asks of a line: whether it is complete, and which word is at the cursor. */
final class ShellParser implements Parser {
  private final Completion completion;

  ShellParser(Completion completion) {
    this.completion = completion;
  }

  @Override
  public ParsedLine parse(String line, int cursor, ParseContext context) {
    if (context == ParseContext.ACCEPT_LINE && Unfinished.is(line)) {
      throw new EOFError(-1, -1, "the command goes on");
    }
    Choices choices =
        context == ParseContext.COMPLETE ? completion.at(line, cursor) : Choices.none(cursor);
    return new Typed(line, cursor, choices);
  }

  /** A line with the word that is replaced by a choice. */
  record Typed(String line, int cursor, Choices choices) implements CompletingParsedLine {
    @Override
    public CharSequence escape(CharSequence candidate, boolean complete) {
      return choices.quoted(candidate.toString(), complete);
    }

    @Override
    public int rawWordCursor() {
      return cursor - choices.start();
    }

    @Override
    public int rawWordLength() {
      return cursor - choices.start();
    }

    @Override
    public String word() {
      return choices.typed();
    }

    @Override
    public int wordCursor() {
      return choices.typed().length();
    }

    @Override
    public int wordIndex() {
      return 0;
    }

    @Override
    public List<String> words() {
      return List.of(choices.typed());
    }
  }
}
