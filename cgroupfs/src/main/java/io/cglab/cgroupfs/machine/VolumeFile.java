package io.cglab.cgroupfs.machine;

import static io.cglab.cgroupfs.machine.MachineFile.integer;
import static io.cglab.cgroupfs.machine.MachineFile.oneOf;
import static io.cglab.cgroupfs.machine.MachineFile.required;

import io.cglab.core.api.DevNo;
import io.cglab.core.dm.DeviceMapper;
import io.cglab.core.dm.Segment;
import io.cglab.core.dm.VolumeConfig;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the volumes of a machine file. */
final class VolumeFile {
  private static final int SECTORS_PER_KIB = 2;
  private static final int LEAST_CHUNK_KIB = VolumeConfig.LEAST_CHUNK_SECTORS / SECTORS_PER_KIB;
  private static final int MOST_CHUNK_KIB = 1 << 20;

  private final Map<String, Long> lengths;
  private final Set<String> names = new HashSet<>();

  /**
   * A reader.
   *
   * @param lengths of the disks, partitions and volumes that a member may be a piece of, in
   *     sectors, by name; volumes are added as they are read
   */
  VolumeFile(Map<String, Long> lengths) {
    this.lengths = lengths;
  }

  /**
   * Reads a volume.
   *
   * @param keys its entries
   * @param dev its number, which no other device of the machine has
   */
  VolumeConfig read(Map<String, YamlCursor> keys, DevNo dev) throws MalformedFileException {
    YamlCursor devAt = required(keys, "dev");
    if (dev.major() != DeviceMapper.MAJOR) {
      throw devAt.expected("a volume's number such as \"" + DeviceMapper.MAJOR + ":0\"");
    }
    String diskName = "dm-" + dev.minor();
    if (lengths.containsKey(diskName)) {
      throw devAt.expected("a number whose name, " + diskName + ", no disk has");
    }
    YamlCursor name = required(keys, "name");
    if (!name.text().matches("[A-Za-z0-9][A-Za-z0-9._+-]*")) {
      throw name.expected("a name of letters, digits and . _ + -");
    }
    if (!names.add(name.text())) {
      throw name.expected("each name once, but " + name.text() + " is there already");
    }
    boolean striped =
        oneOf(required(keys, "type"), List.of("linear", "striped"), "").equals("striped");
    int chunk = chunkSectors(keys.get("chunk_kb"), striped);
    List<Segment> members = new ArrayList<>();
    for (YamlCursor member : required(keys, "members").list()) {
      members.add(member(member, chunk, members));
    }
    VolumeConfig volume = new VolumeConfig(name.text(), dev, chunk, members);
    lengths.put(diskName, volume.sectors());
    return volume;
  }

  private static int chunkSectors(@Nullable YamlCursor at, boolean striped)
      throws MalformedFileException {
    if (!striped) {
      if (at != null) {
        throw at.expected("type: striped, since a linear volume has no chunks");
      }
      return VolumeConfig.LINEAR;
    }
    int usual = VolumeConfig.DEFAULT_CHUNK_SECTORS / SECTORS_PER_KIB;
    return (int) integer(at, usual, LEAST_CHUNK_KIB, MOST_CHUNK_KIB) * SECTORS_PER_KIB;
  }

  private Segment member(YamlCursor at, int chunk, List<Segment> before)
      throws MalformedFileException {
    Map<String, YamlCursor> keys = at.map(Set.of("disk", "sectors"), Set.of("start"));
    YamlCursor disk = required(keys, "disk");
    Long length = lengths.get(disk.text());
    if (length == null) {
      throw disk.expected("a disk or partition of this machine, or the dm-N of a volume above");
    }
    long start = integer(keys.get("start"), 0, 0, length);
    YamlCursor sectorsAt = required(keys, "sectors");
    long sectors = integer(sectorsAt, 0, 1, length - start);
    if (chunk != VolumeConfig.LINEAR) {
      if (sectors % chunk != 0) {
        throw sectorsAt.expected("a multiple of " + chunk + " sectors, which are a chunk");
      }
      if (!before.isEmpty() && before.get(0).sectors() != sectors) {
        throw sectorsAt.expected(before.get(0).sectors() + ", as the first member has");
      }
    }
    return new Segment(disk.text(), start, sectors);
  }
}
