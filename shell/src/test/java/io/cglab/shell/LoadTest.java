package io.cglab.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code job} and {@code run}, and commands that run others as somebody else. */
class LoadTest {
  @Test
  void eachJobsShareRatesLatenciesAndDiskTime() {
    Scripts.Result result =
        Scripts.run(
            """
            job a --dev sdb --rw randread
            job b --dev /dev/sdb --rw=randwrite --clients=3 --start 5s --direct
            run 10s
            ps -e | grep -c ' a$'
            """);
    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .isEqualTo(
            """
            job      I/Os    share      IO/s      KiB/s   mean ms  worst ms      disk
            a         780   62.5 %      78.0      312.0      12.8      32.0    62.4 %
            b         468   37.5 %      46.8      187.2      31.9      32.0    37.5 %
            disks at work for 99.9 % of the time
            0
            """);
  }

  @Test
  void jobsAreToldApartByUserGroupProcessAndProcessGroup() {
    for (String[] by :
        new String[][] {
          {"user", "7", "--uid 7"},
          {"gid", "8", "--uid 3 --gid 8"},
          {"pid", "4321", "--pid 4321"},
          {"pgrp", "9000", "--pgrp --clients 2"}
        }) {
      Scripts.Result result =
          Scripts.run(
              String.format(
                  """
                  dmsetup create ioband1 --table "0 268433408 ioband 8:1 1"
                  dmsetup message ioband1 0 type %s
                  dmsetup message ioband1 0 attach %s
                  echo 8998 > /proc/sys/kernel/ns_last_pid
                  job a --dev /dev/mapper/ioband1 --bs 4k %s
                  run 1s > /tmp/table
                  set -- $(dmsetup status ioband1)
                  test $6 -eq 0 && test ${13} -gt 100 && echo $5 ${12}
                  """,
                  by[0], by[1], by[2]));
      assertThat(result.out()).as(by[0]).isEqualTo("-1 " + by[1] + "\n");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          run 1s                           ~ 1 ~ run: nothing to run: describe workloads with job first
          run                              ~ 2 ~ run: usage: run DURATION, such as run 60s
          job                              ~ 2 ~ job: usage: job NAME --dev DEVICE [--rw read|write|randread|randwrite] [--bs 4k] ...
          job a                            ~ 2 ~ job: --dev is missing
          job a --dev nosuch               ~ 2 ~ job: nosuch: no block device
          job a --dev sda --rw trim        ~ 2 ~ job: --rw takes read, write, randread or randwrite
          job a --dev sda --bs 100         ~ 2 ~ job: --bs takes a multiple of 512 up to 64M
          job a --dev sda --clients 0      ~ 2 ~ job: --clients takes a number from 1 to 4096
          job a --dev sda --frob 1         ~ 2 ~ job: --frob: no option of job; see help job
          job a --dev                      ~ 2 ~ job: --dev: a value is missing
          job a --dev sda --start soon     ~ 2 ~ job: --start takes a length of time, such as 20us or 30s
          job a --dev sda --cgroup /nosuch; run 1s ~ 1 ~ run: /nosuch/cgroup.procs: No such file or directory
          su nobody-here -c true           ~ 1 ~ su: user nobody-here does not exist
          """)
  void refused(String command, int status, String line) {
    Scripts.Result result = Scripts.run(command);
    assertThat(result.err()).isEqualTo(line + "\n");
    assertThat(result.status()).isEqualTo(status);
  }

  @Test
  void asSomebodyElse() {
    assertThat(Scripts.run("su user -c id; sudo -u '#2000' id -u; su -c 'id -u'; id -u").out())
        .isEqualTo("uid=1000(user) gid=1000(user) groups=1000(user)\n2000\n0\n0\n");
  }

  @Test
  void theNextNumberOfAProcess() {
    Scripts.Result result =
        Scripts.run(
            "echo 1233 > /proc/sys/kernel/ns_last_pid; spawn A B; echo $A $B\n"
                + "cat /proc/sys/kernel/ns_last_pid\n"
                + "echo 4194303 > /proc/sys/kernel/ns_last_pid");
    assertThat(result.out()).isEqualTo("1234 1235\n1235\n");
    assertThat(result.err()).contains("Invalid argument");
  }
}
