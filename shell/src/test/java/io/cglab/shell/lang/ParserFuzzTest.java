package io.cglab.shell.lang;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/**
 * Reads anything as a script: it is one, or one line says what is wrong. {@code mvn -Pfuzz -pl
 * shell -am test -Dtest=ParserFuzzTest} searches.
 */
class ParserFuzzTest {
  @FuzzTest(maxDuration = "10m")
  void isReadOrRefusedWithItsLine(byte[] input) {
    String text = new String(input, StandardCharsets.ISO_8859_1);
    try {
      for (Chunk chunk : Parser.chunks(text)) {
        assertThat(text).contains(chunk.source().strip());
      }
    } catch (SyntaxException refused) {
      assertThat(refused.line()).isPositive();
      assertThat(refused).message().isNotEmpty();
    }
  }
}
