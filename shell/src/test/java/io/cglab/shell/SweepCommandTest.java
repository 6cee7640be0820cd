package io.cglab.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.cgroupfs.machine.MachineSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code cglab sweep}: grids, measures, failures, and that workers do not matter. */
class SweepCommandTest {
  private static final String GRID =
      """
      parameters:
        RBPS: [1048576, 2097152]
        SERVICE:
          set: disks.sda.params.completion_nsec
          values: [100000, 400000]
      seeds: 3
      """;

  /** Reads random blocks through a limit; how fast depends on the limit and the disk's time. */
  private static final String SCRIPT =
      """
      cd /sys/fs/cgroup
      echo +io > cgroup.subtree_control
      mkdir web
      echo "8:0 rbps=$RBPS" > web/io.max
      echo 0 > web/cgroup.procs
      fio --name=a --filename=/dev/sda --rw=randread --bs=4k --direct=1 --runtime=1 --time_based \\
        --randseed=$SEED > /tmp/log
      metric wanted_mib $((RBPS / 1048576))
      """;

  @TempDir private Path dir = Path.of("");

  private record Outcome(int status, String out, String err) {
    List<String> rows(String part) {
      return out.lines().filter(line -> line.contains(part)).toList();
    }
  }

  private Outcome sweep(String grid, String script, String... options) throws IOException {
    return sweepOf("s.sh", grid, script, options);
  }

  private Outcome sweepOf(String name, String grid, String script, String... options)
      throws IOException {
    Path gridFile = Files.writeString(dir.resolve("grid.yaml"), grid);
    Path scriptFile = Files.writeString(dir.resolve(name), script);
    List<String> args = new ArrayList<>(List.of("sweep"));
    args.add(gridFile.toString());
    args.add(scriptFile.toString());
    args.addAll(List.of(options));
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int status =
        Main.run(new ByteArrayInputStream(new byte[0]), out, err, args.toArray(new String[0]));
    return new Outcome(
        status,
        out.toString(StandardCharsets.UTF_8).replace(dir.toString(), "DIR"),
        err.toString(StandardCharsets.UTF_8).replace(dir + "/", ""));
  }

  @Test
  void measuresEachPointOfTheGrid() throws IOException {
    Outcome outcome = sweep(GRID, SCRIPT);
    assertThat(outcome.err()).isEqualTo("12 runs, 0 failed\n");
    assertThat(outcome.status()).isZero();
    assertThat(outcome.out())
        .startsWith("cell,seed,RBPS,SERVICE,error,metric,cgroup,device,value\n");
    assertThat(outcome.rows("wanted_mib")).hasSize(12);
    assertThat(outcome.rows("wanted_mib").get(11)).isEqualTo("12,3,2097152,400000,,wanted_mib,,,2");
    // A second of 1 MiB/s, and one of 2: the slice that has begun may be used up, too.
    assertThat(bytes(outcome, 0)).isBetween(1 << 20, (1 << 20) * 12 / 10);
    assertThat(bytes(outcome, 11)).isBetween(2 << 20, (2 << 20) * 12 / 10);
    // The machine file's change is in force: a request takes 0.1 ms or 0.4.
    assertThat(median(outcome, 0)).isLessThan(150);
    assertThat(median(outcome, 11)).isGreaterThan(380);
  }

  private static int bytes(Outcome outcome, int cell) {
    String row = outcome.rows(",rbytes,/web,sda,").get(cell);
    return Integer.parseInt(row.substring(row.lastIndexOf(',') + 1));
  }

  private static double median(Outcome outcome, int cell) {
    String row = outcome.rows(",lat_p50_us,/web,sda,").get(cell);
    return Double.parseDouble(row.substring(row.lastIndexOf(',') + 1));
  }

  @Test
  void theNumberOfWorkersChangesNoByte() throws IOException {
    Path page = dir.resolve("page.html");
    List<String> tables = new ArrayList<>();
    List<String> pages = new ArrayList<>();
    for (String workers : List.of("1", "2", "8")) {
      Path csv = dir.resolve("table-" + workers);
      Outcome outcome =
          sweep(
              GRID,
              SCRIPT,
              "--workers",
              workers,
              "--csv",
              csv.toString(),
              "--html",
              page.toString());
      assertThat(outcome.status()).isZero();
      assertThat(outcome.out()).isEmpty();
      tables.add(Files.readString(csv));
      pages.add(Files.readString(page));
    }
    assertThat(tables.get(0)).contains("wanted_mib");
    assertThat(tables.get(1)).isEqualTo(tables.get(0));
    assertThat(tables.get(2)).isEqualTo(tables.get(0));
    assertThat(pages.get(1)).isEqualTo(pages.get(0));
    assertThat(pages.get(2)).isEqualTo(pages.get(0));
    assertThat(pages.get(0))
        .contains("<h2>wanted_mib</h2>", "SERVICE=400000", "<td>2</td><td>0</td><td>3</td>")
        .doesNotContain("NaN", "/*STYLE*/", "<!--");
  }

