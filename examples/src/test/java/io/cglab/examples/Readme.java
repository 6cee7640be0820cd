package io.cglab.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The fenced blocks of the repository's READMEs. */
final class Readme {
  /**
   * A block.
   *
   * @param place the file and the line of its first fence
   * @param info what stands behind the fence
   */
  record Block(String place, String info, List<String> lines) {
    /** True for a session at the prompt: a line begins with a dollar sign. */
    boolean isTranscript() {
      return lines.stream().anyMatch(line -> line.startsWith("$ "));
    }

    boolean isJava() {
      return info.equals("java") || info.startsWith("java ");
    }

    /** The value of {@code key=value} behind the fence. */
    String attribute(String key, String otherwise) {
      for (String word : info.split(" ")) {
        if (word.startsWith(key + "=")) {
          return word.substring(key.length() + 1);
        }
      }
      return otherwise;
    }

    @Override
    public String toString() {
      return place;
    }
  }

  private static final String FENCE = "```";

  private Readme() {}

  /** The blocks of README.md and of each module's. */
  static List<Block> blocks() throws IOException {
    Path root = root();
    List<Path> files = new ArrayList<>(List.of(root.resolve("README.md")));
    try (Stream<Path> directories = Files.list(root)) {
      directories
          .filter(directory -> Files.exists(directory.resolve("pom.xml")))
          .map(directory -> directory.resolve("README.md"))
          .filter(Files::exists)
          .sorted()
          .forEach(files::add);
    }
    List<Block> blocks = new ArrayList<>();
    for (Path file : files) {
      blocks.addAll(blocks(root.relativize(file).toString(), Files.readString(file)));
    }
    return blocks;
  }

  /** The directory of the parent module. */
  private static Path root() {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.exists(directory.resolve("examples/pom.xml"))) {
      directory = directory.resolveSibling("").normalize();
    }
    return directory;
  }

  /** The blocks of a text. */
  static List<Block> blocks(String name, String text) {
    List<Block> blocks = new ArrayList<>();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).startsWith(FENCE)) {
        continue;
      }
      int first = i + 1;
      int end = first;
      while (end < lines.size() && !lines.get(end).startsWith(FENCE)) {
        end++;
      }
      String info = lines.get(i).substring(FENCE.length()).strip();
      blocks.add(new Block(name + ":" + first, info, lines.subList(first, end)));
      i = end;
    }
    return blocks;
  }
}
