package io.cglab.cgroupfs.machine;

import io.cglab.core.MachineConfig;
import io.cglab.core.Profile;
import io.cglab.core.api.DevNo;
import io.cglab.core.file.FileSystemType;
import io.cglab.core.file.Layout;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A machine as its file describes it: the simulated computer and what is mounted where.
 *
 * <p>A disk of the file has a {@code model} with {@code params} (schedulers-and-devices.md 5):
 *
 * <ul>
 *   <li>{@code fixed}, {@code ram} (no queue of requests): {@code completion_nsec} 0, {@code
 *       hw_queue_depth} 1
 *   <li>{@code null_blk}: {@code irqmode} 1 (0 inline, 1 soft interrupt: no time at all; 2 timer),
 *       {@code completion_nsec} 10000 (with irqmode 2), {@code hw_queue_depth} 64, {@code mbps} 0
 *       (MiB/s up to 40960; at least what the longest request needs in 20 ms); requests of at most
 *       255 sectors
 *   <li>{@code scsi_debug}: {@code delay} 1 (ticks), {@code ndelay} 0 (ns below a second, in place
 *       of delay), {@code random} 0 (1: uniform below the delay), {@code max_queue} 192
 *   <li>{@code copied}: a disk in memory, copied to by a CPU that is slow: {@code completion_nsec}
 *       0, {@code sector_nsec} 0, {@code step_nsec} 0 (going over a page), {@code hw_queue_depth} 1
 *   <li>{@code ssd}: {@code interface} sata or nvme, which gives {@code hw_queue_depth} 32 or 1023
 *       and {@code ifRate} 550 or 3200 (10⁶ B/s); {@code channels} 8, times in us: {@code tR} 60,
 *       {@code tP} 220, {@code tCmd} 8, {@code tAck} 15; {@code bufBytes} 8M; {@code gc} false, and
 *       with it {@code gcLow} 5 (% of free pages), {@code gcSpare} 7 (% beyond the capacity),
 *       {@code tErase} 3000
 *   <li>{@code hdd} and {@code sata7200-2009}, which are the same disk where the file says no more;
 *       it is rotational, and its times are in ms. Platters: {@code rpm} 7200, {@code spt0} 1546
 *       and {@code spt1} 773 (sectors of the outermost and innermost track), {@code zones} 0 (of
 *       equal track lengths; 0 for none). Seeks: {@code a} 3.6, {@code b} 4.6, {@code c} 9, or
 *       {@code s1}, {@code s_avg} and {@code s_full} of a data sheet; {@code wSettle} 0. Commands:
 *       {@code cmdRead} 0.06, {@code cmdWrite} 0.119, {@code busRate} 300 (10⁶ B/s), {@code ncq}
 *       31, {@code policy} fifo, sptf or clook, {@code ncqAge} 300 (with sptf). Read-ahead: {@code
 *       raTrigger} 2 (reads in sequence), {@code raAhead} 1024 (sectors). Write cache: {@code wce}
 *       true, {@code wcBytes} 16M, {@code wcCmds} 64, {@code wcHigh} 0.97, {@code wcLow} 0.96,
 *       {@code readsPerDestage} 4, {@code readAnticipate} 1, {@code destageIdle} 15
 * </ul>
 *
 * <p>Its volumes are {@code {name, dev: "253:N", type: linear | striped, chunk_kb: 64, members:
 * [{disk, start: 0, sectors}]}}, where a member is a piece of a disk, a partition or the dm-N of a
 * volume above.
 *
 * <p>Its {@code costs} are CPU times and delays in us ({@link io.cglab.core.Costs}), or only {@code
 * host_turn_us}: from a completion to the arrival of the same task's next request, where nothing
 * else takes time.
 *
 * <p>{@code add_ons} names patches that never were in a kernel: {@code bio-cgroup} (the v1
 * controller {@code bio}, with bio.id) and {@code io-throttle} (the v1 controller {@code blockio}).
 *
 * <p>Its file systems are {@code {device, type: ext2 | ext3 | ext4 | xfs | btrfs, on, spacing: 0,
 * hole_fallback_us: 95}}: made on a disk or partition, mounted where {@code on} says if it does,
 * with files so many bytes apart (schedulers-and-devices.md 5.4, 6.4).
 *
 * @param name name of the built-in machine, or of its file
 * @param profile the kernel
 */
