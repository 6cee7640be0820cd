package io.cglab.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DdTest {
  @ParameterizedTest(name = "dd {0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          if=/dev/zero of=f bs=1K count=3           | 3+0 | 3+0 | 3072 bytes (3.1 kB, 3.0 KiB)
          if=/dev/zero of=f bs=1kB count=1          | 1+0 | 1+0 | 1000 bytes (1.0 kB)
          if=/dev/zero of=f bs=1 count=1            | 1+0 | 1+0 | 1 byte
          if=/dev/zero of=f count=2                 | 2+0 | 2+0 | 1024 bytes (1.0 kB, 1.0 KiB)
          if=/dev/zero of=f ibs=3 obs=2 count=3     | 3+0 | 4+1 | 9 bytes
          if=/dev/zero of=f bs=2x512 count=1        | 1+0 | 1+0 | 1024 bytes (1.0 kB, 1.0 KiB)
          if=/dev/zero of=f bs=4 count=10 iflag=count_bytes | 2+1 | 2+1 | 10 bytes
          if=/dev/null of=f                         | 0+0 | 0+0 | 0 bytes
          if=seven of=f bs=4                        | 1+1 | 1+1 | 7 bytes
          if=seven of=f bs=2 skip=1 count=2         | 2+0 | 2+0 | 4 bytes
          if=seven of=f bs=2 seek=3                 | 3+1 | 3+1 | 7 bytes
          if=/dev/sda of=/dev/null bs=1M count=4 iflag=direct | 4+0 | 4+0 | 4194304 bytes (4.2 MB, 4.0 MiB)
          if=/dev/zero of=/dev/sda bs=4K count=5 oflag=direct | 5+0 | 5+0 | 20480 bytes (20 kB, 20 KiB)
          if=/dev/sda of=/dev/sdb bs=4K count=3     | 3+0 | 3+0 | 12288 bytes (12 kB, 12 KiB)
          """)
  void countsAsGnuDoes(String operands, String in, String out, String bytes) {
    Scripts.Result result = Scripts.run("printf 1234567 > seven; dd " + operands);
    String[] lines = result.err().split("\n", -1);
    assertThat(lines[0]).isEqualTo(in + " records in");
    assertThat(lines[1]).isEqualTo(out + " records out");
    assertThat(lines[2]).startsWith(bytes + " copied, ").endsWith("B/s");
    assertThat(result.status()).isZero();
  }

  @ParameterizedTest(name = "dd {0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          if=/nosuch            | dd: failed to open '/nosuch': No such file or directory
          if=seven of=/no/f     | dd: failed to open '/no/f': No such file or directory
          bs=1y                 | dd: invalid number: '1y'
          count=-1              | dd: invalid number: '-1'
          iflag=fast            | dd: invalid input flag: 'fast'
          oflag=fullblock       | dd: invalid output flag: 'fullblock'
          conv=ebcdic           | dd: invalid conversion: 'ebcdic'
          status=loud           | dd: invalid status level: 'loud'
          of                    | dd: unrecognized operand 'of'
          if=/dev/sda of=/dev/null bs=100 count=1 iflag=direct | dd: error reading '/dev/sda': Invalid argument
          """)
  void refusesAsGnuDoes(String operands, String message) {
    Scripts.Result result = Scripts.run("printf 1234567 > seven; dd " + operands);
    assertThat(result.err()).startsWith(message + "\n");
    assertThat(result.status()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"none,0", "noxfer,2", "progress,3"})
  void statusLevelSaysHowMuchIsPrinted(String level, int lines) {
    Scripts.Result result = Scripts.run("dd if=/dev/zero of=/dev/null count=1 status=" + level);
    assertThat(result.err().lines()).hasSize(lines);
  }

  @ParameterizedTest
  @CsvSource({"seek=3 conv=notrunc,abc123x", "seek=3,abc123", "conv=notrunc,123defx"})
  void seekAndNotruncKeepWhatIsThere(String operands, String expected) {
    Scripts.Result result =
        Scripts.run(
            "printf abcdefx > f; printf 123 | dd of=f bs=1 status=none " + operands + "; cat f");
    assertThat(result.out()).isEqualTo(expected);
  }
}
