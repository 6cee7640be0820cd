package io.cglab.cgroupfs.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README's Java is what {@link ThrottleTest} runs. */
class ReadmeTest {
  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  private static String squeezed(String text) {
    return text.replaceAll("\\s", "");
  }

  @Test
  void theExampleRuns() throws IOException {
    Matcher block = JAVA.matcher(Files.readString(Path.of("README.md")));
    assertThat(block.find()).isTrue();
    String test =
        Files.readString(Path.of("src/test/java/io/cglab/cgroupfs/junit/ThrottleTest.java"));
    assertThat(squeezed(test)).contains(squeezed(block.group(1)));
  }
}
