package io.cglab.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** systemd-run --scope and systemctl set-property. */
class SystemdTest {
  private static final String SCOPE = "/sys/fs/cgroup/system.slice/web.scope";

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          IOReadBandwidthMax='/dev/sda 1M'         | io.max        | 8:0 rbps=1000000 wbps=max riops=max wiops=max
          IOReadBandwidthMax='/dev/sda1 1.5K'      | io.max        | 8:0 rbps=1500 wbps=max riops=max wiops=max
          IOWriteBandwidthMax='/dev/sdb 2G'        | io.max        | 8:16 rbps=max wbps=2000000000 riops=max wiops=max
          IOReadIOPSMax='/dev/sda 1K'              | io.max        | 8:0 rbps=max wbps=max riops=1000 wiops=max
          IOWriteIOPSMax='/dev/sda 50'             | io.max        | 8:0 rbps=max wbps=max riops=max wiops=50
          IOReadBandwidthMax='/dev/sda infinity'   | io.max        | ''
          IOWeight=200                             | io.weight     | default 200
          IOWeight=200                             | io.bfq.weight | default 109
          IOWeight=10000                           | io.bfq.weight | default 1000
          IOWeight=100                             | io.bfq.weight | default 100
          IOWeight=1                               | io.bfq.weight | default 1
          IODeviceLatencyTargetSec='/dev/sda 25ms' | io.latency    | 8:0 target=25000
          IODeviceLatencyTargetSec='/dev/sda 1'    | io.latency    | 8:0 target=1000000
          """)
  void writesWhatSystemdWrites(String property, String file, String text) {
    Scripts.Result result =
        Scripts.run(
            "systemd-run -q --scope --unit=web -p " + property + " cat " + SCOPE + "/" + file);
    assertThat(result.err()).isEmpty();
    assertThat(result.out().strip()).isEqualTo(text);
    assertThat(result.status()).isZero();
  }

  @Test
  void limitsOfOneDeviceAreOneWrite() {
    Scripts.Result result =
        Scripts.run(
            "systemd-run --scope --unit=web -p 'IOReadBandwidthMax=/dev/sda 1M'"
                + " -p 'IOWriteIOPSMax=/dev/sda 10' sh -c 'cat /proc/self/cgroup "
                + SCOPE
                + "/io.max; exit 3'; echo $?; ls /sys/fs/cgroup/system.slice | grep -c scope");
    assertThat(result.err()).isEqualTo("Running scope as unit: web.scope\n");
    assertThat(result.out())
        .isEqualTo(
            """
            0::/system.slice/web.scope
            8:0 rbps=1000000 wbps=max riops=max wiops=10
            3
            0
            """);
  }

  @Test
  void setsPropertiesOfWhatRuns() {
    Scripts.Result result =
        Scripts.run(
            "systemd-run -q --scope --unit=web sh -c \"systemctl set-property web.scope IOWeight=50;"
                + " cat "
                + SCOPE
                + "/io.weight\"; systemd-run -q --scope --slice=a-b true;"
                + " systemctl set-property --runtime a-b.slice IOWeight=7;"
                + " cat /sys/fs/cgroup/a.slice/a-b.slice/io.weight");
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isEqualTo("default 50\ndefault 7\n");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          systemd-run true                              | systemd-run: services need a service manager; say --scope to run the command in a scope
          systemd-run --scope                           | systemd-run: Command line to execute required.
          systemd-run --scope -p IOWeight=0 true        | systemd-run: Failed to parse IOWeight= value: 0
          systemd-run --scope -p IOWeight true          | systemd-run: Not an assignment: IOWeight
          systemd-run --scope -p 'IOReadIOPSMax=/dev/sda' true   | systemd-run: Failed to parse IOReadIOPSMax= value: /dev/sda
          systemd-run --scope -p 'IOReadIOPSMax=/dev/sda x' true | systemd-run: Failed to parse IOReadIOPSMax= value: x
          systemd-run --scope -p 'IOReadIOPSMax=/dev/no 1' true  | systemd-run: Failed to find block device of /dev/no
          systemd-run --scope -p 'IOReadIOPSMax=/dev/zero 1' true | systemd-run: /dev/zero is not a block device
          systemctl start x                             | systemctl: only set-property is there; no service manager runs here
          systemctl set-property x.service IOWeight=5   | systemctl: Failed to set unit properties on x.service: Unit x.service not loaded.
          """)
  void saysWhatIsWrong(String script, String message) {
    Scripts.Result result = Scripts.run(script);
    assertThat(result.err().strip()).isEqualTo(message);
    assertThat(result.status()).isEqualTo(1);
  }
}
