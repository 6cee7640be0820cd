package io.cglab.cgroupfs.kernfs;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;
import static java.nio.file.StandardWatchEventKinds.OVERFLOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cglab.cgroupfs.TestFs;
import io.cglab.core.api.Errno;
import io.cglab.core.cgroup.Task;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.StandardOpenOption;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What watchers hear (control-files.md 5.7, 6). */
class WatchTest {
  private static final String ROOT = "/sys/fs/cgroup";

  private TestFs machine;
  private WatchService watch;

  @BeforeEach
  void boot() throws IOException {
    machine = TestFs.boot("recorded-v2");
    machine.mkdir(ROOT + "/a");
    machine.mkdir(ROOT + "/a/b");
    machine.mkdir(ROOT + "/a/c");
    watch = machine.fs.fileSystem().newWatchService();
  }

  @AfterEach
  void close() throws IOException {
    watch.close();
    machine.close();
  }

  private WatchKey register(String directory) throws IOException {
    return machine.path(directory).register(watch, ENTRY_CREATE, ENTRY_DELETE, ENTRY_MODIFY);
  }

  private static String text(WatchEvent<?> event) {
    return event.kind().name().replace("ENTRY_", "") + " " + event.context() + "*" + event.count();
  }

  /** All events of a key since the last look, and makes it ready for more. */
  private static List<String> events(WatchKey key) {
    List<String> all = new ArrayList<>();
    key.pollEvents().forEach(event -> all.add(text(event)));
    key.reset();
    return all;
  }

  @Test
  void populatedFlipsUpToWhereItStaysAsItWas() throws Exception {
    WatchKey top = register(ROOT + "/a");
    WatchKey leaf = register(ROOT + "/a/b");
    WatchKey root = register(ROOT);
    Task first = machine.spawn();
    Task second = machine.spawn();
    events(root);

    machine.write(ROOT + "/a/b/cgroup.procs", first.pid() + "\n");
    assertThat(events(leaf)).containsExactly("MODIFY cgroup.events*1", "MODIFY cgroup.procs*2");
    assertThat(events(top)).containsExactly("MODIFY cgroup.events*1");
    // The root has no cgroup.events, but it lost a member.
    assertThat(events(root)).containsExactly("MODIFY cgroup.procs*1");

    machine.write(ROOT + "/a/c/cgroup.procs", second.pid() + "\n");
    assertThat(events(top)).as("populated already").isEmpty();
    machine.fs.machine().tasks().exit(first);
    assertThat(events(leaf)).containsExactly("MODIFY cgroup.events*1", "MODIFY cgroup.procs*1");
    assertThat(events(top)).as("populated still").isEmpty();
    machine.fs.machine().tasks().exit(second);
    assertThat(events(top)).containsExactly("MODIFY cgroup.events*1");
    assertThat(machine.read(ROOT + "/a/cgroup.events")).isEqualTo("populated 0\nfrozen 0\n");
  }

  @ParameterizedTest
  @CsvSource({
    // who is frozen at first; where is written; what; who hears of cgroup.events
    "'', a, 1, a a/b a/c",
    "'', a/b, 1, a/b",
    "a, a, 0, a a/b a/c",
    "a, a/b, 1, a/b", // changes nothing effective, and is told nevertheless
    "a, a, 1, ''",
    "a/b, a, 1, a a/c",
  })
  void freezing(String frozen, String where, String value, String heard) throws IOException {
    if (!frozen.isEmpty()) {
      machine.write(ROOT + "/" + frozen + "/cgroup.freeze", "1");
    }
    List<String> hears = new ArrayList<>();
    WatchKey a = register(ROOT + "/a");
    WatchKey b = register(ROOT + "/a/b");
    WatchKey c = register(ROOT + "/a/c");
    machine.write(ROOT + "/" + where + "/cgroup.freeze", value);
    for (WatchKey key : List.of(a, b, c)) {
      if (events(key).contains("MODIFY cgroup.events*1")) {
        hears.add(key.watchable().toString().substring(ROOT.length() + 1));
      }
    }
    assertThat(String.join(" ", hears)).isEqualTo(heard);
  }

