package io.cglab.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cglab.cgroupfs.CgroupFs;
import io.cglab.cgroupfs.machine.MachineSpec;
import io.cglab.shell.Scripts.Result;
import io.cglab.shell.observe.Instruments;
import io.cglab.shell.process.MemoryFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code fio} on the default machine, whose sda takes 200 us a request, 32 at once, and nvme0n1 80
 * us. Each I/O costs 10 us more of the task's time.
 */
class FioTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TO_A_JOB =
      "mkdir /sys/fs/cgroup/a\necho +io > /sys/fs/cgroup/cgroup.subtree_control\n";

  private static String resource(String name) throws IOException {
    try (InputStream in = FioTest.class.getResourceAsStream("fio/" + name)) {
      assertThat(in).as(name).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static JsonNode json(String script) throws IOException {
    Result run = Scripts.run(script);
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    return JSON.readTree(run.out());
  }

  private static JsonNode job(String options) throws IOException {
    return json("fio --output-format=json --direct=1 --name=a " + options).at("/jobs/0");
  }

  // ---- results on known disks

  @ParameterizedTest(name = "depth {0} of {1} on {2}: {3} IOPS")
  @CsvSource({
    "1, libaio, nvme0n1, 11111",
    "4, libaio, nvme0n1, 44444",
    "4, psync, nvme0n1, 11111",
    "1, io_uring, sda, 4668",
    "4, libaio, sda, 18674"
  })
  void iopsAreDepthByLatency(int depth, String engine, String disk, double iops)
      throws IOException {
    JsonNode read =
        job("--filename=/dev/"
                + disk
                + " --rw=randread --runtime=2 --time_based --ioengine="
                + engine
                + " --iodepth="
                + depth)
            .get("read");
    assertThat(read.get("iops").asDouble()).isCloseTo(iops, within(iops / 100));
    assertThat(read.get("runtime").asInt()).isBetween(2000, 2001);
    assertThat(read.get("io_bytes").asLong()).isEqualTo(read.get("total_ios").asLong() * 4096);
  }

  @ParameterizedTest(name = "{0} with {1}: {2} is {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          rbps=1048576 | --rw=randread                              | read/bw    | 1024
          rbps=1048576 | --rw=read --bs=64k --ioengine=libaio --iodepth=4 | read/bw | 1024
          riops=200    | --rw=randread --ioengine=libaio --iodepth=4 | read/iops  | 200
          wbps=2097152 | --rw=randwrite --bs=16k                    | write/bw   | 2048
          wiops=100    | --rw=write --bs=8k --numjobs=2 --group_reporting | write/iops | 100
          """)
  void theLimitOfTheCgroupIsTheResult(String limit, String options, String key, double expected)
      throws IOException {
    JsonNode job =
        json(TO_A_JOB
                + "echo '8:0 "
                + limit
                + "' > /sys/fs/cgroup/a/io.max\n"
                + "cgexec a -- fio --output-format=json --name=x --filename=/dev/sda --direct=1"
                + " --time_based --runtime=20 "
                + options)
            .at("/jobs/0");
    assertThat(job.at("/" + key).asDouble()).isCloseTo(expected, within(expected / 100));
  }

  @Test
  void theCgroupOptionMovesTheJobAndRemovesWhatItMade() {
    Result run =
        Scripts.run(
            TO_A_JOB
                + "echo '8:0 riops=100' > /sys/fs/cgroup/a/io.max\n"
                + "fio --name=x --cgroup=a --filename=/dev/sda --rw=randread --direct=1 --size=400k"
                + " >/dev/null; grep -o 'rios=[0-9]*' /sys/fs/cgroup/a/io.stat\n"
                + "fio --name=x --cgroup=b --cgroup_weight=77 --filename=/dev/sda --direct=1"
                + " --size=4k >/dev/null; ls -d /sys/fs/cgroup/b; ls -d /sys/fs/cgroup/a");
    assertThat(run.out()).isEqualTo("rios=100\n/sys/fs/cgroup/a\n");
    assertThat(run.elapsedNs()).isBetween(900_000_000L, 1_200_000_000L);
  }

  @Test
  void latenciesArePartsOfTheTime() throws IOException {
    JsonNode read =
        job("--filename=/dev/nvme0n1 --rw=randread --ioengine=libaio --size=4m").get("read");
    assertThat(read.at("/slat_ns/mean").asDouble()).isEqualTo(5000);
    assertThat(read.at("/clat_ns/mean").asDouble()).isEqualTo(85_000);
    assertThat(read.at("/lat_ns/mean").asDouble()).isEqualTo(90_000);
    JsonNode sync = job("--filename=/dev/nvme0n1 --rw=randread --size=4m").get("read");
    assertThat(sync.at("/slat_ns/N").asInt()).isZero();
    assertThat(sync.at("/clat_ns/mean").asDouble()).isEqualTo(90_000);
  }

  @Test
  void ratesPausesAndStarts() throws IOException {
    String base = "--filename=/dev/sda --rw=randread --time_based --runtime=5 ";
    assertThat(job(base + "--rate_iops=100").at("/read/iops").asDouble())
        .isCloseTo(100, within(1.0));
    assertThat(job(base + "--rate=1m").at("/read/bw").asDouble()).isCloseTo(1024, within(10.0));
    assertThat(job(base + "--thinktime=9786").at("/read/iops").asDouble())
        .isCloseTo(100, within(1.0));
    assertThat(job(base + "--thinktime=100ms --thinktime_blocks=10").at("/read/iops").asDouble())
        .isCloseTo(98, within(1.0));
    Result late =
        Scripts.run(
            "fio --name=a --direct=1 --filename=/dev/sda --ramp_time=2 --startdelay=3"
                + " --output-format=json --runtime=1 --time_based");
    assertThat(late.elapsedNs() / 1_000_000).isBetween(6000L, 6010L);
    assertThat(JSON.readTree(late.out()).at("/jobs/0/read/runtime").asInt()).isBetween(1000, 1002);
  }

  @Test
  void flushesDiscardsAndSeveralDisks() throws IOException {
    JsonNode job =
        job("--filename=/dev/sda1:/dev/sdb --rw=randrw --rwmixread=25 --size=1m --fsync=10");
    assertThat(job.at("/read/total_ios").asInt() + job.at("/write/total_ios").asInt())
        .isEqualTo(256);
    assertThat(job.at("/write/total_ios").asInt()).isBetween(170, 215);
    assertThat(job.at("/sync/total_ios").asInt())
        .isEqualTo(job.at("/write/total_ios").asInt() / 10);
    Result trim = Scripts.run("fio --name=t --rw=randtrim --filename=/dev/sda --direct=1");
    assertThat(trim.status()).isEqualTo(1);
    assertThat(trim.err()).contains("err=95/").contains("Operation not supported");
  }

  @Test
  void sizesAndLoops() throws IOException {
    assertThat(job("--filename=/dev/sda --size=1m --loops=3").at("/read/io_bytes").asLong())
        .isEqualTo(3 << 20);
    assertThat(job("--filename=/dev/sda --size=1m --io_size=64k").at("/read/io_bytes").asLong())
        .isEqualTo(64 << 10);
    assertThat(
            job("--filename=/dev/sda1 --offset=99% --size=10% --bs=1m --ioengine=libaio"
                    + " --iodepth=32")
                .at("/read/io_bytes")
                .asLong())
        .isEqualTo(268433408L * 512 / 100 / (1 << 20) * (1 << 20));
  }

  @Test
  void theSameSeedGivesTheSameRun() {
    String script =
        "fio --name=a --direct=1 --filename=/dev/sda --rw=randrw --size=1m --numjobs=3 ";
    Result first = Scripts.run(script);
    assertThat(Scripts.run(script)).isEqualTo(first);
    assertThat(Scripts.run(script + "--randseed=5").out()).isNotEqualTo(first.out());
  }

  // ---- processes

  @Test
  void jobsAreProcessesAndSignalsEndThem() {
    Result run =
        Scripts.run(
            """
            fio --name=a --filename=/dev/sda --rw=randread --direct=1 --runtime=99 --time_based > o &
            sleep 1
            ps -e -o comm | grep -c fio
            kill -INT $!
            wait $!
            echo $?
            grep -c 'fio: terminating on signal 2' o
            grep IOPS o
            ps -e -o comm | grep -c fio
            """);
    assertThat(run.out())
        .isEqualTo("2\n128\n1\n  read: IOPS=4664, BW=18.2MiB/s (19.1MB/s)(18.2MiB/1001msec)\n0\n");
  }

  @Test
  void controlCStopsItAndShowsWhatItHas() throws Exception {
    try (CgroupFs machine = CgroupFs.boot(MachineSpec.named("default"))) {
      MemoryFile out = new MemoryFile();
      int init = machine.machine().tasks().init().pid();
      try (Shell shell =
          new Shell(Instruments.attached(machine), init, "test", new MemoryFile(), out, out)) {
        machine.machine().at(1_000_000_000, shell::interrupt);
        int status =
            shell.line("fio --name=a --filename=/dev/sda --direct=1 --runtime=9 --time_based");
        assertThat(status).isEqualTo(130);
        assertThat(out.text())
            .contains("\nfio: terminating on signal 2\n\na: (groupid=0")
            .contains("18.2MiB/1000msec")
            .contains("Disk stats");
        assertThat(machine.machine().nowNs()).isLessThan(1_001_000_000);
        assertThat(shell.line("ps -e -o comm | grep -c fio")).isEqualTo(1);
      }
    }
  }

  @Test
  void killedOnesAreReportedAndOthersGoOn() {
    Result run =
        Scripts.run(
            """
            fio --name=a --filename=/dev/sda --direct=1 --runtime=2 --time_based --numjobs=2 > o &
            sleep 1
            kill -9 $(ps -e -o pid,comm | grep fio | tail -n 1 | tr -d ' fio')
            wait $!
            echo $?
            grep -c IOPS o
            """);
    assertThat(run.out()).isEqualTo("0\n2\n");
    assertThat(run.err()).containsPattern("fio: pid=[0-9]+, got signal=9");
    Result whole =
        Scripts.run(
            """
            fio --name=a --filename=/dev/sda --direct=1 --runtime=99 --time_based > o &
            sleep 1; kill -9 $!; wait $!; echo $?; ps -e -o comm | grep -c fio
            """);
    assertThat(whole.out()).isEqualTo("137\n0\n");
    assertThat(whole.elapsedNs()).isLessThan(2_000_000_000L);
  }

  @Test
  void groupsWaitForThoseBefore() {
    Result run =
        Scripts.run(
            """
            cat > j <<X
            [global]
            filename=/dev/sda
            runtime=1
            time_based
            direct=1
            [one]
            numjobs=2
            [two]
            stonewall
            rw=write
            X
            fio j > o; grep groupid o | cut -d : -f 1-2; grep 'Run status' o; date +%s
            """);
    assertThat(run.out())
        .contains("one: (groupid=0, jobs=1)\none: (groupid=0, jobs=1)\ntwo: (groupid=1, jobs=1)\n")
        .contains("Run status group 1 (all jobs):\n");
    assertThat(run.elapsedNs() / 1_000_000).isBetween(2000L, 2020L);
  }

  @Test
  void reportsGoToAFileAndJobsComeFromStdin() {
    Result run =
        Scripts.run(
            "printf '[a]\\nfilename=/dev/sda\\nsize=64k\\ndirect=1\\n' |"
                + " fio --output=o --output-format=normal,json -; head -n 4 o; tail -n 1 o");
    assertThat(run.out())
        .startsWith("a: (g=0): rw=read")
        .contains("Starting 1 process\n{\n")
        .contains("  sda: ios=16/0");
  }

  // ---- what is said

  @Test
  void whatIsMixedWithTrimsIsDirectAndSaysSo() {
    Result run = Scripts.run("fio --name=a --rw=trimwrite --filename=/dev/sda --size=64k");
    assertThat(run.err()).startsWith("fio: a: direct=0, but writes among trims are direct I/O\n");
    run = Scripts.run("fio --name=a --rw=randtrim --filename=/dev/sda --size=64k");
    assertThat(run.err()).doesNotContain("direct I/O");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --name=a --bogus=1 | fio: unrecognized option '--bogus=1'
          --name=a --filename=/tmp/x --size=1m | fio: /tmp/x: ordinary files have no simulated disk
          --name=a --size=1m | fio: a: no filename: ordinary files have no simulated disk
          --name=a --filename=/dev/nosuch | fio: /dev/nosuch: no such disk or partition
          --name=a --filename=/dev/sda --size=1k | fio: size too small, must not be less than minimum block size: 1024 < 4096
          --name=a --filename=/dev/sda --numjobs=0 | numjobs=0
          --name=a --filename=/dev/sda --offset=100% | no I/O to do
          nosuch | fio: unable to open 'nosuch' job file
          --rw=read | No job(s) defined
          """)
  void refusals(String arguments, String message) {
    Result run = Scripts.run("fio " + arguments);
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains(message).doesNotContain("Exception");
    assertThat(run.elapsedNs()).isZero();
  }

  // ---- the reports

  @ParameterizedTest
  @ValueSource(strings = {"golden-normal", "golden-json"})
  void golden(String name) throws IOException {
    String format = name.equals("golden-json") ? "json" : "normal";
    Result run =
        Scripts.run(
            "fio --output-format="
                + format
                + " --name=mix --filename=/dev/sdb --rw=randrw --rwmixread=70 --bs=4k,64k"
                + " --ioengine=libaio --iodepth=8 --direct=1 --runtime=3 --time_based --fsync=16");
    assertThat(run.out()).isEqualTo(resource(name + ".txt"));
  }

  /** Numbers, units and lists of latency classes vary; everything else is fio's. */
  private static String shape(String text) {
    return text.replaceAll("(?m)^  lat \\(.sec\\)   :.*\n", "")
        .replaceAll("(?m)^  lat \\(.sec\\)   :.*\n", "")
        .replaceAll("filename=\\S+", "filename=F")
        .replaceAll("pid=[0-9]+: .*", "pid=P: DATE")
        .replaceAll("(?m)^  (vda|sda|nvme0n1): ios", "  DISK: ios")
        .replaceAll(" *[0-9]+(\\.[0-9]+)?k?", "N")
        .replaceAll("[nmu]sec", "T")
        .replaceAll("[KMG]?i?B", "U")
        .replaceAll("[kMG]U", "U")
        .replaceAll("(?m) +$", "");
  }

  @Test
  void theReportHasTheShapeOfARecordedOne() throws IOException {
    Result run =
        Scripts.run(
            "fio --name=a --filename=/dev/sda --rw=randread --bs=4k --ioengine=libaio --direct=1"
                + " --iodepth=4 --runtime=2 --time_based --numjobs=2 --group_reporting");
    assertThat(shape(run.out())).isEqualTo(shape(resource("recorded-randread.txt")));
    Result sync =
        Scripts.run(
            "fio --name=a --filename=/dev/sda --rw=randwrite --bs=4k --ioengine=psync --direct=1"
                + " --size=1m --fsync=4");
    assertThat(shape(sync.out())).isEqualTo(shape(resource("recorded-fsync.txt")));
  }

  private static void paths(JsonNode node, String at, TreeSet<String> into) {
    if (node.isObject()) {
      node.properties().forEach(e -> paths(e.getValue(), at + "/" + e.getKey(), into));
    } else if (node.isArray()) {
      node.forEach(element -> paths(element, at + "[]", into));
    } else {
      into.add(at + " " + (node.isFloatingPointNumber() ? "float" : node.getNodeType()));
    }
  }

  private static TreeSet<String> paths(String json) throws IOException {
    TreeSet<String> paths = new TreeSet<>();
    paths(JSON.readTree(json), "", paths);
    return paths;
  }

  @Test
  void theJsonHasTheKeysOfARecordedOne() throws IOException {
    Result run =
        Scripts.run(
            "fio --name=a --filename=/dev/sda --rw=randrw --bs=4k,8k --ioengine=libaio --direct=1"
                + " --size=1m --rate_iops=500,200 --output-format=json");
    assertThat(paths(run.out())).isEqualTo(paths(resource("recorded-randrw.json")));
    Result file =
        Scripts.run(
            """
            cat > j <<X
            [global]
            filename=/dev/sda
            runtime=1
            size=1m
            [x y]
            direct=1
            group_reporting
            time_based
            [z]
            filename=/dev/sda
            rw=write
            numjobs=2
            X
            fio --output-format=json j
            """);
    assertThat(paths(file.out())).isEqualTo(paths(resource("recorded-jobfile.json")));
  }

  @Test
  void theTerseLineHasTheFieldsOfARecordedOne() throws IOException {
    Result run =
        Scripts.run(
            "fio --minimal --name=a --filename=/dev/sda --rw=randrw --bs=4k --ioengine=libaio"
                + " --direct=1 --size=1m");
    List<String> ours = List.of(shape(run.out().replace("sda", "vda")).split(";", -1));
    List<String> recorded = List.of(shape(resource("recorded-terse.txt")).split(";", -1));
    assertThat(ours).isEqualTo(recorded);
  }
}
