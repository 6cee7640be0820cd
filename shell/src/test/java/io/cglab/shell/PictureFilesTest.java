package io.cglab.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ways to a picture in a file of the user's. */
class PictureFilesTest {
  private static final String READ =
      "dd if=/dev/sda of=/dev/null bs=64k count=16 iflag=direct 2> /dev/null";

  @TempDir private Path directory = Path.of("");

  private record Outcome(int status, String out, String err) {}

  private static Outcome run(String... args) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var in = new ByteArrayInputStream(new byte[0]);
    int status = Main.run(new Console(in, out, err, false), args);
    return new Outcome(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private String in(String name) {
    return directory.resolve(name).toString();
  }

  @Test
  void theVerbsRunAScriptAndWriteAPicture() throws IOException {
    Path script = directory.resolve("script.sh");
    Files.writeString(script, READ + "\necho \"$1 done\"\nexit 3\n");
    assertThat(run("report", in("a.html"), "--seed", "7", script.toString(), "all"))
        .isEqualTo(new Outcome(3, "all done\n", "wrote " + in("a.html") + "\n"));
    assertThat(directory.resolve("a.html")).content().startsWith("<!DOCTYPE html>");
    assertThat(run("plot", in("a.svg"), "-c", READ).err()).isEqualTo("wrote " + in("a.svg") + "\n");
    assertThat(directory.resolve("a.svg")).content().startsWith("<svg ").contains("/ on sda read");
  }

  @Test
  void runHasBothAsOptions() {
    Outcome outcome =
        run("run", "--report", in("b.html"), "--plot", in("b.svg"), "-c", READ + "; echo ok");
    assertThat(outcome)
        .isEqualTo(
            new Outcome(0, "ok\n", "wrote " + in("b.html") + "\nwrote " + in("b.svg") + "\n"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"report, c.html, <!DOCTYPE html>", "plot, c.svg, <svg "})
  void theShellHasCommandsForBoth(String command, String name, String begin) {
    Outcome outcome = run("run", "-c", READ + "; " + command + " " + in(name) + "; sleep 1");
    assertThat(outcome).isEqualTo(new Outcome(0, "wrote " + in(name) + "\n", ""));
    assertThat(directory.resolve(name)).content().startsWith(begin);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          report              | report: usage: report FILE.html (a file of your machine)         | 2
          plot a b            | plot: usage: plot FILE.svg (a file of your machine)              | 2
          report -x a         | report: invalid option -- 'x'                                    | 2
          report DIR          | report: 'DIR' is a directory; name a file in it                  | 1
          plot DIR/no/a.svg   | plot: DIR/no/a.svg: no such directory on your machine: DIR/no    | 1
          """)
  void commandsRefuseWithOneLine(String command, String message, int status) {
    assertThat(run("run", "-c", command.replace("DIR", directory.toString())))
        .isEqualTo(new Outcome(status, "", message.replace("DIR", directory.toString()) + "\n"));
  }

  @Test
  void anUnfitFileIsRefusedBeforeAnythingRuns() {
    Outcome outcome = run("report", in("no/a.html"), "-c", "echo ran");
    assertThat(outcome)
        .isEqualTo(
            new Outcome(
                2,
                "",
                "cglab: "
                    + in("no/a.html")
                    + ": no such directory on your machine: "
                    + in("no")
                    + "\n"));
    assertThat(run("plot").status()).isEqualTo(2);
  }

  @Test
  void turningBackTimeWritesNoFileAgain() throws IOException {
    Path file = directory.resolve("d.svg");
    Outcome outcome =
        run("run", "-c", READ + "\nplot " + file + "\necho once > /tmp/x\nundo\necho $?");
    assertThat(outcome.status()).isZero();
    String written = Files.readString(file);
    Files.writeString(file, "mine");
    Path journal = directory.resolve("journal");
    assertThat(run("run", "--journal", journal.toString(), "-c", "plot " + file).status()).isZero();
    assertThat(file).content().isNotEqualTo("mine").isNotEqualTo(written);
    Files.writeString(file, "mine");
    assertThat(run("run", "--resume", journal.toString(), "-c", "sleep 1").status()).isZero();
    assertThat(file).content().isEqualTo("mine");
  }
}
