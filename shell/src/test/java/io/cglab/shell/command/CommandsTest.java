package io.cglab.shell.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CommandsTest {
  @Test
  void everyRowHasABody() {
    assertThat(Commands.all()).isNotEmpty();
    for (Commands.Entry entry : Commands.all()) {
      assertThat(entry.command()).as(entry.name()).isNotNull();
    }
  }
}
