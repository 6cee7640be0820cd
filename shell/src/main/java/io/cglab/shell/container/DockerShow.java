package io.cglab.shell.container;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cglab.shell.command.Context;
import io.cglab.shell.container.Flags.UsageException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What docker shows of containers: ps, inspect, stats, logs. */
final class DockerShow {
  private static final int NARROWEST = 10;
  private static final int COMMAND_WIDTH = 20;
  private static final Pattern FIELD = Pattern.compile("\\{\\{\\s*\\.([\\w.]+)\\s*\\}\\}");

  private final Context c;
  private final Engine engine;

  DockerShow(Context c, Engine engine) {
    this.c = c;
    this.engine = engine;
  }

  int ps(List<String> args) throws UsageException {
    Flags flags = new Flags.Spec(true, "a,all", "q,quiet", "no-trunc").parse(args);
    List<Container> shown = new ArrayList<>();
    for (Container container : engine.containers()) {
      if (flags.has("all") || container.isRunning()) {
        shown.add(0, container);
      }
    }
    boolean whole = flags.has("no-trunc");
    if (flags.has("quiet")) {
      shown.forEach(container -> c.write((whole ? container.id : container.shortId()) + "\n"));
      return 0;
    }
    Table table =
        new Table(
            NARROWEST, "CONTAINER ID", "IMAGE", "COMMAND", "CREATED", "STATUS", "PORTS", "NAMES");
    for (Container container : shown) {
      String command = String.join(" ", container.command);
      if (!whole && command.length() > COMMAND_WIDTH) {
        command = command.substring(0, COMMAND_WIDTH - 1) + Context.utf8("…");
      }
      table.add(
          whole ? container.id : container.shortId(),
          container.image,
          "\"" + command + "\"",
          ago(container.createdNs),
          status(container),
          "",
          container.name);
    }
    c.write(table.toString());
    return 0;
  }

  private String ago(long ns) {
    return Units.humanDuration(c.kernel().nowNs() - ns) + " ago";
  }

  private String status(Container container) {
    return switch (container.state) {
      case CREATED -> "Created";
      case RUNNING -> "Up " + Units.humanDuration(c.kernel().nowNs() - container.startedNs);
      case PAUSED ->
          "Up " + Units.humanDuration(c.kernel().nowNs() - container.startedNs) + " (Paused)";
      case EXITED -> "Exited (" + container.exitCode + ") " + ago(container.finishedNs);
    };
  }

  int logs(List<String> args) throws UsageException {
    List<String> names = new Flags.Spec(true).parse(args).operands();
    if (names.size() != 1) {
      throw new UsageException("docker: 'docker logs' requires 1 argument");
    }
    Container container = engine.find(names.get(0));
    if (container == null) {
      c.complain("Error response from daemon: No such container: " + names.get(0));
      return 1;
    }
    c.write(container.log.text());
    return 0;
  }

  /** One frame, as with {@code --no-stream}; a machine in virtual time has no other. */
  int stats(List<String> args) throws UsageException {
    Flags flags = new Flags.Spec(true, "no-stream", "a,all").parse(args);
    List<Container> shown = new ArrayList<>();
    for (String name : flags.operands()) {
      Container container = engine.find(name);
      if (container == null) {
        c.complain("Error response from daemon: No such container: " + name);
        return 1;
      }
      shown.add(container);
    }
    if (flags.operands().isEmpty()) {
      engine.containers().stream()
          .filter(container -> container.isRunning() || flags.has("all"))
          .forEach(container -> shown.add(0, container));
    }
    Table table =
        new Table(
            NARROWEST,
            "CONTAINER ID",
            "NAME",
            "CPU %",
            "MEM USAGE / LIMIT",
            "MEM %",
            "NET I/O",
            "BLOCK I/O",
            "PIDS");
    shown.forEach(container -> addTo(table, container));
    c.write(table.toString());
    return 0;
  }

