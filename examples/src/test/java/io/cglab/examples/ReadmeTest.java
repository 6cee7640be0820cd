package io.cglab.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs each block of the READMEs that is a session (lines that begin with {@code $}) or Java. A new
 * block is picked up by itself; {@code machine=NAME} behind its fence says where it runs.
 */
class ReadmeTest {
  private static final String MARK = "@@@ end of command @@@";

  static List<Readme.Block> transcripts() throws IOException {
    return Readme.blocks().stream().filter(Readme.Block::isTranscript).toList();
  }

  static List<Readme.Block> programs() throws IOException {
    return Readme.blocks().stream().filter(Readme.Block::isJava).toList();
  }

  @ParameterizedTest
  @MethodSource("transcripts")
  void aSessionPrintsWhatItSays(Readme.Block block) {
    String expected = String.join("\n", block.lines()) + "\n";
    // A script's messages have line numbers, those at the prompt have none.
    expected = expected.replaceAll("(?m)^cglab: line \\d+: ", "cglab: ");
    assertThat(replayed(block)).isEqualTo(expected);
  }

  /** The block with what its commands print now. */
  private static String replayed(Readme.Block block) {
    List<String> commands = new ArrayList<>();
    for (String line : block.lines()) {
      if (line.startsWith("$ ")) {
        commands.add(line.substring(2));
      } else if (line.startsWith("> ") && !commands.isEmpty()) {
        int last = commands.size() - 1;
        commands.set(last, commands.get(last) + "\n" + line.substring(2));
      }
    }
    StringBuilder input = new StringBuilder();
    commands.forEach(line -> input.append(line).append("\necho '" + MARK + "'\n"));
    String output =
        Program.run(input.toString(), "--machine", block.attribute("machine", "default")).output();
    String[] answers = output.split(MARK + "\n", -1);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < commands.size(); i++) {
      text.append("$ ").append(commands.get(i).replace("\n", "\n> ")).append('\n');
      text.append(i < answers.length ? answers[i] : "");
    }
    return text.toString();
  }

  @ParameterizedTest
  @MethodSource("programs")
  void aProgramCompilesAndRuns(Readme.Block block, @TempDir Path directory) throws Exception {
    assertThat(JavaBlock.run(block.lines(), directory)).as("what it prints").isNotEmpty();
  }

  @Test
  void thereAreBlocksOfBothKinds() throws IOException {
    assertThat(transcripts()).isNotEmpty();
    assertThat(programs()).isNotEmpty();
  }

  // ---- the test's own parts

  @Test
  void aBlockIsFoundWithItsPlaceAndWords() {
    String text =
        "# T\n\n```console machine=v1\n$ echo a\na\n```\ntext\n```java\nint a = 1;\n```\n";
    List<Readme.Block> blocks = Readme.blocks("F.md", text);
    assertThat(blocks)
        .extracting(Readme.Block::place, Readme.Block::isTranscript, Readme.Block::isJava)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("F.md:3", true, false),
            org.assertj.core.groups.Tuple.tuple("F.md:8", false, true));
    assertThat(blocks.get(0).attribute("machine", "default")).isEqualTo("v1");
  }

  @Test
  void aSessionThatSaysSomethingElseIsFound() {
    Readme.Block block =
        new Readme.Block("F.md:1", "", List.of("$ for i in 1 2; do", "> echo $i", "> done", "1"));
    assertThat(replayed(block)).isEqualTo("$ for i in 1 2; do\n> echo $i\n> done\n1\n2\n");
  }

  @Test
  void statementsAndTestsNeedNoImports(@TempDir Path directory) throws Exception {
    String block =
        "Path p = Path.of(\"a\"); Duration d = Duration.ofSeconds(1); System.out.print(p);";
    assertThat(JavaBlock.run(List.of(block), directory)).isEqualTo("a");
    List<String> test =
        List.of("class T {", "  @Test void passes() { assertThat(1).isEqualTo(1); }", "}");
    assertThat(JavaBlock.run(test, directory)).isEqualTo("1 tests passed\n");
  }

  @Test
  void aNameOfTwoPackagesIsTheOneThatFits(@TempDir Path directory) throws Exception {
    List<String> block =
        List.of(
            "import java.awt.*;", "List<Integer> list = List.of(1);", "System.out.print(list);");
    assertThat(JavaBlock.run(block, directory)).isEqualTo("[1]");
  }

  @Test
  void aProgramThatDoesNotCompileOrFailsIsFound(@TempDir Path directory) {
    assertThatThrownBy(() -> JavaBlock.run(List.of("int a = \"text\";"), directory))
        .hasMessageContaining("incompatible types");
    assertThatThrownBy(() -> JavaBlock.run(List.of("throw new IOException(\"no\");"), directory))
        .hasRootCauseMessage("no");
    assertThatThrownBy(
            () ->
                JavaBlock.run(
                    List.of("class T {", "  @Test void fails() { Assertions.fail(); }", "}"),
                    directory))
        .isInstanceOf(AssertionError.class);
  }
}
