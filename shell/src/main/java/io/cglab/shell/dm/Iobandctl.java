package io.cglab.shell.dm;

import io.cglab.shell.command.CommandException;
import io.cglab.shell.command.Context;
import io.cglab.shell.command.Opener;
import io.cglab.shell.process.BlockDevice;
import io.cglab.shell.process.Descriptor;
import io.cglab.shell.process.Errors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code iobandctl}, also {@code iobandctl.py}: dm-ioband's administration tool, which runs dmsetup
 * (dm-ioband.md 2.15). Only {@code group} is known from the time; the other verbs are this
 * emulator's.
 */
public final class Iobandctl {
  private static final long SECTOR_BYTES = 512;
  private static final String USAGE =
      "usage: iobandctl create DEVICE:WEIGHT... | destroy all|NAME | group DEVICE TYPE"
          + " KEY:WEIGHT... | weight DEVICE [ID:]WEIGHT | showconfig | status [reset]";

  private final Context c;

  private Iobandctl(Context c) {
    this.c = c;
  }

  public static int run(Context c, List<String> args) throws IOException {
    Iobandctl tool = new Iobandctl(c);
    String verb = args.isEmpty() ? "" : args.get(0);
    List<String> rest = args.subList(Math.min(1, args.size()), args.size());
    return switch (verb) {
      case "create" -> tool.create(atLeast(1, rest));
      case "destroy" -> tool.destroy(atLeast(1, rest));
      case "group" -> tool.group(atLeast(3, rest));
      case "weight" -> tool.weight(atLeast(2, rest));
      case "showconfig" -> tool.showConfig();
      case "status" -> tool.status(rest);
      default -> throw new CommandException(1, USAGE);
    };
  }

  private static List<String> atLeast(int count, List<String> words) {
    if (words.size() < count) {
      throw new CommandException(1, USAGE);
    }
    return words;
  }

  private int dmsetup(String... words) throws IOException {
    return c.runner().call(c.shell(), concat("dmsetup", words), false);
  }

  private static List<String> concat(String first, String... rest) {
    List<String> all = new ArrayList<>();
    all.add(first);
    all.addAll(List.of(rest));
    return all;
  }

  /** An ioband device for each device, ioband1 and so on; a device group for each disk. */
  private int create(List<String> words) throws IOException {
    Map<String, Integer> groupOfDisk = new TreeMap<>();
    for (String word : words) {
      int colon = word.lastIndexOf(':');
      String device = colon < 0 ? word : word.substring(0, colon);
      BlockDevice block = c.kernel().blockDevice(c.path(device));
      if (block == null) {
        return c.error(device + ": not a block device");
      }
      Mapper mapper = Mapper.of(c);
      String disk = mapper.wholeDisk(block.dev());
      int id = groupOfDisk.computeIfAbsent(disk, any -> groupOfDisk.size() + 1);
      String name = mapper.freeName("ioband");
      long sectors = block.sizeBytes() / SECTOR_BYTES;
      int status =
          dmsetup("create", name, "--table", "0 " + sectors + " ioband " + device + " " + id);
      if (status == 0 && colon >= 0) {
        status = dmsetup("message", name, "0", "weight", word.substring(colon + 1));
      }
      if (status != 0) {
        return status;
      }
    }
    return 0;
  }

  private int destroy(List<String> words) throws IOException {
    if (!words.get(0).equals("all")) {
      return dmsetup("remove", words.get(0));
    }
    int status = 0;
    for (String name : Mapper.of(c).iobandNames()) {
      status |= dmsetup("remove", name);
    }
    return status;
  }

  private int weight(List<String> words) throws IOException {
    return dmsetup("message", words.get(0), "0", "weight", words.get(1));
  }

  /** Sets the type, attaches each key, sets its weight. A cgroup is named by its directory. */
  private int group(List<String> words) throws IOException {
    String device = words.get(0);
    String type = words.get(1);
    List<String[]> pairs = new ArrayList<>();
    for (String word : words.subList(2, words.size())) {
      int colon = word.lastIndexOf(':');
      String key = colon < 0 ? word : word.substring(0, colon);
      String id = type.equals("cgroup") && key.contains("/") ? bioId(key) : key;
      if (id == null) {
        return 1;
      }
      pairs.add(new String[] {id, colon < 0 ? null : word.substring(colon + 1)});
    }
    int status = dmsetup("message", device, "0", "type", type);
    for (String[] pair : pairs) {
      if (status == 0) {
        status = dmsetup("message", device, "0", "attach", pair[0]);
      }
      if (status == 0 && pair[1] != null) {
        status = dmsetup("message", device, "0", "weight", pair[0] + ":" + pair[1]);
      }
    }
    return status;
  }

  private @Nullable String bioId(String directory) {
    String file = directory + "/bio.id";
    try {
      Descriptor in = Opener.read(c.shell(), file);
      try {
        return c.readAll(in).strip();
      } finally {
        in.close();
      }
    } catch (IOException e) {
      c.error(file + ": " + Errors.text(e));
      return null;
    }
  }

  private int showConfig() {
    c.write(Mapper.of(c).tree());
    return 0;
  }

  private int status(List<String> words) throws IOException {
    if (words.isEmpty()) {
      return dmsetup("status", "--target", "ioband");
    }
    if (!words.equals(List.of("reset"))) {
      throw new CommandException(1, USAGE);
    }
    int status = 0;
    for (String name : Mapper.of(c).iobandNames()) {
      status |= dmsetup("message", name, "0", "reset");
    }
    return status;
  }
}
