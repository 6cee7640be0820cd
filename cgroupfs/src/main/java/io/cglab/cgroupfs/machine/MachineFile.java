package io.cglab.cgroupfs.machine;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Maps;
import io.cglab.cgroupfs.host.ControllerNames;
import io.cglab.cgroupfs.machine.MachineSpec.MountSpec;
import io.cglab.core.Costs;
import io.cglab.core.Feature;
import io.cglab.core.MachineConfig;
import io.cglab.core.Profile;
import io.cglab.core.api.DevNo;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.device.DiskConfig;
import io.cglab.core.device.Partition;
import io.cglab.core.dm.VolumeConfig;
import io.cglab.core.elevator.Scheduler;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads machine files: every key is checked, and whatever is wrong is named with its line. */
final class MachineFile {
  private static final Set<String> KEYS =
      Set.of(
          "profile",
          "seed",
          "hz",
          "j0",
          "us_into_tick",
          "memory",
          "costs",
          "controllers",
          "mounts",
          "disks",
          "volumes",
          "filesystems",
          "throttle_slice_ms",
          "coarse_timers",
          "features",
          "add_ons");

  /** What was never in a kernel of its own: patches of their time, for any kernel here. */
  private static final Map<String, Controller> ADD_ONS =
      Map.of("bio-cgroup", Controller.BIO, "io-throttle", Controller.BLOCKIO);

  private static final Set<String> COSTS =
      Set.of(
          "submit_us",
          "reap_us",
          "release_us",
          "sleep_late_us",
          "tag_wake_us",
          "restart_us",
          "scheduler_us",
          "wake_gap_us",
          "wake_spread_us",
          "page_us",
          "scan_us",
          "exec_us",
          "host_turn_us");
  private static final Set<String> DISK_KEYS =
      Set.of("model", "params", "max_sectors_kb", "scheduler", "partitions", "rotational");
  private static final Set<String> VOLUME_KEYS = Set.of("name", "dev", "type", "members");
  private static final List<String> PROFILES =
      Arrays.stream(Profile.values()).map(Profile::kernel).collect(ImmutableList.toImmutableList());
  private static final List<String> MOUNT_TYPES = List.of("cgroup", "cgroup2", "tmpfs");

  private static final Pattern SIZE = Pattern.compile("([0-9]{1,15})([KMGT]?)");
  private static final Pattern NUMBER = Pattern.compile("([0-9]{1,4}):([0-9]{1,7})");
  private static final String UNITS = "KMGT";
  private static final int SECTOR = 512;
  private static final long NS_PER_US = 1000;
  private static final int MAX_SEGMENTS = 128;
  private static final int UNBOUND = Integer.MAX_VALUE;

  private final String name;
  private final Set<DevNo> numbers = new HashSet<>();
  private final Set<String> names = new HashSet<>();
  private final Map<String, Scheduler> schedulers = new LinkedHashMap<>();

  MachineFile(String name) {
    this.name = name;
  }

  /** Reads the file, with {@code instead} in place of its profile unless that is null. */
  MachineSpec read(YamlCursor file, @Nullable Profile instead) throws MalformedFileException {
    Map<String, YamlCursor> keys = file.map(Set.of(), KEYS);
    Profile named = Profile.named(oneOf(keys.get("profile"), PROFILES, PROFILES.get(0)));
    assert named != null : "checked by oneOf()";
    Profile profile = instead == null ? named : instead;
    MachineConfig plain = MachineConfig.plain();
    int hz = (int) integer(keys.get("hz"), profile.hz(), 1, 10_000);
    long phaseUs = integer(keys.get("us_into_tick"), 0, 0, 1_000_000 / hz - 1);
    Set<Feature> features = features(keys.get("features"), profile.features());
    List<DiskConfig> disks = new ArrayList<>();
    YamlCursor list = keys.get("disks");
    if (list != null) {
      for (YamlCursor disk : list.list()) {
        disks.add(disk(disk, schedulers(profile, features)));
      }
    }
    MachineConfig config =
        new MachineConfig(
            hz,
            integer(keys.get("j0"), plain.j0(), 0, Long.MAX_VALUE),
            phaseUs * NS_PER_US,
            integer(keys.get("seed"), plain.seed(), 0, Long.MAX_VALUE),
            size(keys.get("memory"), plain.memoryBytes()),
            costs(keys.get("costs")),
            plain.enabled(),
            plain.disabled(),
            disks,
            bool(keys.get("coarse_timers"), plain.coarseTimers()),
            (int) integer(keys.get("throttle_slice_ms"), plain.throttleSliceMs(), 1, 1000),
            features,
            schedulers,
            volumes(keys.get("volumes"), disks));
    YamlCursor controllers = keys.get("controllers");
    if (controllers != null) {
      Map<String, YamlCursor> of = controllers.map(Set.of(), Set.of("enabled", "disabled"));
      config =
          config.withControllers(controllers(of.get("enabled")), controllers(of.get("disabled")));
    }
    config = config.withControllers(withAddOns(keys.get("add_ons"), config), config.disabled());
    List<MountSpec> mounts = mounts(keys.get("mounts"), features, instead != null);
    FileSystemKeys fileSystems = FileSystemKeys.read(keys.get("filesystems"), config);
    mounts.addAll(fileSystems.mounts());
    return new MachineSpec(name, profile, config, mounts, fileSystems.made());
  }

