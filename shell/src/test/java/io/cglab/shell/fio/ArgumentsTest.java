package io.cglab.shell.fio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cglab.shell.fio.Invocation.Format;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Command lines and job files. */
class ArgumentsTest {
  private static final String FILE =
      """
      ; a comment
      [global]
      filename=/dev/sda   # another
      bs = 8k

      [first job]
      rw=randread
      time_based
      [second]
      bs=4k
      numjobs=2
      """;

  private static Invocation parse(String... args) throws IOException {
    return Arguments.parse(
        List.of(args),
        name -> {
          if (!name.equals("file.fio")) {
            throw new FileNotFoundException(name);
          }
          return FILE;
        });
  }

  @Test
  void optionsBeforeTheFirstNameHoldForAllJobs() throws IOException {
    Invocation line = parse("--rw=write", "--size", "1m", "--name=a", "--bs=8k", "--name=b");
    assertThat(line.jobs()).extracting(JobSpec::name).containsExactly("a", "b");
    assertThat(line.jobs()).allMatch(job -> job.rw() == RwMode.WRITE);
    assertThat(line.jobs()).extracting(job -> job.text("bs")).containsExactly("8k", null);
    assertThat(line.formats()).containsExactly(Format.NORMAL);
    assertThat(parse("--time_based", "--refill_buffers", "--invalidate", "1", "--name=a").jobs())
        .hasSize(1);
  }

  @Test
  void aJobFileHasSections() throws IOException {
    List<JobSpec> jobs = parse("file.fio").jobs();
    assertThat(jobs).extracting(JobSpec::name).containsExactly("first job", "second");
    assertThat(jobs).extracting(job -> job.text("bs")).containsExactly("8k", "4k");
    assertThat(jobs).allMatch(job -> job.files().equals(List.of("/dev/sda")));
    assertThat(jobs.get(0).flag("time_based", false)).isTrue();
    assertThat(jobs.get(1).flag("time_based", false)).isFalse();
    assertThat(parse("--section=second", "file.fio").jobs()).hasSize(1);
  }

  @Test
  void reportsAndTheirFile() throws IOException {
    Invocation line = parse("--output-format=normal,json", "--output", "x", "--name=a");
    assertThat(line.formats()).containsExactly(Format.NORMAL, Format.JSON);
    assertThat(line.output()).isEqualTo("x");
    assertThat(parse("--minimal", "--eta=never", "--name=a").formats())
        .containsExactly(Format.TERSE);
  }

  @Test
  void lists() throws IOException {
    JobSpec job =
        parse(
                "--name=a",
                "--filename=/dev/sda:/dev/sd\\:b",
                "--bssplit=4k/50:8k/,16k",
                "--percentile_list=99:50",
                "--rate_iops=100,,")
            .jobs()
            .get(0);
    assertThat(job.files()).containsExactly("/dev/sda", "/dev/sd:b");
    assertThat(job.blocks()[0].bytes()).containsExactly(4096, 8192);
    assertThat(job.blocks()[0].percents()).containsExactly(50, 50);
    assertThat(job.blocks()[2].bytes()).containsExactly(16384);
    assertThat(job.percentiles()).containsExactly(50.0, 99.0);
    assertThat(job.rates()).containsExactly(100 * 4096L, 0, 0);
    assertThat(parse("--name=a", "--rate=1m").jobs().get(0).rates()).containsOnly(1 << 20);
    assertThat(parse("--name=a", "--bsrange=4k-16k").jobs().get(0).blocks()[0].percents())
        .containsExactly(25, 25, 25, 25);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --bogus=1           | fio: unrecognized option '--bogus=1'
          --rw=foo            | fio: failed parsing rw=foo
          --bs=xyz            | fio: failed parsing bs=xyz
          --bs=0              | bs: min value out of range: 0 (1 min)
          --bs=100            | multiples of its block of 512 bytes
          --iodepth=0         | iodepth: min value out of range: 0 (1 min)
          --rwmixread=200     | rwmixread: max value out of range: 200 (100 max)
          --direct=2          | max value out of range: 2 (1 max)
          --prioclass=5       | prioclass: max value out of range: 5 (3 max)
          --runtime=abc       | fio: failed parsing runtime=abc
          --size=1x           | fio: failed parsing size=1x
          --bssplit=4k/60:8k/60 | percentages are not 100% in all
          --percentile_list=a | fio: failed parsing percentile_list=a
          --rate=x            | fio: failed parsing rate=x
          --ioengine=nosuch   | fio: failed parsing ioengine=nosuch
          --rwmixread         | fio: option '--rwmixread' requires an argument
          --verify=md5        | fio: --verify is not simulated here
          --zonemode=zbd      | fio: --zonemode is not simulated here
          --status-interval=1 | fio: --status-interval is not simulated here
          --output-format=xml | fio: invalid output format xml
          nosuch.fio          | fio: unable to open 'nosuch.fio' job file
          """)
  void isRefused(String argument, String message) {
    assertThatExceptionOfType(FioException.class)
        .isThrownBy(() -> parse("--name=a", argument))
        .withMessageContaining(message);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bogus=1      | Bad option <bogus=1>¶fio: job a dropped
          direct       | Option direct requires an argument¶fio: failed parsing direct¶fio: job a dropped
          iodepth=0    | iodepth: min value out of range: 0 (1 min)¶fio: failed parsing iodepth=0¶fio: job a dropped
          verify=md5   | fio: option <verify> is not simulated here¶fio: job a dropped
          """)
  void aJobFileIsRefused(String line, String message) {
    assertThatExceptionOfType(FioException.class)
        .isThrownBy(() -> JobFile.parse("[a]\n" + line + "\n", java.util.Map.of()))
        .withMessage(message.replace('¶', '\n'));
    assertThatExceptionOfType(FioException.class)
        .isThrownBy(() -> JobFile.parse(line, java.util.Map.of()))
        .withMessage("fio: option <" + line + "> outside of [] job section");
  }
}