  private void addTo(Table table, Container container) {
    boolean runs = container.isRunning();
    long machine = c.kernel().instruments().machine().spec().config().memoryBytes();
    long limit = container.resources.memory();
    long most = !runs ? 0 : limit > 0 ? Math.min(limit, machine) : machine;
    long used = runs ? container.cgroup.memoryBytes() : 0;
    long[] io = container.cgroup.ioBytes();
    table.add(
        container.shortId(),
        container.name,
        "0.00%",
        Units.bytesSize(used) + " / " + Units.bytesSize(most),
        String.format(Locale.ROOT, "%.2f%%", most == 0 ? 0.0 : 100.0 * used / most),
        "0B / 0B",
        Units.humanSize(io[0]) + " / " + Units.humanSize(io[1]),
        Integer.toString(container.cgroup.pids().size()));
  }

  int inspect(List<String> args) throws UsageException {
    Flags flags = new Flags.Spec(true, "f,format=").parse(args);
    if (flags.operands().isEmpty()) {
      throw new UsageException("docker: 'docker inspect' requires at least 1 argument");
    }
    List<Map<String, Object>> all = new ArrayList<>();
    int status = 0;
    List<String> missing = new ArrayList<>();
    for (String name : flags.operands()) {
      Container container = engine.find(name);
      if (container == null) {
        missing.add(name);
        status = 1;
      } else {
        all.add(described(container));
      }
    }
    String format = flags.text("format", "");
    if (format.isEmpty()) {
      c.write(json(all) + "\n");
    } else {
      for (Map<String, Object> one : all) {
        c.write(filled(format, one) + "\n");
      }
    }
    missing.forEach(name -> c.complain("error: no such object: " + name));
    return status;
  }

  private static String json(List<Map<String, Object>> all) {
    if (all.isEmpty()) {
      return "[]";
    }
    DefaultIndenter indent = new DefaultIndenter("    ", "\n");
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter(
                Separators.createDefaultInstance()
                    .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                    .withArrayEmptySeparator(""))
            .withObjectIndenter(indent)
            .withArrayIndenter(indent);
    try {
      return new ObjectMapper().writer(printer).writeValueAsString(all);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static Map<String, Object> described(Container container) {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("Status", container.state.name().toLowerCase(Locale.ROOT));
    state.put("Running", container.isRunning());
    state.put("Paused", container.state == Container.State.PAUSED);
    state.put("Pid", container.pid());
    state.put("ExitCode", container.exitCode);
    Resources r = container.resources;
    Map<String, Object> host = new LinkedHashMap<>();
    host.put("AutoRemove", container.autoRemove);
    host.put("CgroupParent", container.cgroupParent);
    host.put("CpuShares", r.cpuShares());
    host.put("Memory", r.memory());
    host.put("NanoCpus", r.cpuPeriod() == 0 ? 0 : r.cpuQuota() * 1_000_000_000L / r.cpuPeriod());
    host.put("BlkioWeight", r.blkioWeight());
    host.put("BlkioWeightDevice", devices(r.weightDevices(), "Weight"));
    for (Rate rate : Rate.values()) {
      host.put(rate.dockerName(), devices(r.rate(rate), "Rate"));
    }
    host.put("CpusetCpus", r.cpus());
    host.put("MemorySwap", r.memorySwap());
    host.put("PidsLimit", r.pidsLimit());
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("Id", container.id);
    all.put("Path", container.command.get(0));
    all.put("Args", container.command.subList(1, container.command.size()));
    all.put("State", state);
    all.put("Image", container.image);
    all.put("Name", "/" + container.name);
    all.put("HostConfig", host);
    return all;
  }

  private static List<Map<String, Object>> devices(
      List<Resources.DeviceValue> values, String what) {
    List<Map<String, Object>> list = new ArrayList<>();
    for (Resources.DeviceValue value : values) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("Device", value.dev().toString());
      one.put(what, value.value());
      list.add(one);
    }
    return list;
  }

  private static String filled(String format, Map<String, Object> described) throws UsageException {
    Matcher matcher = FIELD.matcher(format);
    StringBuilder out = new StringBuilder();
    while (matcher.find()) {
      Object at = described;
      for (String name : matcher.group(1).split("\\.")) {
        if (!(at instanceof Map<?, ?> map) || !map.containsKey(name)) {
          throw new UsageException("template parsing error: there is no ." + matcher.group(1));
        }
        at = map.get(name);
      }
      matcher.appendReplacement(out, Matcher.quoteReplacement(String.valueOf(at)));
    }
    return matcher.appendTail(out).toString();
  }
}