  private static Costs costs(@Nullable YamlCursor at) throws MalformedFileException {
    if (at == null) {
      return Costs.RECORDED;
    }
    Map<String, YamlCursor> keys = at.map(Set.of(), COSTS);
    YamlCursor turn = keys.get("host_turn_us");
    if (turn != null && keys.size() > 1) {
      throw turn.expected("no other cost beside it");
    }
    if (turn != null) {
      return Costs.turn(microseconds(turn, 0));
    }
    Costs recorded = Costs.RECORDED;
    return new Costs(
        microseconds(keys.get("submit_us"), recorded.submitNs()),
        microseconds(keys.get("reap_us"), recorded.reapNs()),
        microseconds(keys.get("release_us"), recorded.releaseNs()),
        microseconds(keys.get("sleep_late_us"), recorded.sleepLateNs()),
        microseconds(keys.get("tag_wake_us"), recorded.tagWakeNs()),
        microseconds(keys.get("restart_us"), recorded.restartNs()),
        microseconds(keys.get("scheduler_us"), recorded.schedulerNs()),
        microseconds(keys.get("wake_gap_us"), recorded.wakeGapNs()),
        microseconds(keys.get("wake_spread_us"), recorded.wakeSpreadNs()),
        microseconds(keys.get("page_us"), recorded.pageNs()),
        microseconds(keys.get("scan_us"), recorded.scanNs()),
        microseconds(keys.get("exec_us"), recorded.execNs()));
  }

  /** Features that a kernel has only where a machine file asks for them. */
  private static final Set<Feature> EXTRA = Set.of(Feature.WBT);

  /**
   * What the kernel has: all of its profile but what {@code without} names, and what {@code with}
   * names.
   */
  private static Set<Feature> features(@Nullable YamlCursor at, Set<Feature> all)
      throws MalformedFileException {
    Set<Feature> features = EnumSet.noneOf(Feature.class);
    features.addAll(all);
    Map<String, Feature> named = Maps.uniqueIndex(all, MachineFile::nameOf);
    if (at != null) {
      Map<String, YamlCursor> keys = at.map(Set.of(), Set.of("with", "without"));
      if (keys.containsKey("without")) {
        for (YamlCursor entry : required(keys, "without").list()) {
          oneOf(entry, List.copyOf(named.keySet()), "");
          features.remove(named.get(entry.text()));
        }
      }
      if (keys.containsKey("with")) {
        Map<String, Feature> extra = Maps.uniqueIndex(EXTRA, MachineFile::nameOf);
        for (YamlCursor entry : required(keys, "with").list()) {
          oneOf(entry, List.copyOf(extra.keySet()), "");
          features.add(extra.get(entry.text()));
        }
      }
    }
    return features;
  }

  private static String nameOf(Feature feature) {
    return feature.name().toLowerCase(Locale.ROOT);
  }

  /** The schedulers of a kernel by their names. */
  private static Map<String, Scheduler> schedulers(Profile profile, Set<Feature> features) {
    Map<String, Scheduler> known = new LinkedHashMap<>();
    for (Scheduler scheduler : profile.schedulers()) {
      known.put(scheduler.name().toLowerCase(Locale.ROOT).replace('_', '-'), scheduler);
    }
    if (!features.contains(Feature.BFQ)) {
      known.remove("bfq");
    }
    if (!features.contains(Feature.CFQ)
        && !features.contains(Feature.CFQ_FLAT)
        && !features.contains(Feature.IO_CONTROLLER_V10)) {
      known.remove("cfq");
    }
    if (!features.contains(Feature.ANTICIPATORY)) {
      known.remove("anticipatory");
    }
    return known;
  }

  private static Set<Controller> controllers(@Nullable YamlCursor at)
      throws MalformedFileException {
    Set<Controller> set = EnumSet.noneOf(Controller.class);
    if (at != null) {
      for (YamlCursor entry : at.list()) {
        set.add(controller(entry));
      }
    }
    return set;
  }

  private static Set<Controller> withAddOns(@Nullable YamlCursor at, MachineConfig config)
      throws MalformedFileException {
    Set<Controller> all = EnumSet.noneOf(Controller.class);
    all.addAll(config.enabled());
    if (at != null) {
      for (YamlCursor entry : at.list()) {
        all.add(ADD_ONS.get(oneOf(entry, List.of("bio-cgroup", "io-throttle"), "")));
      }
    }
    return all;
  }

