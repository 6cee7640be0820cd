package io.cglab.shell.dm;

import io.cglab.cgroupfs.host.DevDirectory;
import io.cglab.core.Machine;
import io.cglab.core.api.DevNo;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.device.Disk;
import io.cglab.core.dm.DeviceMapper;
import io.cglab.core.dm.MappedDevice;
import io.cglab.core.dm.TableLine;
import io.cglab.core.dm.TargetKind;
import io.cglab.core.dm.TargetSpec;
import io.cglab.core.dm.ioband.IobandDevice;
import io.cglab.core.dm.ioband.IobandProfile;
import io.cglab.core.trace.KernelLog;
import io.cglab.shell.command.Context;
import io.cglab.shell.process.BlockDevice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The device mapper of a machine for those who speak to it in words: tables and messages as text.
 */
final class Mapper {
  private static final DevNo NO_DEVICE = new DevNo(0, 0);
  private static final long SECTOR_BYTES = 512;
  private static final String IOBAND = TargetKind.IOBAND.target();

  /** Whether the target ioband is there. */
  private static final class Module {
    boolean loaded = true;
  }

  /** A line of a table, or of a status, as text. */
  record Row(long start, long length, String target, String text) {
    boolean is(String wanted) {
      return target.equals(wanted);
    }
  }

  private final Context c;
  private final Machine machine;
  private final DeviceMapper mapper;
  private final Module module;

  private Mapper(Context c) {
    this.c = c;
    machine = c.kernel().instruments().machine().machine();
    mapper = machine.mapper();
    module = c.kernel().daemon(Module.class, Module::new);
  }

  static Mapper of(Context c) {
    return new Mapper(c);
  }

  // ---- devices

  void create(String name) throws KernelException {
    mapper.create(name);
  }

  /** Gives a device an inactive table. */
  void load(String name, List<TableText.Line> lines) throws KernelException {
    MappedDevice device = mapper.get(name);
    TargetText text = new TargetText(mapper.ioband().profile(), this::number);
    List<TableLine> table = new ArrayList<>();
    for (TableText.Line line : lines) {
      try {
        if (line.target().equals(IOBAND) && !module.loaded) {
          throw new WrongTargetException("unknown target type");
        }
        TargetSpec target = text.parse(line.target(), line.params());
        table.add(new TableLine(line.start(), line.length(), target));
      } catch (WrongTargetException wrong) {
        throw mapper.wrongTable(device, line.target(), wrong.what());
      }
    }
    mapper.load(device, table);
  }

  /** Sectors of the device below an ioband line that the line does not reach; 0 for other lines. */
  long unreached(TableText.Line line) throws IOException {
    if (!line.target().equals(IOBAND)) {
      return 0;
    }
    BlockDevice below = c.kernel().blockDevice(c.path(line.params().get(0)));
    return below == null ? 0 : below.sizeBytes() / SECTOR_BYTES - line.length();
  }

  /** The number of a device by its path or MAJ:MIN. */
  private DevNo number(String text) {
    if (text.matches("[0-9]{1,4}:[0-9]{1,7}")) {
      int colon = text.indexOf(':');
      int major = Integer.parseInt(text.substring(0, colon));
      int minor = Integer.parseInt(text.substring(colon + 1));
      return major < 4096 && minor < 1 << 20 ? new DevNo(major, minor) : NO_DEVICE;
    }
    try {
      BlockDevice device = c.kernel().blockDevice(c.path(text));
      return device == null ? NO_DEVICE : device.dev();
    } catch (IOException missing) {
      return NO_DEVICE;
    }
  }

  void remove(String name) throws KernelException {
    mapper.remove(mapper.get(name));
  }

  void clear(String name) throws KernelException {
    mapper.clear(mapper.get(name));
  }

  /** Holds new bios, and waits until those in flight are complete. */
  void suspend(String name) throws KernelException {
    MappedDevice device = mapper.get(name);
    mapper.suspend(device);
    while (device.inFlight() > 0 && machine.step()) {
      c.processes().letOthersRun();
    }
  }

  void resume(String name) throws KernelException {
    mapper.resume(mapper.get(name));
  }

  void message(String name, long sector, List<String> words) throws KernelException {
    MappedDevice device = mapper.get(name);
    IobandMessage.send(mapper, device.iobandAt(sector), words);
  }

  @Nullable MappedDevice find(String name) {
    return mapper.find(name);
  }

  List<MappedDevice> devices() {
    return mapper.byName();
  }

  /** The first of PREFIX1, PREFIX2 and so on that is free. */
  String freeName(String prefix) {
    int number = 1;
    while (mapper.find(prefix + number) != null) {
      number++;
    }
    return prefix + number;
  }

  // ---- tables

  /** The lines of the live table. */
  List<Row> table(MappedDevice device) {
    return rows(device, false);
  }

  /** The same lines with what the targets say of themselves. */
  List<Row> status(MappedDevice device) {
    return rows(device, true);
  }

