package io.cglab.shell.prompt;

import io.cglab.shell.command.Commands;
import io.cglab.shell.prompt.Piece.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Finds how a line can go on, from the line, the cursor and the machine. */
final class Completion {
  private final Scene scene;
  private final Places places;
  private final Contents contents;

  Completion(Scene scene) {
    this.scene = scene;
    this.places = new Places(scene);
    this.contents = new Contents(places);
  }

  /** The choices at {@code cursor}, an offset into {@code line}. */
  Choices at(String line, int cursor) {
    Draft draft = Draft.of(line.substring(0, cursor));
    if (draft.free() || draft.continued()) {
      return Choices.none(cursor);
    }
    List<Piece> pieces = draft.pieces();
    boolean fresh = pieces.isEmpty() || !touches(pieces.get(pieces.size() - 1), cursor);
    if (fresh) {
      // A character in place of the empty word tells what it would be.
      pieces = Draft.of(draft.text() + "x").pieces();
    }
    Piece typed = pieces.get(pieces.size() - 1);
    Piece word =
        fresh
            ? new Piece(typed.role(), cursor, cursor, "", new int[] {cursor}, new char[1])
            : typed;
    SimpleCommand command =
        SimpleCommand.around(pieces.subList(0, pieces.size() - 1), word, line.substring(cursor));
    return switch (word.role()) {
      case COMMAND, RESERVED -> from(word, 0, command(word.value()));
      case TARGET -> from(word, 0, places.paths(word.value(), path -> true));
      case ARGUMENT -> argument(command, word);
      case ASSIGNMENT -> value(word);
      case DELIMITER, REDIRECTION, SEPARATOR -> Choices.none(cursor);
    };
  }

  private static boolean touches(Piece piece, int cursor) {
    return piece.end() == cursor
        && piece.role() != Role.SEPARATOR
        && piece.role() != Role.REDIRECTION;
  }

  /** The choices for the word from the given character of its value on. */
  private static Choices from(Piece word, int first, Stream<Choice> choices) {
    String typed = word.value().substring(first);
    Map<String, Choice> found = new LinkedHashMap<>();
    choices
        .filter(choice -> choice.value().startsWith(typed))
        .forEach(choice -> found.putIfAbsent(choice.value(), choice));
    return new Choices(
        word.origins()[first],
        typed,
        word.quotes()[first],
        word.openQuote(),
        List.copyOf(found.values()));
  }

  private Stream<Choice> command(String typed) {
    return typed.contains("/") ? places.paths(typed, path -> true) : commands();
  }

  private Stream<Choice> commands() {
    TreeSet<String> names = new TreeSet<>(scene.functions().get());
    Commands.all().forEach(entry -> names.add(entry.name()));
    return names.stream().map(Choice::word);
  }

  private Choices value(Piece word) {
    int first = word.value().indexOf('=') + 1;
    return from(word, first, places.paths(word.value().substring(first), path -> true));
  }

  private Choices argument(SimpleCommand command, Piece word) {
    if (command.writesText()) {
      Choices inside = contents(command, word);
      if (!inside.choices().isEmpty()) {
        return inside;
      }
    }
    String typed = word.value();
    Operands operands = Operands.of(command.name());
    int equals = typed.indexOf('=');
    if (equals >= 0) {
      String key = typed.substring(0, equals + 1);
      String part = typed.substring(equals + 1);
      if (operands.takesPath(key)) {
        return from(word, equals + 1, places.paths(part, path -> true));
      }
      int first = equals + part.lastIndexOf(',') + 2;
      return from(word, first, operands.values(key).stream().map(Choice::word));
    }
    return from(word, 0, whole(command, operands, typed));
  }

  private Stream<Choice> whole(SimpleCommand command, Operands operands, String typed) {
    List<Choice> keys = new ArrayList<>();
    operands.keys().forEach(key -> keys.add(Choice.start(key)));
    Stream<Choice> rest =
        switch (operands.kindAt(command.arguments())) {
          case COMMAND -> command(typed);
          case DIRECTORY -> places.paths(typed, places::isDirectory);
          case PROCESS -> places.processes();
          case DISK -> places.disks().stream().map(disk -> Choice.word(disk.name()));
          case PATH -> places.paths(typed, path -> true);
          case NOTHING -> Stream.empty();
        };
    return Stream.concat(keys.stream(), rest);
  }

  /** Inside of what is written to a control file: only the last of its words is replaced. */
  private Choices contents(SimpleCommand command, Piece word) {
    String typed = word.value();
    int first = Math.max(typed.lastIndexOf(' '), typed.lastIndexOf('\n')) + 1;
    List<String> before = new ArrayList<>();
    for (Piece argument : command.arguments()) {
      if (!argument.value().matches("-[neE]+")) {
        words(argument.value()).forEach(before::add);
      }
    }
    words(typed.substring(0, first)).forEach(before::add);
    Stream<Choice> choices = contents.choices(command.targets(), before, typed.substring(first));
    return from(
        word, first, word.openQuote() == '\0' ? choices : choices.map(Completion::insideQuote));
  }

  /** A quote stays open, since more may follow; behind a device something must. */
  private static Choice insideQuote(Choice choice) {
    String more = choice.value().matches(Contents.DEVICE) ? " " : "";
    return new Choice(choice.value() + more, choice.shown(), choice.about(), false);
  }

  private static Stream<String> words(String text) {
    return Stream.of(text.split("[ \n]+")).filter(Predicate.not(String::isEmpty));
  }
}