  private static Controller controller(YamlCursor at) throws MalformedFileException {
    List<String> known = new ArrayList<>();
    for (Controller controller : Controller.values()) {
      if (controller.statName().equals(at.text()) || controller.v1Name().equals(at.text())) {
        return controller;
      }
      known.add(controller.statName());
    }
    throw at.expected("a controller: " + String.join(", ", known));
  }

  /**
   * What is mounted.
   *
   * @param lenient true to leave out hierarchies that the kernel lacks
   */
  private static List<MountSpec> mounts(
      @Nullable YamlCursor at, Set<Feature> features, boolean lenient)
      throws MalformedFileException {
    List<MountSpec> mounts = new ArrayList<>();
    if (at != null) {
      for (YamlCursor entry : at.list()) {
        Map<String, YamlCursor> keys = entry.map(Set.of("type", "on"), Set.of("options", "source"));
        YamlCursor on = required(keys, "on");
        if (!on.text().startsWith("/")) {
          throw on.expected("an absolute path");
        }
        YamlCursor options = keys.get("options");
        YamlCursor source = keys.get("source");
        if (!isKnown(keys, features)) {
          if (lenient) {
            continue;
          }
          throw entry.expected("a hierarchy that this kernel has");
        }
        mounts.add(
            new MountSpec(
                oneOf(keys.get("type"), MOUNT_TYPES, ""),
                source == null ? "none" : source.text(),
                options == null ? "" : options.text(),
                on.text()));
      }
    }
    return mounts;
  }

  /** True unless the kernel is older than cgroup2, or has another controller for I/O. */
  private static boolean isKnown(Map<String, YamlCursor> keys, Set<Feature> features)
      throws MalformedFileException {
    String type = required(keys, "type").text();
    List<String> names = ControllerNames.of(Controller.IO, features);
    if (type.equals("cgroup2")) {
      return names.equals(List.of(Controller.IO.v1Name()));
    }
    YamlCursor options = keys.get("options");
    List<String> words = options == null ? List.of() : List.of(options.text().split(","));
    return !type.equals("cgroup")
        || ((names.contains("io") || !words.contains("io"))
            && (names.contains("blkio") || !words.contains("blkio")));
  }

  private DiskConfig disk(YamlCursor at, Map<String, Scheduler> known)
      throws MalformedFileException {
    Map<String, YamlCursor> keys = at.map(Set.of("name", "dev", "size"), DISK_KEYS);
    String diskName = claimName(required(keys, "name"));
    DevNo dev = claimNumber(required(keys, "dev"));
    long sectors = size(keys.get("size"), 0) / SECTOR;
    YamlCursor longest = keys.get("max_sectors_kb");
    ModelFile.Model model = ModelFile.read(keys.get("model"), keys.get("params"), longest);
    boolean ram = !model.requestBased();
    int maxSectors = maxSectors(longest, model.maxSectors());
    Scheduler scheduler = scheduler(keys.get("scheduler"), diskName, ram, known);
    if (scheduler != Scheduler.NONE) {
      schedulers.put(diskName, scheduler);
    }
    return new DiskConfig(
        diskName,
        dev,
        sectors,
        bool(keys.get("rotational"), model.device().rotational()),
        !ram,
        model.queueDepth(),
        maxSectors,
        Math.max(maxSectors, model.maxSectors()),
        MAX_SEGMENTS,
        model.device(),
        partitions(keys.get("partitions"), diskName, sectors));
  }

  private List<VolumeConfig> volumes(@Nullable YamlCursor at, List<DiskConfig> disks)
      throws MalformedFileException {
    List<VolumeConfig> volumes = new ArrayList<>();
    if (at != null) {
      Map<String, Long> lengths = new LinkedHashMap<>();
      for (DiskConfig disk : disks) {
        lengths.put(disk.name(), disk.sectors());
        for (Partition partition : disk.partitions()) {
          lengths.put(partition.name(), partition.sectors());
        }
      }
      VolumeFile file = new VolumeFile(lengths);
      for (YamlCursor entry : at.list()) {
        Map<String, YamlCursor> keys = entry.map(VOLUME_KEYS, Set.of("chunk_kb"));
        volumes.add(file.read(keys, claimNumber(required(keys, "dev"))));
      }
    }
    return volumes;
  }