  @Test
  void changesBetweenTwoLooksAreOneEventAndTheLastIsNotLost() throws Exception {
    WatchKey key = register(ROOT + "/a/b");
    for (int i = 0; i < 5; i++) {
      Task task = machine.spawn();
      machine.write(ROOT + "/a/b/cgroup.procs", task.pid() + "\n");
      machine.fs.machine().tasks().exit(task);
    }
    assertThat(watch.poll()).isSameAs(key);
    assertThat(watch.poll()).as("signalled once").isNull();
    List<String> seen = new ArrayList<>();
    key.pollEvents().forEach(event -> seen.add(text(event)));
    assertThat(seen).containsExactly("MODIFY cgroup.events*10", "MODIFY cgroup.procs*15");
    machine.write(ROOT + "/a/b/cgroup.procs", machine.spawn().pid() + "\n");
    assertThat(watch.poll()).as("not before it is reset").isNull();
    assertThat(key.reset()).isTrue();
    assertThat(watch.poll()).isSameAs(key);
    assertThat(events(key)).containsExactly("MODIFY cgroup.events*1", "MODIFY cgroup.procs*2");
    assertThat(machine.read(ROOT + "/a/b/cgroup.events")).startsWith("populated 1\n");
  }

  @Test
  void directoriesComeAndGo() throws IOException {
    WatchKey key = register(ROOT + "/a");
    machine.mkdir(ROOT + "/a/new");
    WatchKey inside = register(ROOT + "/a/new");
    Files.delete(machine.path(ROOT + "/a/new"));
    assertThat(events(key)).containsExactly("CREATE new*1", "DELETE new*1");
    assertThat(inside.isValid()).isFalse();
    assertThat(watch.poll()).isSameAs(key);
    assertThat(watch.poll()).as("who watched it wakes").isSameAs(inside);
    assertThat(inside.reset()).isFalse();
    machine.mkdir(ROOT + "/a/new");
    machine.mkdir(ROOT + "/a/new/deeper");
    assertThat(inside.pollEvents()).as("another directory").isEmpty();
    assertThat(events(key)).containsExactly("CREATE new*1");
  }

  @Test
  void refusedCallsRaiseNothing() throws IOException {
    machine.write(ROOT + "/a/cgroup.max.depth", "0");
    WatchKey key = register(ROOT + "/a");
    assertThat(TestFs.errno(() -> machine.mkdir(ROOT + "/a/new"))).isEqualTo(Errno.EAGAIN);
    assertThat(TestFs.errno(() -> machine.mkdir(ROOT + "/a/b"))).isEqualTo(Errno.EEXIST);
    assertThat(TestFs.errno(() -> machine.write(ROOT + "/a/cgroup.freeze", "2")))
        .isEqualTo(Errno.ERANGE);
    assertThat(events(key)).isEmpty();
  }

  @Test
  void anotherMountOfTheTreeHearsTheSame() throws IOException {
    assertThat(machine.mount("cgroup2", "", "/mnt/again")).isNull();
    WatchKey key = register("/mnt/again/a");
    machine.mkdir(ROOT + "/a/new");
    machine.write(ROOT + "/a/cgroup.procs", "0");
    machine.write(ROOT + "/a/cgroup.max.depth", "3");
    assertThat(events(key))
        .containsExactly(
            "CREATE new*1",
            "MODIFY cgroup.events*1",
            "MODIFY cgroup.procs*2",
            "MODIFY cgroup.max.depth*1");
  }

  @Test
  void v1HearsMembersAndFollowsARenamedDirectory() throws IOException {
    try (TestFs v1 = TestFs.boot("recorded-v1");
        WatchService service = v1.fs.fileSystem().newWatchService()) {
      String root = v1.fs.root().toString();
      v1.mkdir(root + "/a");
      WatchKey top = v1.fs.root().register(service, ENTRY_CREATE, ENTRY_DELETE);
      WatchKey key = v1.path(root + "/a").register(service, ENTRY_MODIFY);
      Files.move(v1.path(root + "/a"), v1.path(root + "/z"));
      v1.write(root + "/z/tasks", "0");
      assertThat(events(top)).containsExactly("DELETE a*1", "CREATE z*1");
      assertThat(events(key)).containsExactly("MODIFY cgroup.procs*1", "MODIFY tasks*1");
    }
  }

