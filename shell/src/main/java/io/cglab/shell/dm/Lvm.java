package io.cglab.shell.dm;

import io.cglab.shell.command.Context;
import io.cglab.shell.process.BlockDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code pvcreate}, {@code vgcreate}, {@code lvcreate}, as far as dm-ioband's manual uses them
 * (dm-ioband.md 7): linear and striped volumes of whole extents. What is on the disks of LVM is
 * kept here, since the disks keep no content.
 */
public final class Lvm {
  private static final long SECTOR_BYTES = 512;
  private static final int MOST_STRIPES = 128;
  private static final int USUAL_CHUNK_SECTORS = 128;
  private static final int LEAST_CHUNK_SECTORS = 8;

  /** Physical volumes by device number, and the group of each, or an empty name. */
  private final Map<String, String> physicals = new LinkedHashMap<>();

  private final Map<String, VolumeGroup> groups = new LinkedHashMap<>();

  private interface Verb {
    void run(Lvm lvm, Context c, List<String> args) throws IOException, LvmException;
  }

  public static int pvcreate(Context c, List<String> args) throws IOException {
    return run(c, args, Lvm::createPhysical);
  }

  public static int vgcreate(Context c, List<String> args) throws IOException {
    return run(c, args, Lvm::createGroup);
  }

  public static int lvcreate(Context c, List<String> args) throws IOException {
    return run(c, args, Lvm::createLogical);
  }

  private static int run(Context c, List<String> args, Verb verb) throws IOException {
    try {
      verb.run(c.kernel().daemon(Lvm.class, Lvm::new), c, args);
      return 0;
    } catch (LvmException refused) {
      refused.lines().lines().forEach(line -> c.complain("  " + line));
      return refused.status();
    }
  }

  private static List<String> devices(Context c, List<String> args) throws LvmException {
    List<String> devices = new ArrayList<>();
    for (String arg : args) {
      if (arg.startsWith("-")) {
        throw LvmException.usage(c.name() + ": unrecognized option '" + arg + "'");
      }
      devices.add(arg);
    }
    return devices;
  }

  private void createPhysical(Context c, List<String> args) throws IOException, LvmException {
    List<String> devices = devices(c, args);
    if (devices.isEmpty()) {
      throw LvmException.usage("Please enter a physical volume path");
    }
    for (String path : devices) {
      BlockDevice device = device(c, path);
      String dev = device.dev().toString();
      String group = physicals.getOrDefault(dev, "");
      if (!group.isEmpty()) {
        throw LvmException.failed(
            String.format(
                "Can't initialize physical volume \"%s\" of volume group \"%s\" without -ff",
                path, group));
      }
      if (isInUse(c, path, device)) {
        throw LvmException.failed("Can't open " + path + " exclusively.  Mounted filesystem?");
      }
      physicals.put(dev, "");
      c.write("  Physical volume \"" + path + "\" successfully created\n");
    }
  }

  private static BlockDevice device(Context c, String path) throws IOException, LvmException {
    BlockDevice device = c.kernel().blockDevice(c.path(path));
    if (device == null) {
      throw LvmException.failed("Device " + path + " not found (or ignored by filtering).");
    }
    return device;
  }

  private static boolean isInUse(Context c, String path, BlockDevice device) throws IOException {
    if (Mapper.of(c).openCount(device.dev()) > 0) {
      return true;
    }
    String real = c.path(path).toRealPath().toString();
    for (String line : Files.readAllLines(c.path("/proc/mounts"))) {
      String source = line.substring(0, line.indexOf(' '));
      if (source.equals(path) || source.equals(real)) {
        return true;
      }
    }
    return false;
  }

  private void createGroup(Context c, List<String> args) throws IOException, LvmException {
    List<String> words = devices(c, args);
    if (words.size() < 2) {
      throw LvmException.usage(
          words.isEmpty()
              ? "Please provide volume group name and physical volumes"
              : "Please enter physical volume name(s)");
    }
    String name = words.get(0);
    if (groups.containsKey(name)) {
      throw LvmException.failed("A volume group called '" + name + "' already exists.");
    }
    if (!name.matches("[A-Za-z0-9_+.][A-Za-z0-9_+.-]*") || name.matches("\\.\\.?")) {
      throw LvmException.failed("New volume group name \"" + name + "\" is invalid");
    }
    Set<String> taken = new LinkedHashSet<>();
    List<VolumeGroup.Physical> members = new ArrayList<>();
    for (String path : words.subList(1, words.size())) {
      BlockDevice device = device(c, path);
      String dev = device.dev().toString();
      checkFree(path, dev, name);
      if (taken.add(dev)) {
        members.add(new VolumeGroup.Physical(dev, device.sizeBytes() / SECTOR_BYTES));
      }
    }
    taken.forEach(dev -> physicals.put(dev, name));
    groups.put(name, new VolumeGroup(name, members));
    c.write("  Volume group \"" + name + "\" successfully created\n");
  }

