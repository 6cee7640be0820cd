package io.cglab.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.shell.command.Commands;
import java.util.List;
import org.junit.jupiter.api.Test;

class HelpTest {
  @Test
  void listsEveryCommandInALineOfItsOwn() {
    List<String> lines = Scripts.run("help").out().lines().toList();
    assertThat(lines).allMatch(line -> line.length() <= 80);
    for (Commands.Entry entry : Commands.all()) {
      assertThat(lines)
          .as(entry.name())
          .filteredOn(line -> line.startsWith("  " + entry.name() + " "))
          .hasSize(1)
          .first()
          .asString()
          .doesNotEndWith(" ");
    }
    assertThat(lines).contains("The shell:", "Files and text:", "Programs that take time:");
  }

  @Test
  void tellsHowACommandIsUsed() {
    assertThat(Scripts.run("help cat : clear basename").out())
        .isEqualTo(
            """
            cat [FILE...]
                        prints files
            :
                        does nothing
            clear
                        clears the screen
            basename NAME [SUFFIX]
            """);
  }

  @Test
  void saysWhatItDoesNotKnow() {
    Scripts.Result result = Scripts.run("help nix pwd");
    assertThat(result.err()).isEqualTo("test: line 1: help: no help topics match `nix'\n");
    assertThat(result.out()).startsWith("pwd\n");
    assertThat(result.status()).isEqualTo(1);
  }
}