  private List<Row> rows(MappedDevice device, boolean status) {
    List<Row> rows = new ArrayList<>();
    List<TableLine> lines = device.liveTable();
    for (int i = 0; i < lines.size(); i++) {
      TableLine line = lines.get(i);
      TargetSpec spec = line.target();
      IobandDevice ioband = device.ioband(i);
      String text;
      if (ioband != null && spec instanceof TargetSpec.Ioband on) {
        IobandProfile profile = mapper.ioband().profile();
        text =
            status
                ? IobandStatus.status(ioband, profile)
                : on.device() + " " + IobandStatus.table(ioband, profile);
      } else {
        text = status ? TargetText.status(spec) : TargetText.show(spec);
      }
      rows.add(new Row(line.start(), line.sectors(), spec.kind().target(), text));
    }
    return rows;
  }

  /** The targets with their versions. */
  Map<String, String> targets() {
    Map<String, String> targets = new LinkedHashMap<>();
    if (module.loaded) {
      targets.put(IOBAND, mapper.ioband().profile().version());
    }
    targets.put("striped", "1.0.2");
    targets.put("linear", "1.0.2");
    targets.put("error", "1.0.1");
    targets.put("zero", "1.0.0");
    targets.put("delay", "1.0.2");
    return targets;
  }

  /** All ioband devices, by name. */
  List<String> iobandNames() {
    return devices().stream()
        .filter(device -> table(device).stream().anyMatch(row -> row.is(IOBAND)))
        .map(MappedDevice::name)
        .toList();
  }

  // ---- the module

  boolean isLoaded() {
    return module.loaded;
  }

  /** Takes the target away; false if a device has it. */
  boolean unload() {
    if (!iobandNames().isEmpty()) {
      return false;
    }
    module.loaded = false;
    return true;
  }

  /**
   * Loads the target.
   *
   * @param parameters {@code profile=classic|0.0.3|1.x|1.8}, {@code context=worker|submitter}
   * @return the status of modprobe
   */
  int load(List<String> parameters) {
    for (String parameter : parameters) {
      String[] pair = parameter.split("=", 2);
      String value = pair.length < 2 ? "" : pair[1];
      if (pair[0].equals("context") && (value.equals("worker") || value.equals("submitter"))) {
        mapper.ioband().setReleasesAsSubmitter(value.equals("submitter"));
        continue;
      }
      IobandProfile profile = pair[0].equals("profile") ? profile(value) : null;
      if (profile == null) {
        return c.error(
            "FATAL: dm_ioband: "
                + parameter
                + ": profile=classic|0.0.3|1.x|1.8 or context=worker|submitter is wanted");
      }
      try {
        mapper.ioband().setProfile(profile);
      } catch (KernelException busy) {
        return c.refused("FATAL: Error inserting dm_ioband: " + busy.errno().text(), busy);
      }
    }
    module.loaded = true;
    return 0;
  }

  private static @Nullable IobandProfile profile(String name) {
    for (IobandProfile profile : IobandProfile.values()) {
      if (profile.profile().equals(name)) {
        return profile;
      }
    }
    return null;
  }

  // ---- who is open, what was said

  int openCount(DevNo dev) {
    return machine.claims().count(dev);
  }

  void open(DevNo dev) {
    machine.claims().open(dev);
  }

  void close(DevNo dev) {
    machine.claims().close(dev);
  }

  /** The whole disk that a device is a part of, by name. */
  String wholeDisk(DevNo dev) {
    Disk disk = machine.disks().lookup(dev);
    return disk == null ? dev.toString() : disk.name();
  }

  /** How many lines the kernel's log ever had. */
  long logged() {
    return machine.log().count();
  }

  /** The last line of the kernel's log, if one came since; null otherwise. */
  @Nullable String loggedSince(long count) {
    KernelLog log = machine.log();
    String last = null;
    if (log.count() > count) {
      for (KernelLog.Line line : log.lines()) {
        last = line.text();
      }
    }
    return last;
  }

  /** A volume of LVM: its device, and the links that udev makes. */
  void createLogical(String group, String name, List<String> table) throws LvmException {
    String mapped = group.replace("-", "--") + "-" + name.replace("-", "--");
    try {
      create(mapped);
      try {
        load(mapped, TableText.parse(String.join("\n", table), ""));
        resume(mapped);
        Disk disk = mapper.get(mapped).disk();
        DevDirectory devices = c.kernel().instruments().machine().devices();
        devices.link(group, name, disk);
        devices.link("mapper", name, disk); // as the manual of dm-ioband has it
      } catch (KernelException | TableText.FormatException refused) {
        remove(mapped);
        throw refused;
      }
    } catch (KernelException refused) {
      throw LvmException.failed(
          "device-mapper: create ioctl failed: "
              + refused.errno().text()
              + "\nFailed to activate new LV.");
    } catch (TableText.FormatException ours) {
      throw new AssertionError(ours);
    }
  }

  /** Device groups, devices and groups with their weights, indented. */
  String tree() {
    return IobandStatus.tree(mapper.ioband());
  }

  static KernelException invalid(String hint) {
    return new KernelException(Errno.EINVAL, hint);
  }
}
