package io.cglab.shell.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/**
 * Reads anything as a transcript: it is one, or one line says where it is not. {@code mvn -Pfuzz
 * -pl shell -am test -Dtest=TranscriptFuzzTest} searches.
 */
class TranscriptFuzzTest {
  @FuzzTest(maxDuration = "10m")
  void isReadOrRefusedWithItsLine(byte[] input) {
    try {
      Transcript transcript =
          TranscriptParser.parse("t", new String(input, StandardCharsets.ISO_8859_1));
      assertThat(transcript).isNotNull();
    } catch (MalformedTranscriptException refused) {
      assertThat(refused).message().startsWith("t:");
    }
  }
}