  /**
   * The scheduler that a disk starts with, which tells the block layer that drives it too. Where
   * the file does not say, the kernel's choice: mq-deadline on disks with a single hardware queue,
   * which are the SCSI ones, else none; CFQ there on kernels that have single queues only.
   */
  private static Scheduler scheduler(
      @Nullable YamlCursor at, String disk, boolean ram, Map<String, Scheduler> known)
      throws MalformedFileException {
    if (at == null) {
      Scheduler usual = known.getOrDefault("mq-deadline", Scheduler.CFQ);
      return !ram && disk.startsWith("sd") ? usual : Scheduler.NONE;
    }
    List<String> allowed = ram ? List.of("none") : List.copyOf(known.keySet());
    Scheduler scheduler = known.get(oneOf(at, allowed, "none"));
    assert scheduler != null : "checked by oneOf()";
    return scheduler;
  }

  private List<Partition> partitions(@Nullable YamlCursor at, String disk, long sectors)
      throws MalformedFileException {
    List<Partition> partitions = new ArrayList<>();
    if (at != null) {
      for (YamlCursor entry : at.list()) {
        Map<String, YamlCursor> keys = entry.map(Set.of("dev", "start", "sectors"), Set.of("name"));
        int number = partitions.size() + 1;
        YamlCursor named = keys.get("name");
        long start = integer(keys.get("start"), 0, 0, sectors);
        YamlCursor length = required(keys, "sectors");
        partitions.add(
            new Partition(
                named == null ? partitionName(disk, number) : claimName(named),
                claimNumber(required(keys, "dev")),
                number,
                start,
                integer(length, 0, 1, sectors - start)));
      }
    }
    return partitions;
  }

  private static String partitionName(String disk, int number) {
    boolean digit = Character.isDigit(disk.charAt(disk.length() - 1));
    return disk + (digit ? "p" : "") + number;
  }

  /** The largest request in sectors. */
  static int maxSectors(@Nullable YamlCursor at, int otherwise) throws MalformedFileException {
    if (at == null) {
      return otherwise;
    }
    double sectors = at.number() * 2;
    if (sectors < 8 || sectors > UNBOUND || sectors != Math.rint(sectors)) {
      throw at.expected("a multiple of half a KiB, at least 4");
    }
    return (int) sectors;
  }

  private String claimName(YamlCursor at) throws MalformedFileException {
    if (!at.text().matches("[A-Za-z0-9_-]+")) {
      throw at.expected("a name of letters, digits, _ and -");
    }
    if (!names.add(at.text())) {
      throw at.expected("each name once, but " + at.text() + " is there already");
    }
    return at.text();
  }

  private DevNo claimNumber(YamlCursor at) throws MalformedFileException {
    Matcher number = NUMBER.matcher(at.text());
    if (!number.matches()) {
      throw at.expected("a device number such as \"8:0\"");
    }
    DevNo dev;
    try {
      dev = new DevNo(Integer.parseInt(number.group(1)), Integer.parseInt(number.group(2)));
    } catch (IllegalArgumentException outOfRange) {
      throw at.expected("a major below 4096 and a minor below 1048576");
    }
    if (!numbers.add(dev)) {
      throw at.expected("each number once, but " + dev + " is there already");
    }
    return dev;
  }

  static YamlCursor required(Map<String, YamlCursor> keys, String key) {
    YamlCursor at = keys.get(key);
    assert at != null : "checked by map(): " + key;
    return at;
  }

  static String oneOf(@Nullable YamlCursor at, List<String> allowed, String otherwise)
      throws MalformedFileException {
    if (at == null) {
      return otherwise;
    }
    if (!allowed.contains(at.text())) {
      throw at.expected("one of " + String.join(", ", allowed));
    }
    return at.text();
  }

  static boolean bool(@Nullable YamlCursor at, boolean otherwise) throws MalformedFileException {
    return at == null ? otherwise : oneOf(at, List.of("true", "false"), "").equals("true");
  }

  static long integer(@Nullable YamlCursor at, long otherwise, long lowest, long highest)
      throws MalformedFileException {
    if (at == null) {
      return otherwise;
    }
    long value = at.integer();
    if (value < lowest || value > highest) {
      throw at.expected("a number from " + lowest + " to " + highest);
    }
    return value;
  }

  private static long microseconds(@Nullable YamlCursor at, long otherwiseNs)
      throws MalformedFileException {
    return at == null ? otherwiseNs : Math.round(at.number() * NS_PER_US);
  }

  /** A number of bytes with an optional unit K, M, G or T. */
  static long size(@Nullable YamlCursor at, long otherwise) throws MalformedFileException {
    if (at == null) {
      return otherwise;
    }
    Matcher size = SIZE.matcher(at.text());
    if (!size.matches()) {
      throw at.expected("a size such as 128M");
    }
    int unit = size.group(2).isEmpty() ? 0 : UNITS.indexOf(size.group(2)) + 1;
    long bytes = Long.parseLong(size.group(1));
    if (bytes > Long.MAX_VALUE >> 10 * unit) {
      throw at.expected("a size below 8 EiB");
    }
    return bytes << 10 * unit;
  }
}
