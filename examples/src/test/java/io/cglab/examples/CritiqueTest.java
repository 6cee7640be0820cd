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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each {@code critique/NAME.sh} is a page {@code NAME.md}: what was claimed, how it is tried, what
 * came out, with a plot of the run in {@code NAME.svg}.
 */
class CritiqueTest {
  private static final Path DIRECTORY = Path.of("critique");
  private static final Pattern HEAD =
      Pattern.compile("# (S[0-9]+: .*)\n#\n((?:# .*\n)+?)# machine: (\\S+)\n([\\s\\S]*)");

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
  void aPageIsWhatItsScriptDoes(String name, @TempDir Path temporary) throws IOException {
    String text = Files.readString(DIRECTORY.resolve(name + ".sh"));
    Matcher head = HEAD.matcher(text);
    assertThat(head.matches()).as("title, claim and the rest, machine, script").isTrue();
    assertThat(head.group(2)).contains("# Claim", "# Set-up: ", "# Expected: ", "# Outcome: ");
    Path plot = temporary.resolve(name + ".svg");
    Path script = temporary.resolve(name + ".sh");
    Files.writeString(script, text + "\nplot " + plot + "\n");
    Program.Outcome outcome = Program.run("", "run", "--machine", head.group(3), script.toString());
    String output = outcome.output().replaceFirst("wrote .*\n$", "");
    String prose =
        head.group(2)
            .replaceAll("(?m)^# ", "")
            .replaceAll("(?m)^(Claim|Set-up|Expected|Outcome)( \\(.*?\\))?:", "\n**$1$2:**")
            .strip();
    Golden.check(
        DIRECTORY.resolve(name + ".md"),
        String.format(
            "# %s%n%n%s%n%n![What happened over the run](%s.svg)%n%n"
                + "`run --machine %s critique/%s.sh` prints%n%n```%n%s```%n%n"
                + "by this script:%n%n```sh%n%s```%n",
            head.group(1), prose, name, head.group(3), name, output, head.group(4)));
    Golden.check(DIRECTORY.resolve(name + ".svg"), Files.readString(plot));
  }

  @Test
  void noPageIsWithoutAScriptAndTheReadmeListsThem() throws IOException {
    List<String> names = names();
    try (Stream<Path> files = Files.list(DIRECTORY)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .isNotEmpty()
          .allSatisfy(file -> assertThat(names).contains(file.replaceFirst("\\.(sh|md|svg)$", "")));
    }
    String readme = Files.readString(Path.of("README.md"));
    assertThat(names).allSatisfy(name -> assertThat(readme).contains("critique/" + name + ".md"));
  }
}
