package io.cglab.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code pvcreate}, {@code vgcreate}, {@code lvcreate} as far as dm-ioband's manual goes. */
class LvmTest {
  private static final String GROUP =
      """
      pvcreate /dev/sdb > /dev/null
      pvcreate /dev/nvme0n1 > /dev/null
      vgcreate vg0 /dev/sdb /dev/nvme0n1 > /dev/null
      """;

  @Test
  void theManualsVolumes() {
    Scripts.Result result =
        Scripts.run(
            """
            pvcreate /dev/sdb
            pvcreate /dev/nvme0n1
            vgcreate vg0 /dev/sdb /dev/nvme0n1
            lvcreate -n lv0 -i 2 -l 64 vg0 -L 1024M
            lvcreate -n lv1 -i 2 -I 64 -L 1024M vg0
            lvcreate --name=lv-2 --extents 3 vg0
            dmsetup table
            ls /dev/mapper /dev/vg0
            blockdev --getsize /dev/mapper/lv0
            blockdev --getsize /dev/vg0/lv-2
            dmsetup remove vg0-lv0
            ls /dev/vg0
            """);
    assertThat(result.out())
        .isEqualTo(
            """
              Physical volume "/dev/sdb" successfully created
              Physical volume "/dev/nvme0n1" successfully created
              Volume group "vg0" successfully created
              Using default stripesize 64.00 KB
              Logical volume "lv0" created
              Logical volume "lv1" created
              Logical volume "lv-2" created
            vg0-lv--2: 0 24576 linear 8:16 2097536
            vg0-lv0: 0 2097152 striped 2 128 8:16 384 259:0 384
            vg0-lv1: 0 2097152 striped 2 128 8:16 1048960 259:0 1048960
            /dev/mapper:
            lv-2
            lv0
            lv1
            vg0-lv--2
            vg0-lv0
            vg0-lv1

            /dev/vg0:
            lv-2
            lv0
            lv1
            2097152
            24576
            lv-2
            lv1
            """);
    assertThat(result.err()).startsWith("  WARNING: -l 64 is a number of extents").hasLineCount(1);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          pvcreate /dev/nope                     ~ 5 ~ Device /dev/nope not found (or ignored by filtering).
          pvcreate                               ~ 3 ~ Please enter a physical volume path
          pvcreate /dev/sdb                      ~ 5 ~ Can't initialize physical volume "/dev/sdb" of volume group "vg0" without -ff
          dmsetup create x --table "0 8 linear 8:1 0"; pvcreate /dev/sda1 ~ 5 ~ Can't open /dev/sda1 exclusively.  Mounted filesystem?
          vgcreate vg0 /dev/sda1                 ~ 5 ~ A volume group called 'vg0' already exists.
          vgcreate vg1                           ~ 3 ~ Please enter physical volume name(s)
          lvcreate -n a -L 1G vg9                ~ 5 ~ Volume group "vg9" not found
          lvcreate -n a -L 1G                    ~ 3 ~ Please provide a volume group name
          lvcreate -n a vg0                      ~ 3 ~ Please specify either size or extents
          lvcreate -n a -i 0 -L 1G vg0           ~ 3 ~ Number of stripes (0) must be between 1 and 128
          lvcreate -n a -i 129 -L 1G vg0         ~ 3 ~ Number of stripes (129) must be between 1 and 128
          lvcreate -n a -i 2 -I 3 -L 1G vg0      ~ 3 ~ Invalid stripe size 3.00 KB: a power of 2 from 4 KB to an extent
          lvcreate -n a -L 9T vg0                ~ 5 ~ Insufficient free extents (655358) in volume group vg0: 2359296 required
          lvcreate -n a -L big vg0               ~ 3 ~ Invalid argument big for --size
          LVM_STRICT=1 lvcreate -n a -l 64 -L 1G vg0 ~ 3 ~ Please specify either size or extents (not both)
          lvcreate -Z y -n a -L 1G vg0           ~ 3 ~ lvcreate: unrecognized option '-Z'
          """)
  void refused(String command, int status, String line) {
    Scripts.Result result = Scripts.run(GROUP + command);
    assertThat(result.err()).isEqualTo("  " + line + "\n");
    assertThat(result.status()).isEqualTo(status);
  }

  @Test
  void aVolumeThatIsTakenByName() {
    Scripts.Result result = Scripts.run(GROUP + "lvcreate -n a -L 1 vg0\nlvcreate -n a -L 4M vg0");
    assertThat(result.out())
        .isEqualTo(
            "  Rounding up size to full physical extent 4.00 MB\n  Logical volume \"a\" created\n");
    assertThat(result.err())
        .isEqualTo("  Logical volume \"a\" already exists in volume group \"vg0\"\n");
  }

  @Test
  void stripesAreRoundedUp() {
    assertThat(Scripts.run(GROUP + "lvcreate -i2 -l 3 vg0; dmsetup table").out())
        .isEqualTo(
            "  Using default stripesize 64.00 KB\n"
                + "  Rounding size (3 extents) up to stripe boundary size (4 extents)\n"
                + "  Logical volume \"lvol0\" created\n"
                + "vg0-lvol0: 0 32768 striped 2 128 8:16 384 259:0 384\n");
  }
}
