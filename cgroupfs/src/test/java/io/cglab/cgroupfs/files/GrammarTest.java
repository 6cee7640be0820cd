package io.cglab.cgroupfs.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.cgroupfs.TestFs;
import io.cglab.cgroupfs.files.Grammar.First;
import io.cglab.core.Profile;
import io.cglab.core.api.Errno;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What completion offers is what the files take. */
class GrammarTest {
  private record Place(String machine, Profile profile, String mount) {}

  private static final List<Place> PLACES =
      List.of(
          new Place("default", Profile.LINUX_6_12, "/sys/fs/cgroup"),
          new Place("default", Profile.LINUX_4_19, "/sys/fs/cgroup"),
          new Place("v1", Profile.LINUX_6_12, "/sys/fs/cgroup/blkio"),
          new Place("v1", Profile.LINUX_4_19, "/sys/fs/cgroup/blkio"),
          new Place("sata7200-2009", Profile.LINUX_2_6_31_V10, "/cgroup"),
          new Place("v1", Profile.LINUX_6_12, "/sys/fs/cgroup/freezer"),
          new Place("v1", Profile.LINUX_6_12, "/sys/fs/cgroup/pids"));

  /** It is a number, and no device's. */
  private static final ControlFile WEIGHT_OF_V10 = V10Files.ALL.get(0);

  private static Stream<ControlFile> all() {
    return Stream.concat(ControlFiles.V2.stream(), V1ControlFiles.ALL.stream());
  }

  @Test
  void whatIsWrittenByDeviceHasOne() {
    assertThat(all())
        .filteredOn(row -> row.writer() != null)
        .filteredOn(row -> row.name().matches("io\\.[a-z.]*|.*_device"))
        .filteredOn(row -> !row.equals(WEIGHT_OF_V10))
        .allMatch(row -> row.grammar() != null);
  }

  @Test
  void everyOfferIsWellFormed() throws Exception {
    Set<String> tried = new HashSet<>();
    for (Place place : PLACES) {
      try (TestFs fs = TestFs.boot(place.machine(), place.profile())) {
        String present = fs.read("/sys/block/sda/queue/scheduler");
        fs.write("/sys/block/sda/queue/scheduler", present.contains("cfq") ? "cfq" : "bfq");
        String root = place.mount() + "/";
        if (place.machine().equals("default")) {
          for (String controller : fs.read(root + "cgroup.controllers").strip().split(" ")) {
            fs.write(root + "cgroup.subtree_control", "+" + controller);
          }
        }
        fs.mkdir(root + "a");
        fs.mkdir(root + "threaded"); // where the files of domains then go away
        List<ControlFile> rows =
            place.machine().equals("default") ? ControlFiles.V2 : V1ControlFiles.ALL;
        for (ControlFile row : rows) {
          boolean type = row.name().equals("cgroup.type");
          String inChild = root + (type ? "threaded/" : "a/") + row.name();
          String file = Files.exists(fs.path(inChild)) ? inChild : root + row.name();
          if (row.grammar() != null && Files.exists(fs.path(file))) {
            tried.add(row.name());
            for (String text : texts(row)) {
              assertThat(TestFs.errno(() -> fs.write(file, text)))
                  .as("%s: %s > %s", place, text, file)
                  .isNotIn(Errno.EINVAL, Errno.ERANGE, Errno.ENODEV);
            }
          }
        }
      }
    }
    assertThat(tried)
        .containsAll(all().filter(row -> row.grammar() != null).map(ControlFile::name).toList());
  }

  private static List<String> texts(ControlFile row) {
    Grammar grammar = row.grammar();
    assertThat(grammar).isNotNull();
    List<String> texts = new ArrayList<>();
    switch (grammar.first()) {
      case PROCESS -> texts.add("1");
      case CONTROLLERS -> texts.add("+io");
      case WORD ->
          grammar
              .words()
              .forEach(
                  word ->
                      texts.add(
                          row.name().endsWith("pressure") && !word.matches("[01]")
                              ? word + " 500000 1000000"
                              : word));
      case DEVICE, DEVICE_OR_DEFAULT -> {
        if (grammar.first() == First.DEVICE_OR_DEFAULT) {
          texts.add("default 100");
        }
        if (grammar.words().stream().noneMatch(word -> word.contains("="))) {
          texts.add(row.name().equals("io.policy") ? "8:0 100 2" : "8:0 100");
        }
        for (String word : grammar.words()) {
          int behindKey = word.indexOf('=') + 1;
          for (String value : word.substring(behindKey).split("\\|")) {
            texts.add("8:0 " + word.substring(0, behindKey) + (value.isEmpty() ? "80" : value));
          }
        }
      }
    }
    return texts;
  }
}
