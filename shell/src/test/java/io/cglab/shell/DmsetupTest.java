package io.cglab.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code dmsetup}: output, messages and exit statuses of 2008 (dm-ioband.md 2). */
class DmsetupTest {
  private static final String FAILED = "\nCommand failed\n";

  /** ioband1 on sda1, weight 40, ready for messages. */
  private static final String READY =
      """
      echo "0 $(blockdev --getsize /dev/sda1) ioband /dev/sda1 1" | dmsetup create ioband1
      dmsetup message ioband1 0 weight 40
      """;

  private static String out(String script) {
    Scripts.Result result = Scripts.run(script);
    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
    return result.out();
  }

  /** The specification's table of what is refused (2.16): line 1 of stderr, and the log. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          echo "8 $((S - 8)) ioband /dev/sda1 1" | dmsetup create x         ~ reload ~ Invalid argument ~ Gap in table
          echo "0 $((S + 1)) ioband /dev/sda1 1" | dmsetup create x         ~ reload ~ Invalid argument ~ Device lookup failed
          echo "0 0 ioband /dev/sda1 1" | dmsetup create x                  ~ reload ~ Invalid argument ~ zero-length target
          echo "0 $S ioband /dev/nope 1" | dmsetup create x                 ~ reload ~ Invalid argument ~ Device lookup failed
          echo "0 $S ioband /dev/sda1" | dmsetup create x                   ~ reload ~ Invalid argument ~ Requires 2 or more arguments
          echo "0 $S ioband /dev/sda1 1 2 3 4" | dmsetup create x           ~ reload ~ Invalid argument ~ Too many arguments
          echo "0 $S ioband /dev/sda1 one" | dmsetup create x               ~ reload ~ Invalid argument ~ Invalid device group id
          echo "0 $S ioband /dev/sda1 1 ten" | dmsetup create x             ~ reload ~ Invalid argument ~ Invalid io_throttle
          echo "0 $S ioband /dev/sda1 1 32768" | dmsetup create x           ~ reload ~ Invalid argument ~ Invalid io_throttle
          echo "0 $S ioband /dev/sda1 1 10 -1" | dmsetup create x           ~ reload ~ Invalid argument ~ Invalid io_limit
          echo "0 $S ioband /dev/sda2 1" | dmsetup create ioband1           ~ create ~ Device or resource busy ~
          echo "0 $S iobnad /dev/sda1 1" | dmsetup create x                 ~ reload ~ Invalid argument ~ unknown target type
          dmsetup create a/b --notable                                      ~ create ~ Invalid argument ~
          dmsetup message nosuch 0 weight 10                                ~ message ~ No such device or address ~
          dmsetup remove nosuch                                             ~ remove ~ No such device or address ~
          dmsetup suspend nosuch                                            ~ suspend ~ No such device or address ~
          dmsetup resume nosuch                                             ~ resume ~ No such device or address ~
          dmsetup message ioband1 0 type role                               ~ message ~ Invalid argument ~ role isn't supported.
          dmsetup message ioband1 0 type user.                              ~ message ~ Invalid argument ~ user. isn't supported.
          dmsetup message ioband1 0 type none                               ~ message ~ Invalid argument ~ none isn't supported.
          dmsetup message ioband1 0 attach 1000                             ~ message ~ Invalid argument ~ no ioband group type is specified
          type user; attach 1000; dmsetup message ioband1 0 attach 1000     ~ message ~ File exists ~ id=1000 already exists.
          type user; dmsetup message ioband1 0 attach -2                    ~ message ~ Invalid argument ~ invalid id
          type user; dmsetup message ioband1 0 attach x                     ~ message ~ Invalid argument ~ invalid id
          type user; attach 1000; dmsetup message ioband1 0 type pid        ~ message ~ Device or resource busy ~
          dmsetup message ioband1 0 weight 0                                ~ message ~ Invalid argument ~
          dmsetup message ioband1 0 weight -5                               ~ message ~ Invalid argument ~
          dmsetup message ioband1 0 weight x                                ~ message ~ Invalid argument ~
          dmsetup message ioband1 0 weight 1.5                              ~ message ~ Invalid argument ~
          dmsetup message ioband1 0 weight 32768                            ~ message ~ Invalid argument ~
          dmsetup message ioband1 0 weight                                  ~ message ~ Invalid argument ~ Unrecognised band message received.
          dmsetup message ioband1 0 weight 3000:10                          ~ message ~ Invalid argument ~ id=3000 not found.
          dmsetup message ioband1 0 detach 3000                             ~ message ~ Invalid argument ~ invalid id:3000
          dmsetup message ioband1 0 detach -1                               ~ message ~ Invalid argument ~ invalid id:-1
          dmsetup message ioband1 0 io_limit 2                              ~ message ~ Invalid argument ~
          dmsetup message ioband1 0 io_throttle 129                         ~ message ~ Invalid argument ~
          dmsetup message ioband1 0 token 0                                 ~ message ~ Invalid argument ~
          dmsetup message ioband1 0 frobnicate 1                            ~ message ~ Invalid argument ~ Unrecognised band message received.
          dmsetup message ioband1 0 reset 1                                 ~ message ~ Invalid argument ~ Unrecognised band message received.
          dmsetup message ioband1 0 policy weight                           ~ message ~ Invalid argument ~ Unrecognised band message received.
          dmsetup message ioband1 $S weight 10                              ~ message ~ Invalid argument ~
          """)
  void refused(String command, String op, String errno, String log) {
    String before =
        READY
            + "S=$(blockdev --getsize /dev/sda1)\n"
            + "type() { dmsetup message ioband1 0 type $1; }\n"
            + "attach() { dmsetup message ioband1 0 attach $1; }\n";
    // State: everything that is shown, but for what the line itself sets first.
    String[] parts = command.split("; ", -1);
    String last = parts[parts.length - 1];
    String first = command.substring(0, command.length() - last.length());
    String state = "{ dmsetup table; dmsetup status; dmsetup info; iobandctl showconfig; }";
    Scripts.Result result =
        Scripts.run(
            before
                + first
                + "\n"
                + state
                + " > /tmp/before\n"
                + last
                + "\nstatus=$?\n"
                + state
                + " > /tmp/after\ndiff /tmp/before /tmp/after\necho $status\ndmesg -t | tail -n 1");
    assertThat(result.err()).isEqualTo("device-mapper: " + op + " ioctl failed: " + errno + FAILED);
    String[] lines = result.out().split("\n", -1);
    assertThat(lines[0]).isEqualTo("1");
    if (log == null) {
      assertThat(lines[1]).isEmpty();
    } else {
      assertThat(lines[1]).startsWith("device-mapper: ").endsWith(": " + log);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          echo "0 ioband /dev/sda1 1" | dmsetup create x   ~ Invalid format on line 1 of table on stdin
          echo "0 $(blockdev --getsize /dev/nope 2> /dev/null) ioband /dev/nope 1" | dmsetup create x ~ Invalid format on line 1 of table on stdin
          printf '# a table\\n\\n0 8\\n' | dmsetup create x  ~ Invalid format on line 3 of table on stdin
          dmsetup table nosuch                             ~ Device does not exist.
          dmsetup status nosuch                            ~ Device does not exist.
          dmsetup info nosuch                              ~ Device does not exist.
          """)
  void refusedBeforeTheKernel(String command, String line) {
    Scripts.Result result = Scripts.run(command);
    assertThat(result.err()).isEqualTo(line + FAILED);
    assertThat(result.status()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          dmsetup frob          ~ Unknown command
          dmsetup               ~ No command specified.
          dmsetup create        ~ Incorrect number of arguments
          dmsetup message x 0   ~ Incorrect number of arguments
          dmsetup remove a b    ~ Incorrect number of arguments
          dmsetup ls --tree     ~ dmsetup: unrecognized option '--tree'
          """)
  void wrongUsage(String command, String line) {
    Scripts.Result result = Scripts.run(command + " < /dev/null");
    assertThat(result.err()).startsWith(line + "\nUsage:\n").doesNotContain("Command failed");
    assertThat(result.status()).isEqualTo(1);
  }

  @Test
  void aMountedOrOpenDeviceStays() {
    Scripts.Result result =
        Scripts.run(
            READY
                + "spawn P; workload $P randread 253:0\ndmsetup remove ioband1; echo $?\nreap P\n"
                + "advance 1\ndmsetup remove ioband1; echo $?");
    assertThat(result.out()).isEqualTo("1\n0\n");
    assertThat(result.err())
        .isEqualTo("device-mapper: remove ioctl failed: Device or resource busy" + FAILED);
  }

  @Test
  void whatIsMountedIsNotMappedNorRemovedUnderItsMount() {
    Scripts.Result result =
        Scripts.run(
            READY
                + """
                mkfs.ext3 /dev/sda2 > /tmp/out 2>&1; mkdir /a /b; mount /dev/sda2 /a
                dmsetup create x --table "0 8 ioband 8:2 1"; dmsetup ls
                mkfs.ext3 /dev/mapper/ioband1 > /tmp/out 2>&1; mount /dev/mapper/ioband1 /b
                dmsetup info ioband1 | grep Open
                dmsetup remove ioband1
                umount /a /b
                dmsetup create x --table "0 8 ioband 8:2 1"; dmsetup remove ioband1; dmsetup ls
                """);
    assertThat(result.out()).isEqualTo("ioband1\t(253, 0)\nOpen count:        1\nx\t(253, 1)\n");
    assertThat(result.err())
        .isEqualTo(
            "device-mapper: reload ioctl failed: Device or resource busy"
                + FAILED
                + "device-mapper: remove ioctl failed: Device or resource busy"
                + FAILED);
  }

  @Test
  void aDeviceThatIsTooShortIsNoted() {
    Scripts.Result result =
        Scripts.runWithHints("dmsetup create x --table '0 268433400 ioband /dev/sda1 1'");
    assertThat(result.err())
        .isEqualTo(
            "hint: the last 8 sectors of /dev/sda1 are out of reach: blockdev --getsize tells how"
                + " many there are\n");
  }

  @Test
  void theWordingOfToday() {
    Scripts.Result result =
        Scripts.run(READY + "export DMSETUP_STYLE=modern\ndmsetup remove x; dmsetup ls");
    assertThat(result.err())
        .isEqualTo(
            "device-mapper: remove ioctl on x  failed: No such device or address\n"
                + "Command failed.\n");
    assertThat(result.out()).isEqualTo("ioband1\t(253:0)\n");
  }

  @Test
  void listings() {
    assertThat(
            out(
                """
                dmsetup ls; dmsetup table; dmsetup status; dmsetup info; dmsetup deps
                dmsetup targets
                echo "0 268433408 ioband /dev/sda1 1" | dmsetup create ioband1
                dmsetup create b --table "0 2048 linear /dev/sda2 8"
                dmsetup create a << END
                # two segments
                0 2048 linear 8:2 4096

                2048 4096 striped 2 128 /dev/sdb 0 8:2 8192
                END
                dmsetup ls; dmsetup table; dmsetup table a; dmsetup table --target linear
                dmsetup status; dmsetup deps; dmsetup deps a
                dmsetup info a
                """))
        .isEqualTo(
            """
            No devices found
            No devices found
            No devices found
            No devices found
            No devices found
            ioband           v0.0.3
            striped          v1.0.2
            linear           v1.0.2
            error            v1.0.1
            zero             v1.0.0
            delay            v1.0.2
            a\t(253, 2)
            b\t(253, 1)
            ioband1\t(253, 0)
            a: 0 2048 linear 8:2 4096
            a: 2048 4096 striped 2 128 8:16 0 8:2 8192
            b: 0 2048 linear 8:2 8
            ioband1: 0 268433408 ioband 8:1 1 4 128
            0 2048 linear 8:2 4096
            2048 4096 striped 2 128 8:16 0 8:2 8192
            a: 0 2048 linear 8:2 4096
            b: 0 2048 linear 8:2 8
            a: 0 2048 linear\s
            a: 2048 4096 striped 2 8:16 8:2 1 AA
            b: 0 2048 linear\s
            ioband1: 0 268433408 ioband 1 -1 0 0 0 0 0 0
            a: 2 dependencies\t: (8, 2) (8, 16)
            b: 1 dependencies\t: (8, 2)
            ioband1: 1 dependencies\t: (8, 1)
            2 dependencies\t: (8, 2) (8, 16)
            Name:              a
            State:             ACTIVE
            Read Ahead:        256
            Tables present:    LIVE
            Open count:        0
            Event number:      0
            Major, minor:      253, 2
            Number of targets: 2

            """);
  }

  @Test
  void aReloadTakesEffectWithTheNextResume() {
    assertThat(
            out(
                """
                dmsetup create v --table "0 2048 linear 8:1 0"
                dmsetup load v --table "0 4096 linear 8:2 0"
                dmsetup info v | grep Tables
                dmsetup suspend v; dmsetup info v | grep State
                dmsetup resume v; dmsetup table v; blockdev --getsz /dev/mapper/v
                dmsetup remove /dev/mapper/v; ls /dev/mapper
                """))
        .isEqualTo(
            """
            Tables present:    LIVE & INACTIVE
            State:             SUSPENDED
            0 4096 linear 8:2 0
            4096
            """);
  }

  @Test
  void theLastLineOfTheLogStandsBelowARefusal() {
    Scripts.Result result = Scripts.runWithHints(READY + "dmsetup message ioband1 0 attach 1000");
    assertThat(result.err())
        .isEqualTo(
            "device-mapper: message ioctl failed: Invalid argument"
                + FAILED
                + "hint: the kernel's log: device-mapper: ioband: no ioband group type is"
                + " specified\n");
  }

  @Test
  void profilesOf1x() {
    assertThat(
            out(
                """
                modprobe dm-ioband profile=1.x
                dmsetup targets | head -n 1
                dmsetup create share1 --table "0 268433408 ioband /dev/sda1 share1 10 400 user weight \
                2048 :100 1000:80 2000:20"
                dmsetup table
                dmsetup message share1 0 weight 0x3e8:0120
                dmsetup message share1 0 policy range-bw
                dmsetup -- message share1 0 range-bw -1:100:500
                dmsetup table
                dmsetup status
                """))
        .isEqualTo(
            """
            ioband           v1.14.0
            share1: 0 268433408 ioband 8:1 share1 10 400 user weight 2048 :100 1000:80 2000:20
            share1: 0 268433408 ioband 8:1 share1 10 400 user range-bw 16384 :100:500 1000:0:0 2000:0:0
            share1: 0 268433408 ioband share1 -1 0 0 0 0 0 0 0 0 0 0 0 1000 0 0 0 0 0 0 0 0 0 0 0\
             2000 0 0 0 0 0 0 0 0 0 0 0
            """);
  }

  @Test
  void theModule() {
    Scripts.Result result =
        Scripts.run(
            READY
                + """
                modprobe -r dm-ioband; echo $?
                modprobe dm-ioband profile=1.x; echo $?
                dmsetup remove ioband1
                modprobe -r dm-ioband; echo $?
                dmsetup targets | grep -c ioband
                dmsetup create x --table "0 8 ioband 8:1 1"
                modprobe dm-ioband profile=0.0.3; echo $?
                dmsetup create x --table "0 8 ioband 8:1 1"
                dmsetup message x 0 type cgroup
                modprobe nosuch
                """);
    assertThat(result.out()).isEqualTo("1\n1\n0\n0\n0\n");
    assertThat(result.err())
        .isEqualTo(
            "modprobe: FATAL: Module dm_ioband is in use.\n"
                + "modprobe: FATAL: Error inserting dm_ioband: Device or resource busy\n"
                + "device-mapper: reload ioctl failed: Invalid argument"
                + FAILED
                + "device-mapper: message ioctl failed: Invalid argument"
                + FAILED
                + "modprobe: FATAL: Module nosuch not found.\n");
  }
}