public record MachineSpec(
    String name,
    Profile profile,
    MachineConfig config,
    List<MountSpec> mounts,
    List<FileSystemSpec> fileSystems) {
  /** The built-in machines. */
  public static final List<String> BUILT_IN =
      List.of(
          "default",
          "v1",
          "hybrid",
          "legacy",
          "sata7200-2009",
          "recorded-v1",
          "recorded-v2",
          "recorded-writeback-v1",
          "recorded-writeback-v2");

  /**
   * A mount.
   *
   * @param type {@code cgroup2}, {@code cgroup} for a v1 hierarchy, or {@code tmpfs}
   * @param source what /proc/mounts shows in place of a device
   * @param options as mount(8) takes them after -o; empty for none
   * @param on the directory
   */
  public record MountSpec(String type, String source, String options, String on) {}

  /** A file system that is on a disk or partition from the start. */
  public record FileSystemSpec(DevNo dev, FileSystemType type, Layout layout) {}

  public MachineSpec {
    mounts = List.copyOf(mounts);
    fileSystems = List.copyOf(fileSystems);
  }

  /** A machine whose disks are empty. */
  public MachineSpec(String name, Profile profile, MachineConfig config, List<MountSpec> mounts) {
    this(name, profile, config, mounts, List.of());
  }

  /**
   * Returns the built-in machine of this name, or else the one of the file of this name.
   *
   * @param profile the kernel in place of the machine's, or null
   * @throws IOException if there is neither
   * @throws MalformedFileException if the file is malformed, or names what {@code profile} lacks
   */
  public static MachineSpec find(String nameOrFile, @Nullable Profile profile)
      throws IOException, MalformedFileException {
    return parse(text(nameOrFile), nameOrFile, profile);
  }

  /**
   * The text of a built-in machine, or else of the file of this name.
   *
   * @throws IOException if there is neither
   */
  public static String text(String nameOrFile) throws IOException {
    String builtIn = BUILT_IN.contains(nameOrFile) ? resource(nameOrFile + ".yaml") : null;
    return builtIn == null ? Files.readString(Path.of(nameOrFile)) : builtIn;
  }

  /**
   * Returns a built-in machine.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  public static MachineSpec named(String name) {
    String text = resource(name + ".yaml");
    if (text == null) {
      throw new IllegalArgumentException(
          "no built-in machine \"" + name + "\"; there are " + String.join(", ", BUILT_IN));
    }
    try {
      return parse(text, name);
    } catch (MalformedFileException malformed) {
      throw new AssertionError(malformed);
    }
  }

  private static @Nullable String resource(String file) {
    try (InputStream in = MachineSpec.class.getResourceAsStream(file)) {
      return in == null ? null : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Reads a machine file. */
  public static MachineSpec read(Path file) throws IOException, MalformedFileException {
    return parse(Files.readString(file), file.toString());
  }

  /** Reads the text of a machine file; {@code name} is for messages. */
  public static MachineSpec parse(String yaml, String name) throws MalformedFileException {
    return parse(yaml, name, null);
  }

  /** As {@link #parse(String, String)}, with another kernel if {@code profile} is not null. */
  public static MachineSpec parse(String yaml, String name, @Nullable Profile profile)
      throws MalformedFileException {
    return new MachineFile(name).read(YamlCursor.parse(name, yaml), profile);
  }

  public MachineSpec withSeed(long seed) {
    return withConfig(config.withSeed(seed));
  }

  public MachineSpec withConfig(MachineConfig newConfig) {
    return new MachineSpec(name, profile, newConfig, mounts, fileSystems);
  }
}
