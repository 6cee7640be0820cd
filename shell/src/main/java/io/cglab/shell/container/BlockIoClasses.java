package io.cglab.shell.container;

import io.cglab.cgroupfs.machine.MalformedFileException;
import io.cglab.cgroupfs.machine.YamlCursor;
import io.cglab.core.api.DevNo;
import io.cglab.shell.process.Kernel;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Classes of block I/O that containerd and CRI-O take from a file in the format of goresctrl:
 *
 * <pre>
 * Classes:
 *   slow:
 *     - Weight: 80
 *     - Devices: [/dev/sda, /dev/nvme*n1]
 *       ThrottleReadBps: 60M
 *       ThrottleWriteIOPS: 100
 * </pre>
 *
 * <p>An entry without devices gives the default weight. Devices are globs.
 */
final class BlockIoClasses {
  static final String FILE = "/etc/containers/blockio.yaml";

  private static final String PREFIX = "blockio.resources.beta.kubernetes.io/";
  private static final Map<String, Rate> RATES =
      Map.of(
          "ThrottleReadBps", Rate.READ_BPS,
          "ThrottleWriteBps", Rate.WRITE_BPS,
          "ThrottleReadIOPS", Rate.READ_IOPS,
          "ThrottleWriteIOPS", Rate.WRITE_IOPS);
  private static final Set<String> KEYS =
      Set.of(
          "Devices",
          "Weight",
          "ThrottleReadBps",
          "ThrottleWriteBps",
          "ThrottleReadIOPS",
          "ThrottleWriteIOPS");
  private static final int LEAST_WEIGHT = 10;
  private static final int MOST_WEIGHT = 1000;

  private final Kernel kernel;
  private final Writes writes;

  BlockIoClasses(Kernel kernel, Writes writes) {
    this.kernel = kernel;
    this.writes = writes;
  }

  /** The class that annotations give a container: its own, or else the pod's; null for none. */
  static @Nullable String classOf(String container, Map<String, String> annotations) {
    String own = annotations.get(PREFIX + "container." + container);
    return own != null ? own : annotations.get(PREFIX + "pod");
  }

  /** Adds what a class says to the resources of a container. */
  Resources with(Resources resources, String name) throws OciException {
    String text = writes.readIfThere(FILE);
    if (text.isEmpty()) {
      throw new OciException("blockio is not enabled: there is no " + FILE);
    }
    Resources.Draft draft = resources.draft();
    try {
      YamlCursor classes = YamlCursor.parse(FILE, text).map().get("Classes");
      YamlCursor entries = classes == null ? null : classes.map().get(name);
      if (entries == null) {
        throw new OciException("no OCI BlockIO parameters for class \"" + name + "\"");
      }
      for (YamlCursor entry : entries.list()) {
        add(draft, entry);
      }
    } catch (MalformedFileException malformed) {
      throw new OciException(malformed.getMessage() + "");
    }
    return draft.done();
  }

  private void add(Resources.Draft draft, YamlCursor entry)
      throws MalformedFileException, OciException {
    Map<String, YamlCursor> fields = entry.map(Set.of(), KEYS);
    YamlCursor list = fields.get("Devices");
    YamlCursor weight = fields.get("Weight");
    if (list == null) {
      if (weight == null || fields.size() > 1) {
        throw entry.expected("Devices for what is throttled");
      }
      draft.blkioWeight = (int) weight(weight);
      return;
    }
    for (DevNo dev : devices(list)) {
      if (weight != null) {
        Resources.Draft.put(draft.weightDevices, dev, weight(weight));
      }
      for (Map.Entry<String, YamlCursor> field : fields.entrySet()) {
        Rate rate = RATES.get(field.getKey());
        if (rate != null) {
          draft.put(rate, dev, quantity(field.getValue()));
        }
      }
    }
  }

  private static long weight(YamlCursor field) throws MalformedFileException {
    long weight = quantity(field);
    if (weight < LEAST_WEIGHT || weight > MOST_WEIGHT) {
      throw field.expected("a weight from 10 to 1000");
    }
    return weight;
  }

  private static long quantity(YamlCursor field) throws MalformedFileException {
    long number = Quantity.whole(field.text());
    if (number < 0) {
      throw field.expected("a quantity such as 60M or 200");
    }
    return number;
  }

  private List<DevNo> devices(YamlCursor list) throws MalformedFileException, OciException {
    List<DevNo> devices = new ArrayList<>();
    for (YamlCursor pattern : list.list()) {
      List<DevNo> matching = matching(pattern.text());
      if (matching.isEmpty()) {
        throw new OciException("device wildcard \"" + pattern.text() + "\" matches no device");
      }
      devices.addAll(matching);
    }
    return devices;
  }

  private List<DevNo> matching(String pattern) {
    List<DevNo> devices = new ArrayList<>();
    int slash = pattern.lastIndexOf('/');
    if (slash < 0) {
      return devices;
    }
    Path directory = kernel.fileSystem().getPath(pattern.substring(0, slash + 1));
    try (DirectoryStream<Path> stream =
        Files.newDirectoryStream(directory, pattern.substring(slash + 1))) {
      Set<Path> paths = new TreeSet<>();
      stream.forEach(paths::add);
      for (Path path : paths) {
        var device = kernel.blockDevice(path);
        if (device != null) {
          devices.add(device.dev());
        }
      }
    } catch (IOException missing) {
      return devices;
    }
    return devices;
  }
}
