package io.cglab.cgroupfs.files;

import static io.cglab.cgroupfs.TestFs.errno;
import static io.cglab.cgroupfs.files.ControlFile.Place.ANY;
import static io.cglab.cgroupfs.files.ControlFile.Place.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.cgroupfs.CgroupFs;
import io.cglab.cgroupfs.TestFs;
import io.cglab.cgroupfs.machine.MachineSpec;
import io.cglab.core.Feature;
import io.cglab.core.Profile;
import io.cglab.core.api.Errno;
import io.cglab.core.cgroup.Controller;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every row of the table, in every place: what ls, stat, open, read and write say of it. */
class ControlFileTableTest {
  private static final int USER = 1000;

  /**
   * A directory where files of the table are.
   *
   * @param profile the kernel in place of the machine's
   * @param mount where the hierarchy is mounted
   * @param controllers those whose files are there, by their v1 names
   */
  private record Place(
      String machine, Profile profile, String mount, List<String> controllers, boolean root) {
    boolean isV2() {
      return machine.equals("recorded-v2") || machine.equals("default");
    }

    boolean has(ControlFile file) {
      boolean here = file.place() == ANY || (file.place() == ROOT) == root;
      return here && isTheirs(file);
    }

    boolean isTheirs(ControlFile file) {
      Controller owner = file.owner();
      return owner == null || controllers.contains(owner.v1Name());
    }
  }

  /** A machine with controllers that were never in a kernel. */
  private static final String ADD_ONS = "src/test/resources/io/cglab/cgroupfs/add-ons.yaml";

  private record Mount(String machine, String path, String... controllers) {}

  private static final List<Mount> MOUNTS =
      List.of(
          new Mount("recorded-v1", "/sys/fs/cgroup/blkio", "blkio"),
          new Mount("recorded-v2", "/sys/fs/cgroup", "blkio"),
          new Mount("default", "/sys/fs/cgroup", "cpuset", "cpu", "blkio", "memory", "pids"),
          new Mount("v1", "/sys/fs/cgroup/cpuset", "cpuset"),
          new Mount("v1", "/sys/fs/cgroup/cpu,cpuacct", "cpu", "cpuacct"),
          new Mount("v1", "/sys/fs/cgroup/memory", "memory"),
          new Mount("v1", "/sys/fs/cgroup/devices", "devices"),
          new Mount("v1", "/sys/fs/cgroup/freezer", "freezer"),
          new Mount("v1", "/sys/fs/cgroup/pids", "pids"),
          new Mount(ADD_ONS, "/cgroup/bio", "bio"),
          new Mount(ADD_ONS, "/cgroup/blockio", "blockio"));

  static List<Place> places() {
    List<Place> places = new ArrayList<>();
    Profile v10 = Profile.LINUX_2_6_31_V10;
    for (boolean root : new boolean[] {true, false}) {
      places.add(new Place("sata7200-2009", v10, "/cgroup", List.of("blkio"), root));
    }
    // The other machines have schedulers that kernels of 2009 lack.
    for (Profile profile : List.of(Profile.LINUX_6_12, Profile.LINUX_4_19)) {
      for (Mount mount : MOUNTS) {
        List<String> controllers = List.of(mount.controllers());
        places.add(new Place(mount.machine(), profile, mount.path(), controllers, true));
        places.add(new Place(mount.machine(), profile, mount.path(), controllers, false));
      }
    }
    return places;
  }

  static List<Place> roots() {
    return places().stream().filter(Place::root).toList();
  }

  static List<Place> children() {
    return places().stream().filter(place -> !place.root()).toList();
  }

  private static List<ControlFile> table(Place place) {
    List<ControlFile> all = place.isV2() ? ControlFiles.V2 : V1ControlFiles.ALL;
    return new FileTable(all, place.profile().features()).rows();
  }

  @Test
  void everyRowIsInSomePlace() {
    Set<ControlFile> seen = new HashSet<>();
    for (Place place : places()) {
      table(place).stream().filter(place::has).forEach(seen::add);
    }
    assertThat(seen).containsAll(ControlFiles.V2).containsAll(V1ControlFiles.ALL);
  }

  private static boolean isIn(ControlFile file, Place place) {
    return place.has(file);
  }

  private static Path directory(TestFs machine, Place place) throws IOException {
    Path root = machine.path(place.mount());
    if (place.isV2()) {
      String offered = Files.readString(root.resolve("cgroup.controllers"));
      for (String controller : offered.strip().split(" ")) {
        Files.writeString(root.resolve("cgroup.subtree_control"), "+" + controller);
      }
    }
    return place.root() ? root : Files.createDirectory(root.resolve("a"));
  }