  private void checkFree(String path, String dev, String group) throws LvmException {
    String of = physicals.get(dev);
    String unable =
        "\nUnable to add physical volume '" + path + "' to volume group '" + group + "'.";
    if (of == null) {
      throw LvmException.failed(
          "No physical volume label read from "
              + path
              + "\n"
              + path
              + " not identified as an existing physical volume"
              + unable);
    }
    if (!of.isEmpty()) {
      throw LvmException.failed(
          "Physical volume '" + path + "' is already in volume group '" + of + "'" + unable);
    }
  }

  private void createLogical(Context c, List<String> args) throws IOException, LvmException {
    LvcreateOptions options = LvcreateOptions.parse(args);
    if (options.extents != null && options.size != null) {
      if (!c.shell().variables().get("LVM_STRICT", "").isEmpty()) {
        throw LvmException.usage("Please specify either size or extents (not both)");
      }
      c.complain(
          "  WARNING: -l "
              + options.extents
              + " is a number of extents, and -L says the size already: it is ignored (-I is the"
              + " stripe size)");
      options.extents = null;
    }
    if (options.extents == null && options.size == null) {
      throw LvmException.usage("Please specify either size or extents");
    }
    if (options.group == null) {
      throw LvmException.usage("Please provide a volume group name");
    }
    VolumeGroup group = groups.get(options.group);
    if (group == null) {
      throw LvmException.failed("Volume group \"" + options.group + "\" not found");
    }
    String name = options.name == null ? group.freeName() : options.name;
    if (!name.matches("[A-Za-z0-9_+.][A-Za-z0-9_+.-]*")) {
      throw LvmException.usage("Logical volume name \"" + name + "\" is invalid");
    }
    if (group.has(name)) {
      throw LvmException.failed(
          String.format(
              "Logical volume \"%s\" already exists in volume group \"%s\"", name, group.name()));
    }
    int stripes = stripes(options.stripes);
    int chunk = stripes == 1 ? USUAL_CHUNK_SECTORS : chunk(c, options.stripeSize);
    long extents = extents(c, options, group);
    if (extents % stripes != 0) {
      long more = extents + stripes - extents % stripes;
      c.write(
          "  Rounding size ("
              + extents
              + " extents) up to stripe boundary size ("
              + more
              + " extents)\n");
      extents = more;
    }
    Mapper.of(c).createLogical(group.name(), name, group.add(name, extents, stripes, chunk));
    c.write("  Logical volume \"" + name + "\" created\n");
  }

  private static int stripes(@Nullable String text) throws LvmException {
    if (text == null) {
      return 1;
    }
    int stripes = text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : 0;
    if (stripes < 1 || stripes > MOST_STRIPES) {
      throw LvmException.usage(
          "Number of stripes (" + text + ") must be between 1 and " + MOST_STRIPES);
    }
    return stripes;
  }

  private static int chunk(Context c, @Nullable String text) throws LvmException {
    if (text == null) {
      c.write("  Using default stripesize " + LvmSizes.show(USUAL_CHUNK_SECTORS) + "\n");
      return USUAL_CHUNK_SECTORS;
    }
    long sectors = LvmSizes.sectors(text, 'k');
    if (sectors < LEAST_CHUNK_SECTORS
        || sectors > VolumeGroup.EXTENT_SECTORS
        || Long.bitCount(sectors) != 1) {
      throw LvmException.usage(
          "Invalid stripe size "
              + (sectors < 0 ? text : LvmSizes.show(sectors))
              + ": a power of 2 from 4 KB to an extent");
    }
    return (int) sectors;
  }

  private static long extents(Context c, LvcreateOptions options, VolumeGroup group)
      throws LvmException {
    if (options.extents != null) {
      return extents(options.extents, group);
    }
    String text = String.valueOf(options.size);
    long sectors = LvmSizes.sectors(text, 'm');
    if (sectors <= 0) {
      throw LvmException.usage("Invalid argument " + text + " for --size");
    }
    long extents = (sectors + VolumeGroup.EXTENT_SECTORS - 1) / VolumeGroup.EXTENT_SECTORS;
    if (extents * VolumeGroup.EXTENT_SECTORS != sectors) {
      c.write(
          "  Rounding up size to full physical extent "
              + LvmSizes.show(extents * VolumeGroup.EXTENT_SECTORS)
              + "\n");
    }
    return extents;
  }

  private static long extents(String text, VolumeGroup group) throws LvmException {
    String digits = text.replaceFirst("%.*$", "");
    long number = digits.matches("[0-9]{1,12}") ? Long.parseLong(digits) : 0;
    String part = text.substring(digits.length());
    long extents =
        switch (part) {
          case "" -> number;
          case "%VG" -> group.extents() * number / 100;
          case "%FREE" -> group.free() * number / 100;
          default -> 0;
        };
    if (extents <= 0) {
      throw LvmException.usage("Invalid argument " + text + " for --extents");
    }
    return extents;
  }
}
