package io.cglab.cgroupfs.files;

import static io.cglab.cgroupfs.TestFs.errno;
import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.cgroupfs.CgroupFs;
import io.cglab.cgroupfs.TestFs;
import io.cglab.cgroupfs.machine.MachineSpec;
import io.cglab.core.Feature;
import io.cglab.core.Profile;
import io.cglab.core.api.Errno;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every row of the table, in every place: what ls, stat, open, read and write say of it. */
class ControlFileTableTest {
  private static final int USER = 1000;

  /** A directory where files of the table are, and whether it is a root. */
  private record Place(String machine, Profile profile, boolean root) {}

  static List<Place> places() {
    List<Place> places = new ArrayList<>();
    for (Profile profile : Profile.values()) {
      for (String machine : List.of("recorded-v1", "recorded-v2")) {
        places.add(new Place(machine, profile, true));
        places.add(new Place(machine, profile, false));
      }
    }
    return places;
  }

  private static List<ControlFile> table(Place place) {
    List<ControlFile> all = place.machine().endsWith("v1") ? V1ControlFiles.ALL : ControlFiles.V2;
    return new FileTable(all, place.profile().features()).rows();
  }

  private static boolean isIn(ControlFile file, Place place) {
    return file.place() == ControlFile.Place.ANY
        || (file.place() == ControlFile.Place.ROOT) == place.root();
  }

  private static Path directory(TestFs machine, Place place) throws IOException {
    Path root = machine.fs.root();
    if (place.machine().endsWith("v2")) {
      Files.writeString(root.resolve("cgroup.subtree_control"), "+io");
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

  /** What the files say, and their times. */
  private static Map<String, String> state(Path directory, Set<String> names) throws IOException {
    Map<String, String> state = new TreeMap<>();
    for (String name : names) {
      Path path = directory.resolve(name);
      FileTime modified = Files.getLastModifiedTime(path);
      String text = errno(() -> Files.readString(path)) == null ? Files.readString(path) : "";
      state.put(name, modified + " " + text);
    }
    return state;
  }

  /** Writes that some file refuses; what it takes is not looked at. */
  private static final List<String> BAD =
      List.of("\001", "x\n", "8:0 bogus\n", "99:99 1\n", "-1\n", "+bogus\n", "8:1 rbps=5\n");

  @ParameterizedTest
  @MethodSource("places")
  void aReadAndARefusedWriteChangeNothing(Place place) throws IOException {
    try (TestFs machine = TestFs.boot(place.machine(), place.profile())) {
      Path directory = directory(machine, place);
      Set<String> names = names(directory);
      for (ControlFile file : table(place)) {
        if (!isIn(file, place)) {
          continue;
        }
        Path path = directory.resolve(file.name());
        for (String text : BAD) {
          // The record of a disk that a refused write leaves behind is there beforehand.
          errno(() -> Files.writeString(path, text));
        }
        Map<String, String> before = state(directory, names);
        assertThat(state(directory, names)).as("reading " + file.name()).isEqualTo(before);
        int refused = 0;
        for (String text : BAD) {
          if (errno(() -> Files.writeString(path, text)) != null) {
            refused++;
          }
        }
        assertThat(state(directory, names)).as("writing " + file.name()).isEqualTo(before);
        boolean takesAnything = file.name().equals("release_agent");
        assertThat(refused > 0).as(file.name()).isEqualTo(!takesAnything);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"recorded-v1", "recorded-v2"})
  void anEmptyWriteDoesNothing(String name) throws IOException {
    Place place = new Place(name, Profile.LINUX_6_12, false);
    try (TestFs machine = TestFs.boot(name)) {
      Path directory = directory(machine, place);
      Map<String, String> before = state(directory, names(directory));
      for (String file : before.keySet()) {
        try (SeekableByteChannel channel =
            Files.newByteChannel(directory.resolve(file), StandardOpenOption.WRITE)) {
          assertThat(channel.write(ByteBuffer.allocate(0))).isZero();
        }
      }
      assertThat(state(directory, names(directory))).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @MethodSource("places")
  void aKernelWithoutAFeatureLacksItsFiles(Place place) throws IOException {
    MachineSpec full;
    try (TestFs machine = TestFs.boot(place.machine(), place.profile())) {
      full = machine.fs.spec();
    }
    for (Feature feature : place.profile().features()) {
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
          if (!gone && file.place() != ControlFile.Place.NON_ROOT) {
            expected.add(file.name());
          }
        }
        assertThat(names(fs.root())).as("without " + feature).isEqualTo(expected);
      }
    }
  }
}
