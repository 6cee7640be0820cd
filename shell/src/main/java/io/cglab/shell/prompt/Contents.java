package io.cglab.shell.prompt;

import io.cglab.cgroupfs.files.Grammar;
import io.cglab.core.device.Disk;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What can be written to a control file. */
final class Contents {
  static final String DEVICE = "[0-9]+:[0-9]+";

  private final Places places;

  Contents(Places places) {
    this.places = places;
  }

  /**
   * The words with which a write can go on.
   *
   * @param targets the files that it goes to; none if that is not typed yet
   * @param before the words before
   * @param typed the beginning of the next word
   */
  Stream<Choice> choices(List<String> targets, List<String> before, String typed) {
    if (targets.isEmpty()) {
      return unknownTarget(before, typed);
    }
    return targets.stream().flatMap(target -> choices(target, before, typed));
  }

  /** A device gives away that some file by device is meant. */
  private Stream<Choice> unknownTarget(List<String> before, String typed) {
    if (before.isEmpty()) {
      return typed.matches("[0-9]+:?[0-9]*") ? devices() : Stream.empty();
    }
    return before.get(0).matches(DEVICE)
        ? next(Grammar.afterAnyDevice(), before, typed)
        : Stream.empty();
  }

  private Stream<Choice> choices(String target, List<String> before, String typed) {
    String name = target.substring(target.lastIndexOf('/') + 1);
    if (name.equals("scheduler")) {
      return before.isEmpty()
          ? places.words(places.path(target)).stream()
              .map(word -> Choice.word(word.replaceAll("[\\[\\]]", "")))
          : Stream.empty();
    }
    Grammar grammar = Grammar.of(name);
    if (grammar == null) {
      return Stream.empty();
    }
    if (grammar.first() == Grammar.First.CONTROLLERS) {
      return controllers(places.path(target)).filter(choice -> !before.contains(choice.value()));
    }
    if (before.isEmpty()) {
      return first(grammar);
    }
    return grammar.isByDevice() && before.get(0).matches(DEVICE)
        ? next(grammar.words(), before, typed)
        : Stream.empty();
  }

  private Stream<Choice> first(Grammar grammar) {
    return switch (grammar.first()) {
      case WORD -> grammar.words().stream().map(Choice::word);
      case DEVICE -> devices();
      case DEVICE_OR_DEFAULT -> Stream.concat(Stream.of(Choice.word("default")), devices());
      case PROCESS -> places.processes();
      case CONTROLLERS -> Stream.empty();
    };
  }

  private Stream<Choice> devices() {
    return places.disks().stream()
        .map((Disk disk) -> Choice.word(disk.dev().toString(), disk.name()));
  }

  private Stream<Choice> controllers(@Nullable Path file) {
    List<String> names =
        places.words(file == null ? null : file.resolveSibling("cgroup.controllers"));
    return Stream.of("+", "-")
        .flatMap(sign -> names.stream().map(name -> Choice.word(sign + name)));
  }

  /** Words of a grammar that were not used yet; behind {@code KEY=} its values. */
  private static Stream<Choice> next(List<String> words, List<String> before, String typed) {
    return words.stream()
        .flatMap(
            word -> {
              int equals = word.indexOf('=');
              if (equals < 0) {
                return before.size() > 1 ? Stream.empty() : Stream.of(Choice.word(word));
              }
              String key = word.substring(0, equals + 1);
              if (before.stream().anyMatch(used -> used.startsWith(key))) {
                return Stream.empty();
              }
              return typed.startsWith(key)
                  ? Stream.of(word.substring(equals + 1).split("\\|", -1))
                      .filter(value -> !value.isEmpty())
                      .map(value -> Choice.word(key + value))
                  : Stream.of(Choice.start(key));
            });
  }
}
