package io.cglab.core.policy.iocost;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.core.TestMachine;
import io.cglab.core.api.DevNo;
import io.cglab.core.device.Disk;
import io.cglab.core.device.DiskConfig;
import io.cglab.core.device.Disks;
import io.cglab.core.device.FixedLatency;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which parameters a disk has (control-files.md 3.5). */
class IocostSettingsTest {
  private final IocostSettings settings = new IocostSettings();

  private static Disk disk(boolean rotational, int depth) {
    return new Disks(0, 1000)
        .add(
            new DiskConfig(
                "sda",
                new DevNo(8, 0),
                8,
                rotational,
                true,
                depth,
                2560,
                2560,
                128,
                new FixedLatency(0),
                List.of()));
  }

  private DiskSettings of(Disk disk) {
    DiskSettings found = settings.of(disk);
    assert found != null : "not set up: " + disk.name();
    return found;
  }

  @ParameterizedTest
  @CsvSource({
    "true, 1, HDD, 250000, 370",
    "true, 32, HDD, 250000, 370",
    "false, 1, SSD_QD1, 25000, 6946",
    "false, 2, SSD_DEFAULT, 25000, 8518"
  })
  void theClassIsChosenAtSetUp(
      boolean rotational, int depth, DiskClass expected, long latencyUs, long randIops) {
    Disk disk = disk(rotational, depth);
    assertThat(settings.of(disk)).isNull();
    settings.setUp(disk);
    assertThat(of(disk).diskClass()).isEqualTo(expected);
    assertThat(of(disk).enabled()).isFalse();
    assertThat(of(disk).qos())
        .isEqualTo(new QosParams(0, latencyUs, 0, latencyUs, 10_000, 100_000_000));
    assertThat(of(disk).model().readRandIops()).isEqualTo(randIops);
  }

  @Test
  void aFastDiskStaysFastAndOnlyWhatIsAutoFollowsTheClass() {
    Disk disk = disk(false, 64);
    CostModel own = new CostModel(1, 2, 3, 4, 5, 6);
    settings.setModel(disk, true, own);
    settings.reclassify(disk, DiskClass.SSD_FAST);
    assertThat(of(disk).qos()).isEqualTo(DiskClass.SSD_FAST.qos());
    assertThat(of(disk).model()).isEqualTo(own);

    settings.setQos(disk, true, false, DiskClass.HDD.qos());
    assertThat(of(disk).diskClass()).isEqualTo(DiskClass.SSD_FAST);
    assertThat(of(disk).qos()).isEqualTo(DiskClass.SSD_FAST.qos());
    settings.setModel(disk, false, own);
    assertThat(of(disk).model()).isEqualTo(DiskClass.SSD_FAST.model());
    assertThat(of(disk).enabled()).isTrue();
  }

  @Test
  void disksKeepTheirSettingsApart() {
    var disks = new Disks(0, 1000);
    Disk first = disks.add(TestMachine.disk("sda", new DevNo(8, 0), 0, 1, 255));
    Disk second = disks.add(TestMachine.disk("sdb", new DevNo(8, 16), 0, 64, 255));
    settings.setUp(second);
    assertThat(settings.of(first)).isNull();
    settings.setQos(first, true, false, DiskClass.HDD.qos());
    assertThat(of(second).enabled()).isFalse();
    assertThat(of(second).diskClass()).isEqualTo(DiskClass.SSD_DEFAULT);
  }
}
