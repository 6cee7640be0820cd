package io.cglab.cgroupfs.files;

import static io.cglab.cgroupfs.TestFs.errno;
import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.cgroupfs.TestFs;
import io.cglab.cgroupfs.kernfs.Caller;
import io.cglab.cgroupfs.kernfs.KernFileSystem;
import io.cglab.core.api.Errno;
import io.cglab.core.cgroup.Task;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Owners, modes, and what a cgroup that was given to a user lets that user do (2, 5.5). */
class DelegationTest {
  private static final String ROOT = "/sys/fs/cgroup";
  private static final int USER = 1000;
  private static final int OTHER = 1001;
  private static final int STAFF = 50;

  private TestFs machine;

  @BeforeEach
  void boot() throws IOException {
    machine = TestFs.boot("recorded-v2");
    machine.write(ROOT + "/cgroup.subtree_control", "+io");
  }

  @AfterEach
  void close() {
    machine.close();
  }

  private static String name(@Nullable Errno errno) {
    return errno == null ? "ok" : errno.name();
  }

  private void chown(String path, int uid) throws IOException {
    Files.setAttribute(machine.path(path), "unix:uid", uid);
  }

  private String owner(String path) throws IOException {
    return Files.getAttribute(machine.path(path), "unix:uid")
        + ":"
        + Files.getAttribute(machine.path(path), "unix:gid");
  }

  private String mode(String path) throws IOException {
    return Integer.toOctalString((int) Files.getAttribute(machine.path(path), "unix:mode") & 07777);
  }

