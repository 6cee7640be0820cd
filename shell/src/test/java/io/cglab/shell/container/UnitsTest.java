package io.cglab.shell.container;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitsTest {
  @ParameterizedTest(name = "{0} is {1} bytes")
  @CsvSource({
    "1, 1",
    "50mb, 52428800",
    "50MB, 52428800",
    "50m, 52428800",
    "1.5k, 1536",
    "2 GiB, 2147483648",
    "1t, 1099511627776",
    "0, 0",
    "32b, 32",
    "'', -1",
    "mb, -1",
    "-1, -1",
    "1x, -1",
    "1.2.3k, -1",
    "9999999p, -1"
  })
  void sizesAreBasedOn1024(String text, long bytes) {
    assertThat(Units.ramInBytes(text)).isEqualTo(bytes);
  }

  @ParameterizedTest(name = "{0} bytes: {1}, {2}")
  @CsvSource({
    "0, 0B, 0B",
    "999, 999B, 999B",
    "4194304, 4.19MB, 4MiB",
    "536870912, 537MB, 512MiB",
    "1610612736, 1.61GB, 1.5GiB",
    "1000, 1kB, 1000B"
  })
  void sizesForPeople(long bytes, String human, String binary) {
    assertThat(Units.humanSize(bytes)).isEqualTo(human);
    assertThat(Units.bytesSize(bytes)).isEqualTo(binary);
  }

  @ParameterizedTest(name = "{0} s: {1}, {2}")
  @CsvSource({
    "0, Less than a second, 0s", "1, 1 second, 1s", "59, 59 seconds, 59s",
    "60, About a minute, 60s", "150, 2 minutes, 2m30s", "3600, About an hour, 60m",
    "7300, 2 hours, 121m", "200000, 2 days, 2d"
  })
  void durationsForPeople(long seconds, String docker, String kubectl) {
    assertThat(Units.humanDuration(seconds * 1_000_000_000L)).isEqualTo(docker);
    assertThat(Units.shortAge(seconds * 1_000_000_000L)).isEqualTo(kubectl);
  }

  @ParameterizedTest(name = "{0} is {1} and {2} thousandths")
  @CsvSource({
    "1, 1, 1000",
    "500m, 1, 500",
    "0.5, 1, 500",
    "1.5, 2, 1500",
    "512Mi, 536870912, 536870912000",
    "60M, 60000000, 60000000000",
    "1e3, 1000, 1000000",
    "128974848, 128974848, 128974848000",
    "1Gb, -1, -1",
    "'', -1, -1",
    "-1, -1, -1"
  })
  void quantitiesOfKubernetes(String text, long whole, long milli) {
    assertThat(Quantity.whole(text)).isEqualTo(whole);
    assertThat(Quantity.milli(text)).isEqualTo(milli);
  }
}
