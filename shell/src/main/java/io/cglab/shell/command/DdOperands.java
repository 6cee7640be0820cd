package io.cglab.shell.command;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** dd's {@code KEY=VALUE} operands. */
final class DdOperands {
  private static final Set<String> KEYS =
      Set.of(
          "if", "of", "bs", "ibs", "obs", "cbs", "count", "skip", "iseek", "seek", "oseek", "iflag",
          "oflag", "conv", "status");
  private static final Set<String> COMMON_FLAGS =
      Set.of(
          "direct",
          "dsync",
          "sync",
          "nonblock",
          "noatime",
          "nocache",
          "noctty",
          "nofollow",
          "directory");
  private static final Set<String> CONVERSIONS =
      Set.of("notrunc", "nocreat", "fsync", "fdatasync", "sync", "noerror", "excl", "sparse");
  private static final int DEFAULT_BLOCK = 512;

  private final Map<String, String> values = new HashMap<>();
  private final Set<String> flags = new HashSet<>();
  private final int inBlock;
  private final int outBlock;
  private final long count;

  private DdOperands(List<String> args) {
    for (String arg : args) {
      int equals = arg.indexOf('=');
      String key = equals < 0 ? arg : arg.substring(0, equals);
      if (equals < 0 || !KEYS.contains(key)) {
        throw new CommandException(1, "unrecognized operand '" + arg + "'");
      }
      values.put(
          key.equals("iseek") ? "skip" : key.equals("oseek") ? "seek" : key,
          arg.substring(equals + 1));
    }
    addFlags("iflag", "in:", "input flag", Set.of("fullblock", "count_bytes", "skip_bytes"));
    addFlags("oflag", "out:", "output flag", Set.of("append", "seek_bytes"));
    addConversions();
    inBlock = block("ibs");
    outBlock = block("obs");
    count = values.containsKey("count") ? number("count", 0) : Long.MAX_VALUE;
    if (!List.of("none", "noxfer", "progress", "").contains(status())) {
      throw new CommandException(1, "invalid status level: '" + status() + "'");
    }
  }

  static DdOperands parse(List<String> args) {
    return new DdOperands(args);
  }

  private void addFlags(String key, String prefix, String name, Set<String> more) {
    for (String flag : list(key)) {
      if (!COMMON_FLAGS.contains(flag) && !more.contains(flag)) {
        throw new CommandException(1, "invalid " + name + ": '" + flag + "'");
      }
      flags.add(flag.equals("append") ? flag : prefix + flag);
    }
  }

  private void addConversions() {
    for (String conversion : list("conv")) {
      if (!CONVERSIONS.contains(conversion)) {
        throw new CommandException(1, "invalid conversion: '" + conversion + "'");
      }
      flags.add(conversion);
    }
  }

  private List<String> list(String key) {
    String value = values.get(key);
    return value == null ? List.of() : List.of(value.split(",", -1));
  }

  private int block(String key) {
    String used = values.containsKey("bs") ? "bs" : key;
    long bytes = number(used, DEFAULT_BLOCK);
    if (bytes == 0 || bytes > Integer.MAX_VALUE) {
      throw new CommandException(1, "invalid number: '" + values.get(used) + "'");
    }
    return (int) bytes;
  }

  private long number(String key, long otherwise) {
    String value = values.get(key);
    if (value == null) {
      return otherwise;
    }
    String digits =
        value.endsWith("B") && Numbers.bytes(value) < 0
            ? value.substring(0, value.length() - 1)
            : value;
    long number = Numbers.bytes(digits);
    if (number < 0) {
      throw new CommandException(1, "invalid number: '" + value + "'");
    }
    return number;
  }

  @Nullable String in() {
    return values.get("if");
  }

  @Nullable String out() {
    return values.get("of");
  }

  int inBlock() {
    return inBlock;
  }

  int outBlock() {
    return outBlock;
  }

  /** True where input is gathered into blocks of another size; with bs, never. */
  boolean reblocks() {
    return !values.containsKey("bs") && inBlock != outBlock;
  }

  /** Conversions and {@code append} by name, flags behind {@code in:} or {@code out:}. */
  boolean has(String flag) {
    return flags.contains(flag);
  }

  String status() {
    return values.getOrDefault("status", "");
  }

  /** Records to read at most. */
  long countRecords() {
    return countsBytes("count", "in:count_bytes") ? Long.MAX_VALUE : count;
  }

  /** Bytes to read at most. */
  long inputBytes() {
    if (count == Long.MAX_VALUE) {
      return Long.MAX_VALUE;
    }
    return countsBytes("count", "in:count_bytes") ? count : times(count, inBlock);
  }

  long skipBytes() {
    long skip = number("skip", 0);
    return countsBytes("skip", "in:skip_bytes") ? skip : times(skip, inBlock);
  }

  long seekBytes() {
    long seek = number("seek", 0);
    return countsBytes("seek", "out:seek_bytes") ? seek : times(seek, outBlock);
  }

  /** A trailing B (as in 10B or 1KiB) makes a number count bytes, not blocks. */
  private boolean countsBytes(String key, String flag) {
    return flags.contains(flag) || values.getOrDefault(key, "").endsWith("B");
  }

  private static long times(long left, long right) {
    try {
      return Math.multiplyExact(left, right);
    } catch (ArithmeticException e) {
      throw new CommandException(1, "invalid number: '" + left + "': Value too large");
    }
  }
}