  private static Set<String> names(Path directory) throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> entries = Files.list(directory)) {
      entries.forEach(entry -> names.add(entry.getFileName().toString()));
    }
    return names;
  }

  @ParameterizedTest
  @MethodSource("places")
  void theDirectoryListsExactlyTheRows(Place place) throws IOException {
    try (TestFs machine = TestFs.boot(place.machine(), place.profile())) {
      Path directory = directory(machine, place);
      Set<String> expected = new TreeSet<>();
      table(place).stream().filter(f -> isIn(f, place)).forEach(f -> expected.add(f.name()));
      assertThat(names(directory)).isEqualTo(expected);
      for (ControlFile file : table(place)) {
        assertThat(Files.exists(directory.resolve(file.name())))
            .as(file.name())
            .isEqualTo(isIn(file, place));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("places")
  void modeOwnerAndSize(Place place) throws IOException {
    try (TestFs machine = TestFs.boot(place.machine(), place.profile())) {
      Path directory = directory(machine, place);
      for (ControlFile file : table(place)) {
        if (isIn(file, place)) {
          Map<String, Object> stat = Files.readAttributes(directory.resolve(file.name()), "unix:*");
          int mode = file.reader() == null ? 0200 : file.writer() == null ? 0444 : 0644;
          assertThat(stat).as(file.name()).containsEntry("mode", 0100000 | mode);
          assertThat(stat).containsEntry("uid", 0).containsEntry("gid", 0);
          assertThat(stat).containsEntry("nlink", 1).containsEntry("size", 0L);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("places")
  void whoMayOpenAndWhatReadAndWriteSay(Place place) throws IOException {
    try (TestFs machine = TestFs.boot(place.machine(), place.profile())) {
      Path directory = directory(machine, place);
      for (ControlFile file : table(place)) {
        if (!isIn(file, place)) {
          continue;
        }
        Path path = directory.resolve(file.name());
        assertThat(errno(() -> Files.readAllBytes(path)))
            .as("root reads " + file.name())
            .isEqualTo(file.reader() == null ? Errno.EINVAL : null);
        assertThat(machine.errnoAs(USER, () -> Files.readAllBytes(path)))
            .as("a user reads " + file.name())
            .isEqualTo(file.reader() == null ? Errno.EACCES : null);
        assertThat(machine.errnoAs(USER, () -> Files.write(path, new byte[] {'\n'})))
            .as("a user writes " + file.name())
            .isEqualTo(Errno.EACCES);
        assertThat(Files.isReadable(path) && Files.isWritable(path)).as("access, root").isTrue();
        assertThat(may(machine, AccessMode.READ, path)).isEqualTo(file.reader() != null);
        assertThat(may(machine, AccessMode.WRITE, path)).isFalse();
        assertThat(may(machine, AccessMode.EXECUTE, path)).isFalse();
        assertThat(
                errno(() -> path.getFileSystem().provider().checkAccess(path, AccessMode.EXECUTE)))
            .as("root executes " + file.name())
            .isEqualTo(Errno.EACCES);
        if (file.writer() == null) {
          assertThat(errno(() -> Files.write(path, new byte[] {'1'})))
              .as("root writes " + file.name())
              .isEqualTo(Errno.EINVAL);
        }
        assertThat(errno(() -> Files.write(path, new byte[4097], StandardOpenOption.WRITE)))
            .as("a page and a byte to " + file.name())
            .isEqualTo(Errno.E2BIG);
      }
    }
  }

  /** What access(2) answers a user. */
  private static boolean may(TestFs machine, AccessMode mode, Path path) {
    return machine.errnoAs(USER, () -> path.getFileSystem().provider().checkAccess(path, mode))
        == null;
  }

  /** With its owner changed, a file is opened by whom its mode lets, and by nobody else. */
  @ParameterizedTest
  @MethodSource("places")
  void aFilesOwnerMayWhatItsModeSays(Place place) throws IOException {
    try (TestFs machine = TestFs.boot(place.machine(), place.profile())) {
      Path directory = directory(machine, place);
      for (ControlFile file : table(place)) {
        if (!isIn(file, place)) {
          continue;
        }
        Path path = directory.resolve(file.name());
        Files.setAttribute(path, "unix:uid", USER);
        for (StandardOpenOption how : List.of(StandardOpenOption.READ, StandardOpenOption.WRITE)) {
          boolean has =
              how == StandardOpenOption.READ ? file.reader() != null : file.writer() != null;
          assertThat(machine.errnoAs(USER, () -> Files.newByteChannel(path, how).close()))
              .as(how + " " + file.name() + " by its owner")
              .isEqualTo(has ? null : Errno.EACCES);
          assertThat(errno(() -> Files.newByteChannel(path, how).close()))
              .as(how + " " + file.name() + " by root")
              .isNull();
        }
        assertThat(
                machine.errnoAs(
                    USER + 1, () -> Files.newByteChannel(path, StandardOpenOption.WRITE).close()))
            .as(file.name() + " by another user")
            .isEqualTo(Errno.EACCES);
        Files.setAttribute(path, "unix:mode", 0);
        assertThat(machine.errnoAs(USER, () -> Files.readString(path))).isEqualTo(Errno.EACCES);
        assertThat(Files.getAttribute(path, "unix:mode")).isEqualTo(0100000);
      }
    }
  }

  /** What every file of the cgroup and of its parent says, with modes, owners and times. */
  private static Map<String, String> state(Path directory) throws IOException {
    Map<String, String> state = new TreeMap<>();
    boolean isRoot = Files.getAttribute(directory, "unix:ino").equals(1);
    for (Path each : isRoot ? List.of(directory) : List.of(directory, directory.getParent())) {
      for (String name : names(each)) {
        Path path = each.resolve(name);
        Map<String, Object> stat = Files.readAttributes(path, "unix:*");
        String text = "";
        if (Files.isRegularFile(path) && errno(() -> Files.readString(path)) == null) {
          text = Files.readString(path);
        }
        state.put(path.toString(), new TreeMap<>(stat) + " " + text);
      }
    }
    return state;
  }

  /** Writes that some file refuses; what it takes is not looked at. */
  private static final List<String> BAD =
      List.of("\001", "x\n", "8:0 bogus\n", "99:99 1\n", "-1\n", "+bogus\n", "8:1 rbps=5\n");

  private static boolean takesAnything(ControlFile file, Place place) {
    String name = file.name();
    return switch (name) {
      case "release_agent", "memory.peak", "memory.swap.peak" -> true;
      case "memory.force_empty" -> !place.root();
      default -> name.endsWith("failcnt") || name.endsWith("max_usage_in_bytes");
    };
  }

  @ParameterizedTest
  @MethodSource("places")
  void aReadAndARefusedWriteChangeNothing(Place place) throws IOException {
    try (TestFs machine = TestFs.boot(place.machine(), place.profile())) {
      Path directory = directory(machine, place);
      for (ControlFile file : table(place)) {
        if (!isIn(file, place)) {
          continue;
        }
        Path path = directory.resolve(file.name());
        for (String text : BAD) {
          // The record of a disk that a refused write leaves behind is there beforehand.
          errno(() -> Files.writeString(path, text));
        }
        Map<String, String> before = state(directory);
        assertThat(state(directory)).as("reading " + file.name()).isEqualTo(before);
        int refused = 0;
        for (String text : BAD) {
          if (errno(() -> Files.writeString(path, text)) != null) {
            refused++;
          }
        }
        assertThat(state(directory)).as("writing " + file.name()).isEqualTo(before);
        assertThat(refused > 0).as(file.name()).isEqualTo(!takesAnything(file, place));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("children")
  void anEmptyWriteDoesNothing(Place place) throws IOException {
    try (TestFs machine = TestFs.boot(place.machine(), place.profile())) {
      Path directory = directory(machine, place);
      Map<String, String> before = state(directory);
      assertThat(before).hasSizeGreaterThan(names(directory).size());
      for (String file : names(directory)) {
        try (SeekableByteChannel channel =
            Files.newByteChannel(directory.resolve(file), StandardOpenOption.WRITE)) {
          assertThat(channel.write(ByteBuffer.allocate(0))).isZero();
        }
      }
      assertThat(state(directory)).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @MethodSource("roots")
  void aKernelWithoutAFeatureLacksItsFiles(Place place) throws IOException {
    MachineSpec full;
    try (TestFs machine = TestFs.boot(place.machine(), place.profile())) {
      full = machine.fs.spec();
    }
    for (Feature feature : place.profile().features()) {
      if (feature == Feature.IO_CONTROLLER_V10) {
        continue; // without it there is no hierarchy to mount
      }
      Set<Feature> left = new TreeSet<>(place.profile().features());
      left.remove(feature);
      MachineSpec spec = full.withConfig(full.config().withFeatures(left));
      try (CgroupFs fs = CgroupFs.boot(spec)) {
        Set<String> expected = new TreeSet<>();
        for (ControlFile file : table(place)) {
          boolean gone =
              file.feature() == feature
                  || file.rootFeature() == feature
                  || (feature == Feature.BFQ && file.feature() == Feature.BFQ_DEBUG)
                  || (feature == Feature.CFQ && file.feature() == Feature.CFQ_DEBUG);
          if (!gone && isIn(file, place)) {
            expected.add(file.name());
          }
        }
        assertThat(names(fs.fileSystem().getPath(place.mount())))
            .as("without " + feature)
            .isEqualTo(expected);
      }
    }
  }
}