  @Test
  void aCellThatFailsIsReportedAndTheRestGoesOn() throws IOException {
    Outcome outcome =
        sweep(
            "parameters: {N: [1, 2, 3]}\n",
            "[ $N = 2 ] && { echo \"no, two\" >&2; exit 4; }\nmetric n $N\n");
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.err())
        .isEqualTo("cell 2 (N=2, seed 0): exit status 4: no, two\n3 runs, 1 failed\n");
    assertThat(outcome.out())
        .isEqualTo(
            """
            cell,seed,N,error,metric,cgroup,device,value
            1,0,1,,n,,,1
            1,0,1,,virtual_s,,,0
            2,0,2,"exit status 4: no, two",,,,
            3,0,3,,n,,,3
            3,0,3,,virtual_s,,,0
            """);
  }

  @Test
  void wholeDisksAndMachinesAreParametersToo() throws IOException {
    Outcome outcome =
        sweep(
            """
            parameters:
              DISKS:
                set: disks
                values:
                  one: [{name: vda, dev: "254:0", size: 1G}]
                  two: [{name: vda, dev: "254:0", size: 1G}, {name: vdb, dev: "254:16", size: 2G}]
              MACHINE: {set: machine, values: [default, v1]}
              MEMORY: {set: memory, values: [1G]}
            """,
            "metric disks $(ls /sys/block | wc -l)\n"
                + "metric v2 $(grep -c cgroup2 /proc/mounts)\n");
    assertThat(outcome.err()).isEqualTo("4 runs, 0 failed\n");
    assertThat(outcome.rows("metric").size() + outcome.rows(",disks,").size()).isEqualTo(5);
    assertThat(outcome.out())
        .contains(
            "1,0,one,default,1G,,disks,,,1\n1,0,one,default,1G,,v2,,,1\n",
            "2,0,one,v1,1G,,disks,,,1\n2,0,one,v1,1G,,v2,,,0\n",
            "4,0,two,v1,1G,,disks,,,2\n");
  }

  @Test
  void scenariosAreSweptToo() throws IOException {
    String all = Files.readString(Path.of("src/test/resources/kernel/measured/scenarios.json"));
    String name = all.replaceAll("(?s).*?\"name\": *\"([^\"]+)\".*", "$1");
    Outcome outcome =
        sweepOf(
            "s.json",
            "parameters: {HZ: {set: hz, values: [1000, 250]}}\nseeds: [7]\n",
            all,
            "--only",
            name);
    assertThat(outcome.err()).isEqualTo("2 runs, 0 failed\n");
    assertThat(outcome.rows(name + ":job1.ios")).hasSize(2);
    assertThat(outcome.rows(name + ":within,,,")).hasSize(2);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                  | grid.yaml:1:1: expected the key parameters, which is missing
          parameters: {N: []}                 | grid.yaml:1:17: N: expected a list with at least one entry
          parameters: {N: 5}                  | grid.yaml:1:17: N: expected a list with at least one entry
          parameters: {2N: [5]}               | grid.yaml:1:18: 2N: expected the name of a shell variable: letters, digits and _
          parameters: {SEED: [5]}             | grid.yaml:1:20: SEED: expected another name; SEED is the seed, which the key seeds sets
          parameters: {N: [1, 1]}             | grid.yaml:1:21: N: expected each value once, but 1 is there twice
          parameters: {N: {from: 3, to: 1}}   | grid.yaml:1:31: to: expected 3 or more
          parameters: {N: {from: 1, to: 3, step: 0}}   | grid.yaml:1:40: step: expected 1 or more
          parameters: {N: {from: 1, to: 3, times: 1}}  | grid.yaml:1:41: times: expected 2 or more, of a number from 1
          parameters: {N: {from: 1, to: 99999}} | grid.yaml:1:17: N: expected at most 10000 values
          parameters: {N: {one: 1}}           | grid.yaml:1:17: N: expected a list of values, or {from, to, step or times}
          parameters: {N: {set: a b, values: [1]}}     | grid.yaml:1:23: set: expected keys of a machine file such as disks.sda.scheduler
          parameters: {N: {set: disks.sdz.scheduler, values: [none]}} | grid.yaml:1:53: values: expected * or one of nvme0n1, sda, sdb, not sdz
          parameters: {N: {set: hz.a, values: [1]}}    | grid.yaml:1:38: values: expected a part of the machine file, which has no place for a
          parameters: {N: {set: hz, values: [1000, x]}} | grid.yaml:1:42: values: expected what a machine file may have there; the machine:1: hz: expected a whole number, 0 or more
          parameters: {N: {set: machine, values: [nix]}} | grid.yaml:1:41: values: expected a machine file, or one of MACHINES, not nix
          parameters: {N: [1]}, seeds: 0      | grid.yaml:1:21: expected YAML: expected <block end>, but found ','
          {parameters: {N: [1]}, seeds: 0}    | grid.yaml:1:31: seeds: expected how many seeds, 1 to 1000000, or a list of them
          {parameters: {N: [1]}, seeds: [1, 1]} | grid.yaml:1:35: seeds: expected each seed once, but 1 is there twice
          {parameters: {N: [1]}, plot: {x: M}} | grid.yaml:1:34: x: expected one of the parameters N
          {parameters: {N: {from: 1, to: 2000}}, seeds: 1000} | grid.yaml:1:14: parameters: expected at most 1000000 runs, not 2000000
          {parameters: {N: [1]}, machine: nix} | grid.yaml:1:33: machine: expected a machine file, or one of MACHINES, not nix
          """)
  void badGridsAreRefusedWithTheirPlace(String grid, String message) throws IOException {
    Outcome outcome = sweep(grid, "true");
    assertThat(outcome.status()).isEqualTo(2);
    String machines = String.join(", ", MachineSpec.BUILT_IN);
    assertThat(outcome.err()).isEqualTo("cglab: " + message.replace("MACHINES", machines) + "\n");
    assertThat(outcome.out()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --workers 0                | --workers: expected 1 to 1024, not 0
          --only x                   | --only chooses scenarios; s.sh is a script (not *.json)
          --csv DIR/s.sh             | s.sh: is another file of this sweep; name a new one
          --csv DIR/a --html DIR/./a | ./a: is another file of this sweep; name a new one
          --master local             | --master is for another engine than local, such as spark
          --engine nix               | --engine nix: this jar has local
          --csv /nix/a.csv           | /nix/a.csv: no such directory on your machine: /nix
          """)
  void badOptionsAreRefused(String options, String message) throws IOException {
    Outcome outcome =
        sweep("parameters: {N: [1]}", "true", options.replace("DIR", dir.toString()).split(" "));
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err()).startsWith("cglab: " + message);
    assertThat(outcome.err().lines()).hasSize(1);
  }

  /** A name that is no path ended in a bug of ours at first. */
  @Test
  void aMachineWhoseNameIsNoPathIsRefusedToo() throws IOException {
    Outcome outcome = sweep("{parameters: {N: [1]}, machine: \"a\\0b\"}", "true");
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err())
        .startsWith("cglab: grid.yaml:1:33: machine: expected a machine file, or one of default,");
  }

  @Test
  void aScriptThatCannotBeReadIsRefusedBeforeAnythingRuns() throws IOException {
    Outcome outcome = sweep("parameters: {N: [1]}", "true\nif true; then\n");
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err()).startsWith("cglab: s.sh:").hasLineCount(1);
    assertThat(sweepOf("s.json", "parameters: {N: [1]}", "[]").status()).isEqualTo(2);
  }

  @Test
  void aDirectoryIsNamedWhereAFileIsWanted() {
    var err = new ByteArrayOutputStream();
    int status =
        Main.run(
            new ByteArrayInputStream(new byte[0]),
            OutputStream.nullOutputStream(),
            err,
            "sweep",
            dir.toString(),
            "s.sh");
    assertThat(status).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo("cglab: " + dir + ": Is a directory\n");
  }

  @Test
  void resultsThatCannotBePrintedAreNotASuccess() throws IOException {
    Path grid = Files.writeString(dir.resolve("grid.yaml"), "parameters: {N: [1]}\n");
    Path script = Files.writeString(dir.resolve("s.sh"), "true\n");
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    var err = new ByteArrayOutputStream();
    int status =
        Main.run(
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(full, true, StandardCharsets.UTF_8),
            err,
            "sweep",
            grid.toString(),
            script.toString());
    assertThat(status).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo("cglab: the results could not be written to stdout\n");
  }

  @Test
  void aMachineFileThatIsMalformedIsNamedWhatEverAParameterSets() throws IOException {
    Path machine = Files.writeString(dir.resolve("m.yaml"), "hz: [\n");
    Outcome outcome =
        sweep("{machine: " + machine + ", parameters: {N: {set: hz, values: [100]}}}", "true");
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err()).startsWith("cglab: m.yaml:2: expected YAML: ").hasLineCount(1);
  }

  @Test
  void aNumberThatWasNotTakenIsAFailureAndTheOthersAreKept() throws IOException {
    Outcome outcome = sweep("parameters: {N: [1, nan]}", "metric n $N\nmetric m 5\n");
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.err())
        .isEqualTo(
            "cell 2 (N=nan, seed 0): metric: n: expected a number, not 'nan'\n2 runs, 1 failed\n");
    assertThat(outcome.out())
        .contains("2,0,nan,\"metric: n: expected a number, not 'nan'\",,,,\n2,0,nan,,m,,,5\n");
  }

  @Test
  void namesAndMessagesMayHaveAnyLetters() throws IOException {
    Outcome outcome =
        sweep(
            "parameters: {N: [größe, \"a\\nb\"]}",
            """
            [ "$N" = größe ] || { echo "größe fehlt" >&2; exit 3; }
            echo +io > /sys/fs/cgroup/cgroup.subtree_control
            mkdir /sys/fs/cgroup/$N
            cgexec -g io:$N dd if=/dev/sda of=/dev/null bs=4k count=1 iflag=direct
            """);
    assertThat(outcome.rows(",rios,")).containsExactly("1,0,größe,,rios,/größe,sda,1");
    assertThat(outcome.err())
        .isEqualTo("cell 2 (N=a b, seed 0): exit status 3: größe fehlt\n2 runs, 1 failed\n");
  }

  /** A mean over seeds says something only if they make a difference. */
  @Test
  void randomNumbersAreTheSeeds() throws IOException {
    String grid = "parameters: {N: [1]}\nseeds: 3\n";
    Outcome outcome = sweep(grid, "metric r $RANDOM\n");
    assertThat(outcome.rows(",r,").stream().map(row -> row.replaceAll(".*,", "")).distinct())
        .hasSize(3);
    assertThat(sweep(grid, "metric r $RANDOM\n").out()).isEqualTo(outcome.out());
  }

  @Test
  void aPagePlotsSmallNegativeAndUnorderedNumbersTrueToScale() throws IOException {
    Path page = dir.resolve("page.html");
    Outcome outcome =
        sweep(
            "parameters: {N: [3, 1, 2]}\nplot: {metrics: [lat_part, under, absent]}\n",
            "metric lat_part 0.00$N\nmetric under -$N\nmetric other 1\n",
            "--html",
            page.toString());
    assertThat(outcome.status()).isZero();
    assertThat(Files.readString(page))
        .contains(
            "<h2>lat_part</h2>",
            ">0.003</text>",
            "\"M90.0 150.7L548.0 81.3L1006.0 12.0\"", // a third, two thirds, the whole height
            ">-3</text>",
            "\"M90.0 81.3L548.0 150.7L1006.0 220.0\"",
            "No run has absent.")
        .doesNotContain("<h2>other</h2>");
  }

  @Test
  void whatTheScriptNamesIsPlottedWhateverItsName() throws IOException {
    Path page = dir.resolve("page.html");
    sweep(
        "parameters: {N: [1, 2]}",
        "metric lat_ms $N\nmetric n $N\ndd if=/dev/sda of=/dev/null count=1 iflag=direct\n",
        "--html",
        page.toString());
    assertThat(Files.readString(page))
        .contains("<h2>lat_ms</h2>", "<h2>n</h2>")
        .doesNotContain("<h2>rbytes, sda</h2>");
  }

  @ParameterizedTest(name = "metric {0}")
  @ValueSource(
      strings = {"", "a", "a 1 2", "1a 1", "a x", "a 1e999", "a -1e101", "'a b' 1", "virtual_s 1"})
  void metricWantsANameAndANumber(String arguments) {
    Scripts.Result result = Scripts.run("metric " + arguments);
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err()).startsWith("test: line 1: metric: ").hasLineCount(1);
    assertThat(Scripts.run("metric a.b/c 1.5").out()).isEqualTo("a.b/c 1.5\n");
  }
}
