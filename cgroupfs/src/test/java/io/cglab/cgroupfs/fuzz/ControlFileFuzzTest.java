package io.cglab.cgroupfs.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.cglab.cgroupfs.CgroupFs;
import io.cglab.cgroupfs.kernfs.NioErrors;
import io.cglab.cgroupfs.machine.MachineSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Writes anything to any control file. It is taken or refused with an errno, never more; what is
 * read afterwards can be read, and what a refused write leaves is what was there before. An input
 * is lines: {@code v2|v1 NUMBER} of machine and file, then what is written, a write each.
 *
 * <p>{@code mvn -Pfuzz -pl cgroupfs -am test -Dtest=ControlFileFuzzTest} searches for new inputs;
 * otherwise those in the resources are run.
 */
class ControlFileFuzzTest {
  private static final String V2 = "v2";

  @FuzzTest(maxDuration = "10m")
  void takesOrRefusesAnything(byte[] input) throws IOException {
    String text = new String(input, StandardCharsets.ISO_8859_1);
    List<String> lines = List.of(text.split("\n", -1));
    String machine = lines.get(0).startsWith(V2) ? "default" : "v1";
    int number = lines.get(0).length() > 3 ? lines.get(0).charAt(3) : 0;
    try (CgroupFs fs = CgroupFs.boot(MachineSpec.named(machine))) {
      List<Path> files = files(fs, machine);
      Path file = files.get(number % files.size());
      for (String line : lines.subList(1, lines.size())) {
        write(file, line);
      }
      fs.advance(Duration.ofMillis(20));
      files.forEach(ControlFileFuzzTest::readable);
    }
  }

  /** The files of the root and of a cgroup with a task, in order. */
  private static List<Path> files(CgroupFs fs, String machine) throws IOException {
    List<Path> directories = new ArrayList<>();
    if (machine.equals("default")) {
      Path root = fs.fileSystem().getPath("/sys/fs/cgroup");
      write(root.resolve("cgroup.subtree_control"), "+io +memory +pids +cpu +cpuset");
      directories.add(root);
      directories.add(Files.createDirectory(root.resolve("a")));
    } else {
      Path blkio = fs.fileSystem().getPath("/sys/fs/cgroup/blkio");
      directories.add(blkio);
      directories.add(Files.createDirectory(blkio.resolve("a")));
    }
    fs.spawn(directories.get(1));
    List<Path> files = new ArrayList<>();
    for (Path directory : directories) {
      try (Stream<Path> list = Files.list(directory)) {
        list.filter(Files::isRegularFile).sorted().forEach(files::add);
      }
    }
    return files;
  }

  private static void write(Path file, String text) {
    String before = readable(file);
    try (SeekableByteChannel channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
    } catch (IOException refused) {
      assertThat(NioErrors.errnoOf(refused)).as("%s", refused).isNotNull();
      if (file.endsWith("io.max")) {
        assertThat(readable(file)).isEqualTo(before);
      }
    }
  }

  /** What is in it; empty where it may not be read. */
  private static String readable(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException refused) {
      assertThat(NioErrors.errnoOf(refused)).as("%s", refused).isNotNull();
      return "";
    }
  }

  /** Each row of the tables, with what parsers stumble over. */
  @Test
  void everyFileTakesOrRefusesWhatParsersStumbleOver() throws IOException {
    List<String> stumbling =
        List.of(
            "",
            "\n",
            "0",
            "-1",
            "max",
            "18446744073709551615",
            "18446744073709551616",
            "9223372036854775808 1",
            "8:0",
            "8:0 ",
            "8:0 rbps",
            "8:0 rbps=",
            "8:0 rbps=max wbps=1",
            "8:0 rbps=1=2",
            "8: 0 1",
            "999999:0 1",
            "default",
            "default 100",
            "8:0 default",
            "8:0 100 100",
            "+io -io",
            "+",
            "\u0000",
            "8:0\u0000rbps=5",
            "some 500000 1000000",
            "8:0 enable=1 ctrl=user rpct=95.0000",
            "8:0 rpct=1e9",
            "8:0 target=-5",
            "1-",
            "0-0,0",
            "a *:* rwm",
            "x".repeat(5000));
    for (String machine : List.of("v2", "v1")) {
      int count;
      try (CgroupFs fs = CgroupFs.boot(MachineSpec.named(machine.equals(V2) ? "default" : "v1"))) {
        count = files(fs, machine.equals(V2) ? "default" : "v1").size();
      }
      for (int file = 0; file < count; file++) {
        String input = machine + " " + (char) file + "\n" + String.join("\n", stumbling);
        takesOrRefusesAnything(input.getBytes(StandardCharsets.ISO_8859_1));
      }
    }
  }
}