  @Test
  void ordinaryDirectoriesHearOrdinaryChanges() throws IOException {
    machine.mkdir("/tmp/w");
    WatchKey key = register("/tmp/w");
    Files.writeString(machine.path("/tmp/w/f"), "1");
    assertThat(events(key)).containsExactly("CREATE f*1", "MODIFY f*1");
    Files.writeString(machine.path("/tmp/w/f"), "2");
    assertThat(events(key)).as("cut and written").containsExactly("MODIFY f*2");
    Files.copy(machine.path("/tmp/w/f"), machine.path("/tmp/w/g"));
    Files.createLink(machine.path("/tmp/w/h"), machine.path("/tmp/w/f"));
    Files.createSymbolicLink(machine.path("/tmp/w/s"), machine.path("f"));
    assertThat(events(key)).containsExactly("CREATE g*1", "CREATE h*1", "CREATE s*1");
    Files.move(machine.path("/tmp/w/f"), machine.path("/tmp/w/m"));
    Files.delete(machine.path("/tmp/w/g"));
    assertThat(events(key)).containsExactly("DELETE f*1", "CREATE m*1", "DELETE g*1");
    try (FileChannel open = FileChannel.open(machine.path("/tmp/w/m"), StandardOpenOption.WRITE)) {
      events(key);
      open.write(ByteBuffer.wrap(new byte[] {'x'}));
      open.truncate(0);
    }
    assertThat(events(key)).containsExactly("MODIFY m*2");
    machine.mkdir("/tmp/w/d");
    WatchKey inner = register("/tmp/w/d");
    Files.delete(machine.path("/tmp/w/d"));
    assertThat(inner.isValid()).isFalse();
    assertThat(events(key)).containsExactly("CREATE d*1", "DELETE d*1");
  }

  @Test
  void aClosedServiceLeavesNoKeysAndWakesWhoWaits() throws Exception {
    KernFileSystem files = (KernFileSystem) machine.fs.fileSystem();
    WatchKey key = register(ROOT + "/a");
    register("/tmp");
    assertThat(files.isWatched()).isTrue();
    CompletableFuture<Object> waiting =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return watch.take();
              } catch (ClosedWatchServiceException | InterruptedException e) {
                return e;
              }
            });
    watch.close();
    assertThat(files.isWatched()).isFalse();
    assertThat(key.isValid()).isFalse();
    assertThat(waiting.get(10, TimeUnit.SECONDS)).isInstanceOf(ClosedWatchServiceException.class);
    assertThatThrownBy(() -> watch.poll()).isInstanceOf(ClosedWatchServiceException.class);
    assertThatThrownBy(() -> register(ROOT)).isInstanceOf(ClosedWatchServiceException.class);
  }

  @Test
  void aCancelledKeyIsForgotten() throws IOException {
    KernFileSystem files = (KernFileSystem) machine.fs.fileSystem();
    WatchKey key = register(ROOT + "/a");
    key.cancel();
    assertThat(files.isWatched()).isFalse();
    machine.mkdir(ROOT + "/a/new");
    assertThat(key.pollEvents()).isEmpty();
    assertThat(key.reset()).isFalse();
  }

  @Test
  void registeringAgainChangesTheKindsOfTheSameKey() throws IOException {
    WatchKey key = register(ROOT + "/a");
    WatchKey again = machine.path(ROOT + "/a/.").register(watch, ENTRY_DELETE);
    assertThat(again).isSameAs(key);
    machine.mkdir(ROOT + "/a/new");
    Files.delete(machine.path(ROOT + "/a/new"));
    assertThat(events(key)).containsExactly("DELETE new*1");
  }

  @Test
  void onlyDirectoriesThatOneMayReadAreWatched() throws IOException {
    assertThatThrownBy(() -> register(ROOT + "/a/cgroup.procs"))
        .isInstanceOf(NotDirectoryException.class);
    Files.writeString(machine.path("/tmp/f"), "");
    assertThatThrownBy(() -> register("/tmp/f")).isInstanceOf(NotDirectoryException.class);
    assertThat(TestFs.errno(() -> register(ROOT + "/none"))).isEqualTo(Errno.ENOENT);
    Files.setAttribute(machine.path(ROOT + "/a"), "unix:mode", 0711);
    assertThat(machine.errnoAs(1000, () -> register(ROOT + "/a"))).isEqualTo(Errno.EACCES);
    assertThatThrownBy(() -> machine.path(ROOT).register(watch))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void tooManyEventsBecomeAnOverflow() throws IOException {
    WatchKey key = register(ROOT + "/a");
    for (int i = 0; i < 600; i++) {
      machine.mkdir(ROOT + "/a/n" + i);
    }
    List<WatchEvent<?>> taken = key.pollEvents();
    assertThat(taken).hasSize(513);
    assertThat(taken.get(511).context()).hasToString("n511");
    assertThat(taken.get(512).kind()).isEqualTo(OVERFLOW);
    assertThat(taken.get(512).count()).isEqualTo(600 - 512);
  }
}
