package io.cglab.cgroupfs.files;

import io.cglab.cgroupfs.CgroupFs;
import io.cglab.cgroupfs.kernfs.NioErrors;
import io.cglab.cgroupfs.machine.MachineSpec;
import io.cglab.core.Feature;
import io.cglab.core.api.DevNo;
import io.cglab.core.api.Errno;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.device.Disk;
import io.cglab.core.elevator.Scheduler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The machine of the records with io enabled down to {@code /a/b}. Texts are Latin-1 with the
 * escapes that tables of tests need: {@code \n \t \r \v \0} and {@code ;} for a newline in outputs.
 */
final class FilesMachine implements AutoCloseable {
  static final String OK = "ok";

  private final CgroupFs fs;

  FilesMachine() {
    this(EnumSet.noneOf(Feature.class));
  }

  /** A machine whose kernel was built without some features. */
  FilesMachine(Set<Feature> without) {
    MachineSpec spec = MachineSpec.named("recorded-v2");
    Set<Feature> features = EnumSet.copyOf(spec.config().features());
    features.removeAll(without);
    fs = CgroupFs.boot(spec.withConfig(spec.config().withFeatures(features)));
    try {
      enableIo(fs.root());
      enableIo(Files.createDirectory(path("a")));
      Files.createDirectory(path("a/b"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void enableIo(Path cgroup) throws IOException {
    Files.writeString(cgroup.resolve("cgroup.subtree_control"), "+io");
  }

  CgroupFs fs() {
    return fs;
  }

  Path path(String file) {
    return fs.root().resolve(file);
  }

  Cgroup cgroup(String name) {
    Cgroup cgroup = fs.machine().hierarchies().v2().root().child(name);
    assert cgroup != null : name;
    return cgroup;
  }

  Disk disk(String dev) {
    String[] number = dev.split(":");
    Disk disk =
        fs.machine()
            .disks()
            .lookup(new DevNo(Integer.parseInt(number[0]), Integer.parseInt(number[1])));
    assert disk != null : dev;
    return disk;
  }

  void select(String dev, Scheduler scheduler) {
    fs.machine().elevators().of(disk(dev)).select(scheduler);
  }

  /** One write(2) to a file below the root; {@link #OK} or the errno. */
  String write(String file, String text) {
    byte[] bytes = unescaped(text);
    try (FileChannel channel = FileChannel.open(path(file), StandardOpenOption.WRITE)) {
      int count = channel.write(ByteBuffer.wrap(bytes));
      return count == bytes.length ? OK : "short " + count;
    } catch (IOException e) {
      return errnoOf(e);
    }
  }

  /** The errno of a refusal, by name. */
  static String errnoOf(IOException refusal) {
    @Nullable Errno errno = NioErrors.errnoOf(refusal);
    return errno == null ? refusal.toString() : errno.name();
  }

  static byte[] unescaped(String text) {
    return text.replace("\\n", "\n")
        .replace("\\t", "\t")
        .replace("\\r", "\r")
        .replace("\\v", "\u000b")
        .replace("\\0", "\0")
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  /** The text of a file with {@code ;} for each newline; the errno if it cannot be read. */
  String read(String file) {
    try {
      return Files.readString(path(file), StandardCharsets.ISO_8859_1).replace('\n', ';');
    } catch (IOException e) {
      return errnoOf(e);
    }
  }

  /** Writes, and reads the file back if that was taken. */
  String outcome(String file, String text) {
    String written = write(file, text);
    return written.equals(OK) ? read(file) : written;
  }

  /** What every file of every cgroup reads. */
  String everything() {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(fs.root())) {
      List<Path> sorted = files.filter(Files::isRegularFile).sorted().toList();
      for (Path file : sorted) {
        all.append(file).append('\n').append(read(fs.root().relativize(file).toString()));
        all.append('\n');
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all.toString();
  }

  @Override
  public void close() {
    fs.close();
  }
}
