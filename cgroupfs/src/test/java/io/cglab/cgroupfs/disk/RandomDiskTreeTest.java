package io.cglab.cgroupfs.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.cgroupfs.TestFs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random calls on a disk's files do what they do in the file system of memory. */
class RandomDiskTreeTest {
  private static final String[] NAMES = {"a", "b", "c", "d"};

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void aDiskIsADirectoryLikeAnother(long seed) throws IOException {
    try (TestFs fs = TestFs.boot("recorded-writeback-v2")) {
      Path disk = fs.path("/mnt");
      Path memory = fs.path("/tmp");
      Files.delete(disk.resolve("lost+found"));
      long free = Files.getFileStore(disk).getUnallocatedSpace();
      SplittableRandom one = new SplittableRandom(seed);
      SplittableRandom other = new SplittableRandom(seed);
      for (int step = 0; step < 300; step++) {
        String done = step(one, disk);
        assertThat(done).as("step %d", step).isEqualTo(step(other, memory));
        assertThat(tree(disk)).as("after %s", done).isEqualTo(tree(memory));
      }
      for (String name : NAMES) {
        deleteAll(disk.resolve(name));
      }
      assertThat(Files.getFileStore(disk).getUnallocatedSpace()).isEqualTo(free);
    }
  }

  private static String step(SplittableRandom random, Path root) {
    Path at = path(random, root);
    int kind = random.nextInt(8);
    long position = random.nextLong(20_000);
    byte[] bytes = new byte[random.nextInt(9_000)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) random.nextInt(3);
    }
    Path to = path(random, root);
    String what = kind + " " + root.relativize(at) + " " + root.relativize(to) + " " + position;
    try {
      switch (kind) {
        case 0 -> Files.createDirectory(at);
        case 1 -> Files.delete(at);
        case 2 -> {
          if (!Files.isSymbolicLink(at)) { // link(2) takes the link itself, Jimfs its target
            Files.createLink(to, at);
          }
        }
        case 3 -> Files.createSymbolicLink(at, root.relativize(to));
        case 4 -> {
          try (FileChannel file = FileChannel.open(at, StandardOpenOption.WRITE)) {
            file.truncate(position);
          }
        }
        case 5 -> {
          if (Files.isRegularFile(at, LinkOption.NOFOLLOW_LINKS)
              && !Files.exists(to, LinkOption.NOFOLLOW_LINKS)) {
            Files.move(at, to);
          }
        }
        default -> {
          if (!Files.isSymbolicLink(at)) {
            try (FileChannel file =
                FileChannel.open(at, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
              file.write(ByteBuffer.wrap(bytes), position);
            }
          }
        }
      }
      return what;
    } catch (IOException refused) {
      return what + " refused";
    }
  }

  private static Path path(SplittableRandom random, Path root) {
    Path path = root.resolve(NAMES[random.nextInt(NAMES.length)]);
    return random.nextBoolean() ? path : path.resolve(NAMES[random.nextInt(NAMES.length)]);
  }

  /** What there is, with sizes and content. */
  private static Map<String, String> tree(Path root) throws IOException {
    Map<String, String> tree = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(root)) {
      for (Path path : (Iterable<Path>) walk::iterator) {
        String what =
            Files.isSymbolicLink(path)
                ? "-> " + Files.readSymbolicLink(path)
                : Files.isDirectory(path)
                    ? "d"
                    : Files.getAttribute(path, "unix:nlink")
                        + " "
                        + Files.size(path)
                        + " "
                        + Arrays.hashCode(Files.readAllBytes(path));
        tree.put(root.relativize(path).toString(), what);
      }
    }
    return tree;
  }

  private static void deleteAll(Path path) throws IOException {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      try (Stream<Path> children = Files.list(path)) {
        for (Path child : (Iterable<Path>) children::iterator) {
          deleteAll(child);
        }
      }
    }
    Files.deleteIfExists(path);
  }
}
