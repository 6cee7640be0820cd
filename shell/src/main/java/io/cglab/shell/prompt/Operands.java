package io.cglab.shell.prompt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the arguments of a command are, where they are no plain files.
 *
 * @param kind what the arguments name
 * @param keyed values that have a name, by what is before them: {@code iflag=}; a slash alone
 *     stands for a path
 * @param keys the keys of {@code keyed} in the order of the manual
 */
record Operands(Kind kind, Map<String, List<String>> keyed, List<String> keys) {
  /** What an argument names. */
  enum Kind {
    PATH,
    DIRECTORY,
    COMMAND,
    PROCESS,
    DISK,
    NOTHING
  }

  private static final Operands FILES = plain(Kind.PATH);
  private static final Operands DD =
      keyed(
          Kind.NOTHING,
          "if=/",
          "of=/",
          "bs=",
          "count=",
          "skip=",
          "seek=",
          "iflag=direct,dsync,fullblock,count_bytes,skip_bytes",
          "oflag=direct,dsync,append,seek_bytes",
          "conv=notrunc,fsync,fdatasync,sync,noerror,nocreat,excl,sparse",
          "status=none,noxfer,progress");
  private static final Operands FIO =
      keyed(
          Kind.PATH,
          "--name=",
          "--filename=/",
          "--rw=read,write,randread,randwrite,rw,randrw",
          "--bs=",
          "--size=",
          "--direct=0,1",
          "--iodepth=",
          "--numjobs=",
          "--runtime=",
          "--rate=",
          "--rate_iops=",
          "--ioengine=libaio,io_uring,psync,sync",
          "--prioclass=1,2,3",
          "--output-format=normal,terse,json");

  private static final Map<String, Operands> BY_COMMAND =
      Map.ofEntries(
          Map.entry("dd", DD),
          Map.entry("fio", FIO),
          Map.entry("both", plain(Kind.COMMAND)),
          Map.entry("cd", plain(Kind.DIRECTORY)),
          Map.entry("mkdir", plain(Kind.DIRECTORY)),
          Map.entry("rmdir", plain(Kind.DIRECTORY)),
          Map.entry("kill", plain(Kind.PROCESS)),
          Map.entry("iostat", plain(Kind.DISK)),
          Map.entry("help", plain(Kind.COMMAND)),
          Map.entry("type", plain(Kind.COMMAND)),
          Map.entry("command", plain(Kind.COMMAND)),
          Map.entry("exec", plain(Kind.COMMAND)),
          Map.entry("sudo", plain(Kind.COMMAND)),
          Map.entry("time", plain(Kind.COMMAND)),
          Map.entry("xargs", plain(Kind.COMMAND)));

  private static Operands plain(Kind kind) {
    return new Operands(kind, Map.of(), List.of());
  }

  private static Operands keyed(Kind kind, String... rows) {
    Map<String, List<String>> keyed = new HashMap<>();
    List<String> keys = new ArrayList<>();
    for (String row : rows) {
      int equals = row.indexOf('=') + 1;
      String key = row.substring(0, equals);
      keys.add(key);
      keyed.put(
          key, equals == row.length() ? List.of() : List.of(row.substring(equals).split(",")));
    }
    return new Operands(kind, keyed, keys);
  }

  static Operands of(String command) {
    return BY_COMMAND.getOrDefault(command, FILES);
  }

  /** The values that have a name behind a key such as {@code iflag=}. */
  List<String> values(String key) {
    return keyed.getOrDefault(key, List.of());
  }

  /** True if a file is named behind the key; so it may be behind one that is not known. */
  boolean takesPath(String key) {
    return values(key).equals(List.of("/")) || !keyed.containsKey(key);
  }

  /** What the argument behind the given ones names. */
  Kind kindAt(List<Piece> before) {
    if (before.isEmpty()) {
      return kind;
    }
    String last = before.get(before.size() - 1).value();
    if (last.equals("-p")) {
      return Kind.PROCESS;
    }
    return last.equals("--") ? Kind.COMMAND : kind;
  }
}
