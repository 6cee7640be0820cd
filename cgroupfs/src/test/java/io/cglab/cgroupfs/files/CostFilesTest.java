package io.cglab.cgroupfs.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** io.cost.qos and io.cost.model (control-files.md 3.5, 4.3). */
class CostFilesTest {
  private static final String QOS = "io.cost.qos";
  private static final String MODEL = "io.cost.model";
  private static final String AUTO_QOS =
      "8:0 enable=0 ctrl=auto rpct=0.00 rlat=25000 wpct=0.00 wlat=25000 min=1.00 max=10000.00;";
  private static final String AUTO_MODEL =
      "8:0 ctrl=auto model=linear rbps=488636629 rseqiops=8932 rrandiops=8518 wbps=427891549"
          + " wseqiops=28755 wrandiops=21940;";

  private final FilesMachine machine = new FilesMachine();

  @AfterEach
  void close() {
    machine.close();
  }

  /** The value of a key in the only line of a file, or the errno of the write. */
  private String valueAfter(String file, String text, String key) {
    String outcome = machine.outcome(file, "8:0 " + text);
    int at = outcome.indexOf(" " + key + "=");
    return at < 0 ? outcome : outcome.substring(at + key.length() + 2).split("[ ;]")[0];
  }

  @ParameterizedTest(name = "{0}: {1} is {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          enable=1                          | enable | 1
          enable=2                          | enable | 1
          enable=0x0                        | enable | 0
          enable=1x                         | enable | EINVAL
          enable=-1                         | enable | EINVAL
          enable=+1                         | enable | EINVAL
          enable=18446744073709551616       | enable | EINVAL
          enable=                           | enable | EINVAL
          enable                            | enable | EINVAL
          ENABLE=1                          | enable | EINVAL
          bogus=1                           | enable | EINVAL
          ctrl=user                         | ctrl   | user
          ctrl=auto                         | ctrl   | auto
          ctrl=bogus                        | ctrl   | EINVAL
          ctrl=autox                        | ctrl   | EINVAL
          ctrl=auto rlat=7                  | ctrl   | user
          ctrl=auto rlat=7                  | rlat   | 7
          rlat=7 ctrl=auto                  | ctrl   | auto
          rlat=7 ctrl=auto                  | rlat   | 25000
          enable=1 enable=0                 | enable | 0
          rlat=7\\trlat=8\\n\\nrlat=9          | rlat   | 9
          rlat=7\\rrlat=8                    | rlat   | EINVAL
          rlat=5ms                          | rlat   | EINVAL
          rlat=abc                          | rlat   | EINVAL
          rlat=0x10                         | rlat   | 16
          rlat=08                           | rlat   | EINVAL
          rlat=4294967297                   | rlat   | 1
          wlat=18446744073709551615         | wlat   | 4294967295
          rpct=95.00                        | rpct   | 95.00
          rpct=50.123                       | rpct   | 50.12
          rpct=50.125                       | rpct   | 50.13
          rpct=50.995                       | rpct   | 51.00
          rpct=95abc                        | rpct   | 95.00
          rpct=5,6                          | rpct   | 5.00
          rpct=1e3                          | rpct   | 1.00
          rpct=0x10                         | rpct   | 0.00
          rpct=.5                           | rpct   | EINVAL
          rpct=5.                           | rpct   | 5.00
          rpct=5.-3                         | rpct   | EINVAL
          rpct=+5                           | rpct   | EINVAL
          rpct=-0                           | rpct   | 0.00
          rpct=-0.5                         | rpct   | 0.50
          rpct=-1                           | rpct   | EINVAL
          rpct=\\r5                          | rpct   | 5.00
          rpct=-\\r5                         | rpct   | EINVAL
          rpct=100                          | rpct   | 100.00
          rpct=100.01                       | rpct   | EINVAL
          rpct=101                          | rpct   | EINVAL
          rpct=18446744073709551615         | rpct   | EINVAL
          rpct=18446744073709551614         | rpct   | EINVAL
          rpct=9223372036854775807          | rpct   | EINVAL
          rpct=18446744073709551616         | rpct   | 0.00
          rpct=9223372036854775808          | rpct   | 0.00
          rpct=0000000000000000000000000000095 | rpct | 95.00
          rpct=00000000000000000000000000000095 | rpct | EINVAL
          wpct=99.9                         | wpct   | 99.90
          min=0                             | min    | 1.00
          min=50.00                         | min    | 50.00
          max=10001                         | max    | 10000.00
          max=150.0                         | max    | 150.00
          min=200 max=100                   | min    | EINVAL
          min=-1                            | min    | EINVAL
          min=2000 max=1000 ctrl=auto       | min    | EINVAL
          max=930000000000000               | max    | 1.00
          """)
  void qosTokens(String text, String key, String value) {
    assertThat(valueAfter(QOS, text, key)).isEqualTo(value);
  }

  @ParameterizedTest(name = "{0}: {1} is {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          model=linear                      | ctrl      | auto
          model=linearx                     | ctrl      | EINVAL
          model=quadratic                   | ctrl      | EINVAL
          ctrl=user                         | ctrl      | user
          rbps=0                            | rbps      | 0
          rbps=0                            | ctrl      | user
          rbps=1M                           | rbps      | EINVAL
          rbps=max                          | rbps      | EINVAL
          rbps=-1                           | rbps      | EINVAL
          rbps=+5                           | rbps      | EINVAL
          rbps=0x10                         | rbps      | 16
          wbps=18446744073709551615         | wbps      | 18446744073709551615
          wbps=18446744073709551616         | wbps      | EINVAL
          rseqiops=5 rseqiops=6             | rseqiops  | 6
          rrandiops=5                       | wrandiops | 21940
          wseqiops=5 ctrl=auto              | wseqiops  | 28755
          enable=1                          | ctrl      | EINVAL
          """)
  void modelTokens(String text, String key, String value) {
    assertThat(valueAfter(MODEL, text, key)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource({
    "sda enable=1, EINVAL",
    "enable=1, EINVAL",
    "8:0, EINVAL",
    "8:1 enable=1, ENODEV",
    "8:32 enable=1, ENODEV",
    "1:0 enable=1, EOPNOTSUPP",
    "1:0 bogus, EOPNOTSUPP"
  })
  void aWriteThatNamesNoDiskSetsNothingUp(String text, String errno) {
    assertThat(machine.write(QOS, text)).isEqualTo(errno);
    assertThat(machine.write(MODEL, text)).isEqualTo(errno);
    assertThat(machine.read(QOS)).isEmpty();
    assertThat(machine.read(MODEL)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"8:0\\n", "8:0 ", "8:0 bogus", "8:0 min=200 max=100"})
  void anyOtherWriteSetsIocostUp(String text) {
    machine.write(QOS, text);
    assertThat(machine.read(QOS)).isEqualTo(AUTO_QOS);
    assertThat(machine.read(MODEL)).isEqualTo(AUTO_MODEL);
  }

  @Test
  void aBadTokenTakesTheGoodOnesWithIt() {
    assertThat(machine.write(QOS, "8:0 enable=1 rlat=7 bogus")).isEqualTo("EINVAL");
    assertThat(machine.read(QOS)).isEqualTo(AUTO_QOS);
    assertThat(machine.write(MODEL, "8:0 rbps=7 wbps=x")).isEqualTo("EINVAL");
    assertThat(machine.read(MODEL)).isEqualTo(AUTO_MODEL);
  }

  @Test
  void userBeginsWithWhatIsThere() {
    machine.write(QOS, "8:0 ctrl=user");
    assertThat(machine.read(QOS)).isEqualTo(AUTO_QOS.replace("auto", "user"));
    machine.write(MODEL, "8:0 ctrl=user");
    assertThat(machine.read(MODEL)).isEqualTo(AUTO_MODEL.replace("auto", "user"));
  }

  @Test
  void disksAreListedInReverseOrderOfAppearance() {
    machine.write(QOS, "8:16 ");
    machine.write(QOS, "7:0 ");
    machine.write(QOS, "8:0 ");
    assertThat(machine.read(QOS).replaceAll(" [^;]*", "")).isEqualTo("8:16;8:0;7:0;");
  }

  @Test
  void theFilesAreInTheRootOnly() {
    assertThat(machine.read("a/io.cost.qos")).isEqualTo("ENOENT");
    assertThat(machine.read("a/io.cost.model")).isEqualTo("ENOENT");
    assertThat(machine.read("io.weight")).isEqualTo("ENOENT");
  }
}
