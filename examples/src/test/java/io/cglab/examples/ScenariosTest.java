package io.cglab.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each {@code scenarios/NAME.sh} prints {@code scenarios/NAME.out}. */
class ScenariosTest {
  private static final Path DIRECTORY = Path.of("scenarios");
  private static final Pattern MACHINE = Pattern.compile("(?m)^# machine: (\\S+)$");

  static List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(DIRECTORY)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".sh"))
          .map(name -> name.substring(0, name.length() - 3))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void aScriptPrintsWhatItPrinted(String name) throws IOException {
    Path script = DIRECTORY.resolve(name + ".sh");
    String text = Files.readString(script);
    assertThat(text).as("begins with what it shows").startsWith("# ");
    Matcher machine = MACHINE.matcher(text);
    assertThat(machine.find()).as("has a line # machine: NAME").isTrue();
    Program.Outcome outcome =
        Program.run("", "run", "--machine", machine.group(1), script.toString());
    Golden.check(DIRECTORY.resolve(name + ".out"), outcome.output());
  }

  @Test
  void noOutputIsWithoutAScript() throws IOException {
    List<String> names = names();
    try (Stream<Path> files = Files.list(DIRECTORY)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .isNotEmpty()
          .allSatisfy(file -> assertThat(names).contains(file.replaceFirst("\\.(sh|out)$", "")));
    }
  }

  @Test
  void theReadmeListsThemAll() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    assertThat(names()).allSatisfy(name -> assertThat(readme).contains("`" + name + "`"));
  }
}