  /** As /sys/kernel/cgroup/delegate has it: the directory and these files go to the user. */
  private void delegate(String cgroup) throws IOException {
    machine.mkdir(ROOT + "/" + cgroup);
    chown(ROOT + "/" + cgroup, USER);
    for (String file : machine.read("/sys/kernel/cgroup/delegate").split("\n")) {
      if (Files.exists(machine.path(ROOT + "/" + cgroup + "/" + file))) {
        chown(ROOT + "/" + cgroup + "/" + file, USER);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    // from where, to where, whose cgroup.procs the user may not write (if any), what comes of it
    "d/one, d/two, '', ok",
    "d/one, d, '', ok",
    "d, d/one, '', ok",
    "'', d/one, '', EACCES", // the common ancestor is the root, which is not the user's
    "d/one, e/one, '', EACCES", // both are the user's, what is above them is not
    "d/one, d/two, d, EACCES",
    "d/one, d/two, d/one, ok", // the right to write there is not asked for
    "d/one, d/two, d/two, EACCES", // it cannot even be opened
    "d/one, d/one/deep, d, ok",
    "d/one, d/one, '', ok",
    "out, d/one, '', EACCES",
    "d/one, out, '', EACCES",
  })
  void movingWantsTheRightToTheCommonAncestor(
      String from, String to, String locked, String expected) throws Exception {
    delegate("d");
    delegate("e");
    machine.mkdir(ROOT + "/out");
    for (String made : List.of("d/one", "d/two", "e/one", "d/one/deep")) {
      assertThat(machine.errnoAs(USER, () -> machine.mkdir(ROOT + "/" + made))).isNull();
    }
    Task task = machine.spawn();
    machine.write(ROOT + "/" + from + "/cgroup.procs", task.pid() + "\n");
    if (!locked.isEmpty()) {
      Files.setAttribute(machine.path(ROOT + "/" + locked + "/cgroup.procs"), "unix:mode", 0444);
    }
    String target = ROOT + "/" + to + "/cgroup.procs";
    assertThat(name(machine.errnoAs(USER, () -> machine.write(target, task.pid() + "\n"))))
        .isEqualTo(expected);
    String now = task.cgroup(machine.fs.machine().hierarchies().v2()).path();
    assertThat(now).isEqualTo("/" + (expected.equals("ok") ? to : from));
    assertThat(errno(() -> machine.write(target, task.pid() + "\n"))).as("root").isNull();
  }

  @Test
  void itIsTheOpenersRightThatCounts() throws Exception {
    delegate("d");
    machine.mkdir(ROOT + "/d/one");
    chown(ROOT + "/d/one/cgroup.procs", USER);
    Task task = machine.spawn();
    ByteBuffer pid = StandardCharsets.US_ASCII.encode(task.pid() + "\n");
    Path procs = machine.path(ROOT + "/d/one/cgroup.procs");
    try (SeekableByteChannel opened =
        machine.fs.as(
            new Caller(0, USER, USER), () -> FileChannel.open(procs, StandardOpenOption.WRITE))) {
      assertThat(errno(() -> opened.write(pid.duplicate()))).isEqualTo(Errno.EACCES);
    }
    try (SeekableByteChannel opened = FileChannel.open(procs, StandardOpenOption.WRITE)) {
      assertThat(machine.errnoAs(USER, () -> opened.write(pid.duplicate()))).isNull();
    }
  }

  @ParameterizedTest
  @CsvSource({
    // what a user does in a cgroup that was delegated, and in one that was not
    "mkdir, ok, EACCES",
    "subtree, ok, EACCES",
    "limit, EACCES, EACCES", // the limits of the top stay with who gave it away
    "limit-below, ok, EACCES",
    "chmod, ok, EPERM",
    "chown, EPERM, EPERM",
    "rmdir-top, EACCES, EACCES",
    "read, ok, ok",
  })
  void whatDelegationGives(String what, String delegated, String otherwise) throws IOException {
    delegate("d");
    machine.mkdir(ROOT + "/e");
    for (String top : List.of("d", "e")) {
      String dir = ROOT + "/" + top;
      TestFs.Act act =
          switch (what) {
            case "mkdir" -> () -> machine.mkdir(dir + "/x");
            case "subtree" -> () -> machine.write(dir + "/cgroup.subtree_control", "+io");
            case "limit" -> () -> machine.write(dir + "/io.max", "8:0 rbps=4096");
            case "limit-below" ->
                () -> {
                  machine.mkdir(dir + "/x");
                  machine.write(dir + "/cgroup.subtree_control", "+io");
                  machine.write(dir + "/x/io.max", "8:0 rbps=4096");
                };
            case "chmod" -> () -> Files.setAttribute(machine.path(dir), "unix:mode", 0700);
            case "chown" -> () -> chown(dir, OTHER);
            case "rmdir-top" -> () -> Files.delete(machine.path(dir));
            default -> () -> machine.read(dir + "/io.stat");
          };
      assertThat(name(machine.errnoAs(USER, act)))
          .as(top)
          .isEqualTo(top.equals("d") ? delegated : otherwise);
    }
  }

  @Test
  void aDirectoryAndItsFilesBelongToWhoMadeThem() throws IOException {
    delegate("d");
    machine.fs.as(
        new Caller(0, USER, STAFF), () -> Files.createDirectory(machine.path(ROOT + "/d/x")));
    try (Stream<Path> files = Files.walk(machine.path(ROOT + "/d/x"))) {
      assertThat(files)
          .isNotEmpty()
          .allSatisfy(path -> assertThat(owner(path.toString())).isEqualTo(USER + ":" + STAFF));
    }
    assertThat(owner(ROOT + "/d/io.max")).isEqualTo("0:0");
  }

  @ParameterizedTest
  @CsvSource({
    // mode that mkdir asks for, umask, mode that comes of it
    "rwxrwxrwx, 0022, 755",
    "rwxrwxrwx, 0077, 700",
    "rwx------, 0022, 700",
    "rwxrwxrwx, 0000, 777",
  })
  void theModeOfADirectory(String asked, String umask, String expected) throws IOException {
    ((KernFileSystem) machine.fs.fileSystem()).setUmask(Integer.parseInt(umask, 8));
    Files.createDirectory(
        machine.path(ROOT + "/x"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(asked)));
    assertThat(mode(ROOT + "/x")).isEqualTo(expected);
    assertThat(mode(ROOT + "/x/cgroup.procs")).isEqualTo("644");
  }

  @Test
  void filesOfAControllerBelongToWhoSwitchedItOn() throws IOException {
    delegate("d");
    machine.mkdir(ROOT + "/d/x");
    assertThat(owner(ROOT + "/d/x")).isEqualTo("0:0");
    assertThat(
            machine.errnoAs(USER, () -> machine.write(ROOT + "/d/cgroup.subtree_control", "+io")))
        .isNull();
    assertThat(owner(ROOT + "/d/x/io.max")).isEqualTo(USER + ":" + USER);
    assertThat(owner(ROOT + "/d/x/io.stat")).isEqualTo(USER + ":" + USER);
    assertThat(owner(ROOT + "/d/x/cgroup.procs")).isEqualTo("0:0");
    assertThat(machine.errnoAs(USER, () -> machine.write(ROOT + "/d/x/io.max", "8:0 rbps=4096")))
        .isNull();

    chown(ROOT + "/d/x/io.max", OTHER);
    Files.setAttribute(machine.path(ROOT + "/d/x/io.max"), "unix:mode", 0600);
    assertThat(owner(ROOT + "/d/x/io.max")).isEqualTo(OTHER + ":" + USER);
    machine.write(ROOT + "/d/cgroup.subtree_control", "-io");
    machine.write(ROOT + "/d/cgroup.subtree_control", "+io");
    assertThat(owner(ROOT + "/d/x/io.max")).as("new files").isEqualTo("0:0");
    assertThat(mode(ROOT + "/d/x/io.max")).isEqualTo("644");
  }

  @Test
  void aSetgidDirectoryGivesItsGroup() throws IOException {
    machine.mkdir(ROOT + "/d");
    Path d = machine.path(ROOT + "/d");
    Files.setAttribute(d, "unix:gid", STAFF);
    Files.setAttribute(d, "unix:mode", 02777);
    assertThat(machine.errnoAs(USER, () -> machine.mkdir(ROOT + "/d/x"))).isNull();
    assertThat(owner(ROOT + "/d/x")).isEqualTo(USER + ":" + STAFF);
    assertThat(mode(ROOT + "/d/x")).isEqualTo("755");
    Files.setAttribute(machine.path(ROOT + "/d/x"), "unix:mode", 02755);
    machine.write(ROOT + "/d/cgroup.subtree_control", "+io");
    assertThat(owner(ROOT + "/d/x/io.max")).isEqualTo("0:" + STAFF);
  }

  @Test
  void modesAndOwnersAreKeptUntilTheNodeGoes() throws IOException {
    machine.mkdir(ROOT + "/a");
    for (String path : List.of(ROOT + "/a", ROOT + "/a/cgroup.procs", ROOT + "/a/io.pressure")) {
      Files.setAttribute(machine.path(path), "unix:mode", 0640);
      Files.setAttribute(machine.path(path), "unix:uid", USER);
    }
    machine.write(ROOT + "/a/cgroup.pressure", "0");
    machine.write(ROOT + "/a/cgroup.pressure", "1");
    machine.mkdir(ROOT + "/a/b");
    for (String path : List.of(ROOT + "/a", ROOT + "/a/cgroup.procs", ROOT + "/a/io.pressure")) {
      assertThat(mode(path)).as(path).isEqualTo("640");
      assertThat(owner(path)).as(path).isEqualTo(USER + ":0");
    }
    Files.delete(machine.path(ROOT + "/a/b"));
    Files.delete(machine.path(ROOT + "/a"));
    machine.mkdir(ROOT + "/a");
    assertThat(mode(ROOT + "/a")).isEqualTo("755");
    assertThat(owner(ROOT + "/a/cgroup.procs")).isEqualTo("0:0");
  }

  @ParameterizedTest
  @CsvSource({
    // mode of the file, owner, group; may user 1000 of group 1000 read, write
    "0644, 0, 0, ok, EACCES",
    "0600, 0, 0, EACCES, EACCES",
    "0600, 1000, 0, ok, ok",
    "0044, 1000, 1000, EACCES, EACCES", // the owner's class alone counts
    "0060, 0, 1000, ok, ok",
    "0604, 0, 1000, EACCES, EACCES", // and so does the group's
    "0606, 0, 0, ok, ok",
    "0000, 1000, 1000, EACCES, EACCES",
  })
  void theClassOfTheCallerDecides(String mode, int uid, int gid, String read, String write)
      throws IOException {
    machine.mkdir(ROOT + "/a");
    Path file = machine.path(ROOT + "/a/cgroup.max.depth");
    Files.setAttribute(file, "unix:mode", Integer.parseInt(mode, 8));
    Files.setAttribute(file, "unix:uid", uid);
    Files.setAttribute(file, "unix:gid", gid);
    assertThat(name(machine.errnoAs(USER, () -> Files.readString(file)))).isEqualTo(read);
    assertThat(name(machine.errnoAs(USER, () -> Files.writeString(file, "3")))).isEqualTo(write);
    assertThat(name(errno(() -> Files.writeString(file, "4")))).as("root").isEqualTo("ok");
    assertThat(Files.readString(file)).as("root").isEqualTo("4\n");
  }

  @ParameterizedTest
  @CsvSource({
    // mode of the directory; look up, list, make
    "0755, ok, ok, EACCES",
    "0711, ok, EACCES, EACCES",
    "0744, EACCES, ok, EACCES",
    "0700, EACCES, EACCES, EACCES",
    "0777, ok, ok, ok",
    "0733, ok, EACCES, ok",
    "0766, EACCES, ok, EACCES",
  })
  void directories(String mode, String lookUp, String list, String make) throws IOException {
    machine.mkdir(ROOT + "/a");
    Path dir = machine.path(ROOT + "/a");
    Files.setAttribute(dir, "unix:mode", Integer.parseInt(mode, 8));
    assertThat(name(machine.errnoAs(USER, () -> machine.read(ROOT + "/a/cgroup.type"))))
        .isEqualTo(lookUp);
    assertThat(name(machine.errnoAs(USER, () -> Files.newDirectoryStream(dir).close())))
        .isEqualTo(list);
    assertThat(name(machine.errnoAs(USER, () -> machine.mkdir(ROOT + "/a/b")))).isEqualTo(make);
  }

  @Test
  void aStickyDirectoryKeepsOthersFromRemoving() throws IOException {
    machine.mkdir(ROOT + "/a");
    Files.setAttribute(machine.path(ROOT + "/a"), "unix:mode", 01777);
    assertThat(machine.errnoAs(USER, () -> machine.mkdir(ROOT + "/a/b"))).isNull();
    assertThat(machine.errnoAs(OTHER, () -> Files.delete(machine.path(ROOT + "/a/b"))))
        .isEqualTo(Errno.EPERM);
    assertThat(machine.errnoAs(USER, () -> Files.delete(machine.path(ROOT + "/a/b")))).isNull();
  }

  @Test
  void onV1TheTasksOwnerCountsAndNotTheAncestor() throws Exception {
    try (TestFs v1 = TestFs.boot("recorded-v1")) {
      String dir = v1.fs.root() + "/d";
      v1.mkdir(dir);
      Files.setAttribute(v1.path(dir + "/tasks"), "unix:uid", USER);
      Task roots = v1.spawn();
      Task own = v1.spawn();
      own.process().setOwner(USER, USER);
      assertThat(v1.errnoAs(USER, () -> v1.write(dir + "/tasks", roots.pid() + "\n")))
          .isEqualTo(Errno.EACCES);
      assertThat(v1.errnoAs(USER, () -> v1.write(dir + "/tasks", own.pid() + "\n"))).isNull();
      assertThat(v1.errnoAs(USER, () -> v1.write(dir + "/cgroup.procs", own.pid() + "\n")))
          .isEqualTo(Errno.EACCES);
      assertThat(errno(() -> v1.write(dir + "/tasks", roots.pid() + "\n"))).isNull();
      assertThat(v1.read(dir + "/tasks")).isEqualTo(roots.pid() + "\n" + own.pid() + "\n");
    }
  }
}
