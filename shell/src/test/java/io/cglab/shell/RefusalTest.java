package io.cglab.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.cgroupfs.CgroupFs;
import io.cglab.cgroupfs.machine.MachineSpec;
import io.cglab.shell.observe.Instruments;
import io.cglab.shell.process.MemoryFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What refused commands print, by the table refusals.txt: line one, and the hint behind it. */
class RefusalTest {
  private static final String TABLE = "/io/cglab/shell/explain/refusals.txt";

  /**
   * One row.
   *
   * @param err what is printed on stderr where hints are on
   */
  record Row(String machine, String given, String command, int status, String err) {
    String withoutHints() {
      return err.replaceAll("(?m)^hint: .*\n", "");
    }

    @Override
    public String toString() {
      return machine + ": " + command;
    }
  }

  static List<Row> rows() throws IOException {
    String text;
    try (InputStream in = Objects.requireNonNull(RefusalTest.class.getResourceAsStream(TABLE))) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    List<Row> rows = new ArrayList<>();
    for (String block : text.split("\n\n", -1)) {
      if (block.startsWith("machine: ")) {
        String[] lines = block.strip().split("\n", -1);
        String err = String.join("\n", List.of(lines).subList(4, lines.length));
        rows.add(
            new Row(
                lines[0].substring("machine: ".length()),
                lines[1].substring("given: ".length()),
                lines[2].substring("$ ".length()),
                Integer.parseInt(lines[3].substring("status: ".length())),
                err.isEmpty() ? "" : err + "\n"));
      }
    }
    return rows;
  }

  private record Run(int status, String out, String err) {}

  private static Run run(Row row, boolean hints, String more) throws IOException {
    try (CgroupFs machine = CgroupFs.boot(MachineSpec.named(row.machine()))) {
      MemoryFile out = new MemoryFile();
      MemoryFile err = new MemoryFile();
      try (Shell shell =
          new Shell(Instruments.attached(machine), 1, "sh", new MemoryFile(), out, err)) {
        shell.withHints(hints);
        int status = shell.script(row.given() + "\n" + row.command() + more);
        return new Run(status, out.text(), err.text());
      }
    } catch (io.cglab.core.api.KernelException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theTableIsLong() throws IOException {
    assertThat(rows()).hasSizeGreaterThan(100);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void printsWhatTheTableSays(Row row) throws IOException {
    Run run = run(row, true, "");
    assertThat(run.err()).isEqualTo(row.err());
    assertThat(run.status()).isEqualTo(row.status());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void hintsChangeNothingElse(Row row) throws IOException {
    Run with = run(row, true, "");
    Run without = run(row, false, "");
    assertThat(without.err()).isEqualTo(row.withoutHints());
    assertThat(without.status()).isEqualTo(with.status());
    assertThat(without.out()).isEqualTo(with.out());
  }

  /** {@code explain} tells afterwards what the hint would have been. */
  @ParameterizedTest
  @MethodSource("rows")
  void explainTellsItLater(Row row) throws IOException {
    if (row.status() == 0) {
      return; // it was not refused
    }
    String told = run(row, false, "\nexplain").out();
    assertThat(told).contains(row.err().replace("hint: ", ""));
  }
}
