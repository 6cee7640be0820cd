package io.cglab.shell.dm;

import io.cglab.core.api.DevNo;
import io.cglab.core.api.KernelException;
import io.cglab.shell.command.CommandException;
import io.cglab.shell.command.Context;
import io.cglab.shell.command.Opener;
import io.cglab.shell.process.BlockDevice;
import io.cglab.shell.process.Descriptor;
import io.cglab.shell.process.ShellProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code xm create|list|destroy}: guests of Xen as who does the I/O of their disks on the host
 * (dm-ioband.md 7). A disk on {@code phy:} is served by a thread of the kernel, one on {@code
 * tap:aio:} by a process tapdisk that has the image file open. What a guest reads and writes is
 * started with {@code workload} for that process.
 */
public final class Xen {
  private static final int HOST_MEMORY = 1024;
  private static final int FIRST_FD = 11;
  private static final int FD_STEP = 2;
  private static final int SIGKILL = 9;

  private final Map<String, Guest> guests = new LinkedHashMap<>();
  private int lastId;

  /** What is open on behalf of a guest. */
  record Backing(
      XenConfig.Disk disk,
      ShellProcess process,
      @Nullable OpenFile image,
      @Nullable DevNo device) {}

  private record Guest(int id, XenConfig config, List<Backing> backings) {}

  public static int run(Context c, List<String> args) throws IOException {
    Xen xen = c.kernel().daemon(Xen.class, Xen::new);
    String verb = args.isEmpty() ? "" : args.get(0);
    List<String> rest = args.subList(Math.min(1, args.size()), args.size());
    try {
      return switch (verb) {
        case "create", "start" -> xen.create(c, one(rest, "xm create CONFIGFILE"));
        case "list", "li" -> xen.list(c);
        case "destroy", "shutdown" -> xen.destroy(c, one(rest, "xm " + verb + " DOMAIN"));
        default ->
            throw new CommandException(1, "usage: xm create CONFIGFILE | list | destroy DOMAIN");
      };
    } catch (IllegalArgumentException wrong) {
      return fail(c, String.valueOf(wrong.getMessage()));
    } catch (KernelException refused) {
      return fail(c, refused.errno().text());
    }
  }

  private static String one(List<String> args, String usage) {
    List<String> words = args.stream().filter(arg -> !arg.startsWith("-")).toList();
    if (words.size() != 1) {
      throw new CommandException(1, "usage: " + usage);
    }
    return words.get(0);
  }

  private static int fail(Context c, String message) {
    c.complain("Error: " + message);
    return 1;
  }

  /** Files that processes of guests have open. */
  static List<OpenFile> openFiles(Context c) {
    List<OpenFile> files = new ArrayList<>();
    for (Guest guest : c.kernel().daemon(Xen.class, Xen::new).guests.values()) {
      for (Backing backing : guest.backings()) {
        if (backing.image() != null && !backing.process().isDone()) {
          files.add(backing.image());
        }
      }
    }
    return files;
  }

  private int create(Context c, String config) throws IOException, KernelException {
    Path file = find(c, config);
    if (file == null) {
      return fail(c, "Unable to open config file: " + config);
    }
    XenConfig parsed = XenConfig.parse(text(c, file), config);
    c.write("Using config file \"" + file + "\".\n");
    Guest running = guests.get(parsed.name());
    if (running != null) {
      return fail(c, "VM name '" + parsed.name() + "' already in use by domain " + running.id());
    }
    int id = ++lastId;
    List<Backing> backings = new ArrayList<>();
    for (XenConfig.Disk disk : parsed.disks()) {
      try {
        backings.add(back(c, id, disk));
      } catch (IOException missing) {
        backings.forEach(each -> release(c, each));
        return fail(
            c,
            "Device "
                + disk.device()
                + " (vbd) could not be connected. "
                + disk.path()
                + " does not exist.");
      }
    }
    guests.put(parsed.name(), new Guest(id, parsed, backings));
    c.write("Started domain " + parsed.name() + "\n");
    return 0;
  }

  private static @Nullable Path find(Context c, String config) throws IOException {
    for (String name : List.of(config, "/etc/xen/" + config)) {
      Path path = c.path(name);
      if (Files.isRegularFile(path)) {
        return path;
      }
    }
    return null;
  }

  private static String text(Context c, Path file) throws IOException {
    Descriptor in = Opener.read(c.shell(), file.toString());
    try {
      return c.readAll(in);
    } finally {
      in.close();
    }
  }

  private Backing back(Context c, int id, XenConfig.Disk disk) throws IOException, KernelException {
    if (disk.backend() == XenConfig.Backend.PHY) {
      BlockDevice device = c.kernel().blockDevice(c.path(disk.path()));
      if (device == null) {
        throw new IOException(disk.path());
      }
      Mapper.of(c).open(device.dev());
      ShellProcess thread = c.processes().forkFromInit("blkback." + id + "." + disk.device());
      return new Backing(disk, thread, null, device.dev());
    }
    if (!Files.isRegularFile(c.path(disk.path()))) {
      throw new IOException(disk.path());
    }
    ShellProcess tapdisk = c.processes().forkFromInit("tapdisk");
    int fd = FIRST_FD + FD_STEP * openFiles(c).size();
    OpenFile image =
        OpenFile.of(c.path(disk.path()), tapdisk.pid(), "tapdisk", fd, disk.writable() ? 'u' : 'r');
    return new Backing(disk, tapdisk, image, null);
  }

  private static void release(Context c, Backing backing) {
    DevNo device = backing.device();
    if (device != null) {
      Mapper.of(c).close(device);
    }
    if (!backing.process().isDone()) {
      try {
        c.processes().kill(backing.process().pid(), SIGKILL);
      } catch (KernelException gone) {
        return;
      }
    }
  }

  private int destroy(Context c, String name) {
    Guest guest = guests.remove(name);
    if (guest == null) {
      return fail(c, "Domain '" + name + "' does not exist.");
    }
    guest.backings().forEach(backing -> release(c, backing));
    return 0;
  }

  private int list(Context c) {
    StringBuilder out = new StringBuilder();
    out.append("Name                                        ID   Mem VCPUs      State   Time(s)\n");
    row(out, "Domain-0", 0, HOST_MEMORY, 2, "r-----");
    for (Guest guest : guests.values()) {
      XenConfig config = guest.config();
      row(out, config.name(), guest.id(), config.memory(), config.vcpus(), "-b----");
    }
    c.write(out);
    return 0;
  }

  private static void row(
      StringBuilder out, String name, int id, int memory, int vcpus, String state) {
    out.append(
        String.format(
            Locale.ROOT, "%-40s %5d %5d %5d %10s %8.1f%n", name, id, memory, vcpus, state, 0.0));
  }
}
