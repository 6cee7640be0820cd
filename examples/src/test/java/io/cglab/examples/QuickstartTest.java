package io.cglab.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuickstartTest {
  @Test
  void fourMebibytesAtOneMebibyteASecondTakeFourSeconds() throws Exception {
    assertThat(Quickstart.throttledRead()).isBetween(3_950_000_000L, 4_050_000_000L);
  }
}
