package io.cglab.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code fault}: disks that fail, as programs see it. */
class FaultCommandTest {
  @Test
  void ddSaysWhatFailedAndHowFarItCame() {
    Scripts.Result result =
        Scripts.run(
            """
            fault sda gone
            dd if=/dev/sda of=/dev/null bs=4k count=3 iflag=direct
            echo $?
            fault sda off
            dd if=/dev/sda of=/dev/null bs=4k count=3 iflag=direct status=none
            echo $?
            """);
    assertThat(result.out()).isEqualTo("1\n0\n");
    assertThat(result.err())
        .startsWith(
            "dd: error reading '/dev/sda': Input/output error\n"
                + "0+0 records in\n0+0 records out\n0 bytes copied, ");
  }

  @Test
  void aTimeoutTakesHalfAMinute() {
    Scripts.Result result =
        Scripts.run(
            "fault sda timeout 100%\ndd if=/dev/zero of=/dev/sda bs=4k oflag=direct count=1\n");
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).startsWith("dd: error writing '/dev/sda': Connection timed out\n");
    assertThat(result.elapsedNs()).isBetween(30_000_000_000L, 30_001_000_000L);
  }

  @Test
  void fioEndsWithTheError() {
    Scripts.Result result =
        Scripts.run(
            """
            fault sda error 1%
            fio --name=a --filename=/dev/sda --rw=randread --bs=4k --direct=1 --runtime=9 --time_based
            """);
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.out())
        .contains("a: (groupid=0, jobs=1): err= 5 (func=io_u error, error=Input/output error)");
    assertThat(result.err())
        .matches(
            "fio: io_u error on file /dev/sda: Input/output error: read offset=[0-9]+,"
                + " buflen=4096\n"
                + "fio: pid=[0-9]+, err=5/func=io_u error, error=Input/output error\n");
  }

  @ParameterizedTest(name = "fault {0}")
  @ValueSource(
      strings = {
        "",
        "sda",
        "sdz gone",
        "sda1 gone",
        "sda error",
        "sda error x",
        "sda error 101",
        "sda error 60 timeout 50",
        "sda gone 1"
      })
  void badCallsAreRefused(String arguments) {
    Scripts.Result result = Scripts.run("fault " + arguments);
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err()).startsWith("fault: ").hasLineCount(1);
  }
}
