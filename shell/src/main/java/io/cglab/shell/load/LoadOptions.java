package io.cglab.shell.load;

import io.cglab.shell.command.CommandException;
import io.cglab.shell.command.Context;
import io.cglab.shell.command.Durations;
import io.cglab.shell.process.BlockDevice;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The command line of {@code job}. */
final class LoadOptions {
  private static final Set<String> KEYS =
      Set.of(
          "uid", "gid", "pid", "pgrp", "cgroup", "dev", "rw", "bs", "depth", "clients", "think",
          "prio", "start", "runtime");
  private static final int MOST_BLOCK = 1 << 26;
  private static final int MOST = 4096;
  private static final int KIBI = 1024;
  private static final int BEST_EFFORT_LEVEL = 4;

  private final Map<String, String> values = new HashMap<>();

  private LoadOptions() {}

  /** The workload that {@code NAME --KEY=VALUE...} or {@code --KEY VALUE} describes. */
  static Load parse(Context c, List<String> args) throws IOException {
    if (args.isEmpty() || args.get(0).startsWith("-")) {
      throw wrong(
          "usage: job NAME --dev DEVICE [--rw read|write|randread|randwrite] [--bs 4k] ...");
    }
    LoadOptions options = new LoadOptions();
    for (int i = 1; i < args.size(); i++) {
      String arg = args.get(i);
      int equals = arg.indexOf('=');
      String key = arg.replaceFirst("^--", "").replaceFirst("=.*$", "");
      if (arg.equals("--direct")) {
        continue; // as all of them are
      }
      if (!arg.startsWith("--") || !KEYS.contains(key)) {
        throw wrong(arg + ": no option of job; see help job");
      }
      if (key.equals("pgrp")) {
        options.values.put(key, "");
      } else if (equals > 0) {
        options.values.put(key, arg.substring(equals + 1));
      } else if (++i < args.size()) {
        options.values.put(key, args.get(i));
      } else {
        throw wrong(arg + ": a value is missing");
      }
    }
    return options.load(c, args.get(0));
  }

  private static CommandException wrong(String message) {
    return new CommandException(2, message);
  }

  private Load load(Context c, String name) throws IOException {
    String device = text("dev", "");
    String path = device.indexOf('/') < 0 ? "/dev/" + device : device;
    BlockDevice block = device.isEmpty() ? null : c.kernel().blockDevice(c.path(path));
    if (block == null) {
      throw wrong(device.isEmpty() ? "--dev is missing" : device + ": no block device");
    }
    String rw = text("rw", "read");
    if (!rw.matches("(rand)?(read|write)")) {
      throw wrong("--rw takes read, write, randread or randwrite");
    }
    int uid = number("uid", 0, 0, Integer.MAX_VALUE);
    int blockSize = blockSize();
    String[] prio = text("prio", "0").split(":", 2);
    int prioClass = whole("prio", prio[0], 0, 3);
    int level = prio.length > 1 ? whole("prio", prio[1], 0, 7) : BEST_EFFORT_LEVEL;
    int clients = number("clients", 1, 1, MOST);
    int pid = number("pid", 0, 0, Integer.MAX_VALUE);
    if (pid > 0 && clients > 1) {
      throw wrong("--pid is for one client");
    }
    return new Load(
        name,
        uid,
        number("gid", uid, 0, Integer.MAX_VALUE),
        pid,
        values.containsKey("pgrp"),
        values.get("cgroup"),
        block.dev(),
        block.sizeBytes(),
        rw.endsWith("write"),
        rw.startsWith("rand"),
        blockSize,
        number("depth", 0, 0, MOST),
        clients,
        time("think", 0),
        prioClass,
        prioClass == 0 || prioClass == 3 ? 0 : level,
        time("start", 0),
        time("runtime", Long.MAX_VALUE));
  }

  private String text(String key, String otherwise) {
    return values.getOrDefault(key, otherwise);
  }

  private int blockSize() {
    String text = text("bs", "4k").toLowerCase(Locale.ROOT);
    boolean kibi = text.endsWith("k");
    boolean mebi = text.endsWith("m");
    String digits = kibi || mebi ? text.substring(0, text.length() - 1) : text;
    long bytes = whole("bs", digits, 1, MOST_BLOCK) * (mebi ? (long) KIBI * KIBI : kibi ? KIBI : 1);
    if (bytes % 512 != 0 || bytes > MOST_BLOCK) {
      throw wrong("--bs takes a multiple of 512 up to 64M");
    }
    return (int) bytes;
  }

  private int number(String key, int otherwise, int least, int most) {
    String text = values.get(key);
    return text == null ? otherwise : whole(key, text, least, most);
  }

  private static int whole(String key, String text, int least, int most) {
    if (!text.matches("[0-9]{1,10}")
        || Long.parseLong(text) < least
        || Long.parseLong(text) > most) {
      throw wrong("--" + key + " takes a number from " + least + " to " + most);
    }
    return Integer.parseInt(text);
  }

  private long time(String key, long otherwise) {
    String text = values.get(key);
    long ns = text == null ? otherwise : Durations.ns(text);
    if (ns < 0) {
      throw wrong("--" + key + " takes a length of time, such as 20us or 30s");
    }
    return ns;
  }
}
