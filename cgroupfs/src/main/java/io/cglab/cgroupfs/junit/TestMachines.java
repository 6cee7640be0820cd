package io.cglab.cgroupfs.junit;

import io.cglab.cgroupfs.CgroupFs;
import io.cglab.cgroupfs.kernfs.NioErrors;
import io.cglab.cgroupfs.quirk.Quirk;
import io.cglab.core.api.Errno;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** The machines of one test, by name, each booted when it is first asked for. */
final class TestMachines implements AutoCloseable {
  private record Booted(MachineSource source, CgroupFs fs, ReplayScript script) {}

  private final Class<?> test;
  private final OptionalLong seed;
  private final List<Quirk> quirks;
  private final Map<String, Booted> machines = new LinkedHashMap<>();

  /**
   * None yet.
   *
   * @param seed of all of them; empty for the machine files' own
   * @param quirks that all of them have
   */
  TestMachines(Class<?> test, OptionalLong seed, List<Quirk> quirks) {
    this.test = test;
    this.seed = seed;
    this.quirks = quirks;
  }

  CgroupFs machine(CgroupMachine wanted) {
    Booted booted = machines.get(wanted.value());
    if (booted == null) {
      booted = boot(wanted);
      machines.put(wanted.value(), booted);
    }
    return booted.fs();
  }

  private Booted boot(CgroupMachine wanted) {
    MachineSource source = MachineSource.find(wanted.value(), test);
    CgroupFs fs =
        CgroupFs.boot(seed.isPresent() ? source.spec().withSeed(seed.getAsLong()) : source.spec());
    ReplayScript script = ReplayScript.of(fs);
    for (String controller : wanted.controllers()) {
      delegate(fs, controller);
    }
    quirks.forEach(fs::inject);
    return new Booted(source, fs, script);
  }

  /** Gives the children of each cgroup v2 root a controller, if the root has it. */
  private static void delegate(CgroupFs fs, String controller) {
    fs.spec()
        .mounts()
        .forEach(
            mount -> {
              Path root = fs.fileSystem().getPath(mount.on());
              Path available = root.resolve("cgroup.controllers");
              try {
                if (mount.type().equals("cgroup2")
                    && List.of(Files.readString(available).split("\\s+")).contains(controller)) {
                  Files.writeString(root.resolve("cgroup.subtree_control"), "+" + controller);
                }
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  boolean isEmpty() {
    return machines.isEmpty();
  }

  /**
   * Writes a script for each machine, and the machine file of those that are not built in.
   *
   * @param base of the files' names
   * @param failure what the test failed with, for the head of the script
   * @return one line a machine that says what it was, and where its script is
   */
  List<String> write(Path directory, String base, Throwable failure) {
    List<String> notes = new ArrayList<>();
    int number = 1;
    for (Booted booted : machines.values()) {
      String name = machines.size() == 1 ? base : base + "-" + number++;
      CgroupFs fs = booted.fs();
      String note =
          String.format(
              "machine %s, seed %d, at %s s",
              booted.source().spec().name(),
              fs.spec().config().seed(),
              ReplayScript.seconds(fs.machine().nowNs()));
      try {
        notes.add(note + "; replay: " + script(directory, name, booted, failure));
      } catch (IOException e) {
        Errno errno = NioErrors.errnoOf(e);
        notes.add(note + "; no script: " + (errno == null ? e : errno.name() + " " + directory));
      }
    }
    return notes;
  }

  private Path script(Path directory, String name, Booted booted, Throwable failure)
      throws IOException {
    Files.createDirectories(directory);
    String machine = booted.source().spec().name();
    String yaml = booted.source().yaml();
    if (yaml != null) {
      machine = name + ".machine.yaml";
      Files.writeString(directory.resolve(machine), yaml);
    }
    Path file = directory.resolve(name + ".cglab.sh");
    String command =
        String.format(
            "cglab run --machine %s --seed %d %s",
            ShellText.quoted(machine),
            booted.fs().spec().config().seed(),
            ShellText.quoted(String.valueOf(file.getFileName())));
    String why = failure.toString().lines().findFirst().orElse("");
    Files.writeString(
        file,
        booted.script().text(List.of("What " + test.getName() + " did: " + name, why, command)));
    return file;
  }

  @Override
  public void close() {
    machines.values().forEach(booted -> booted.fs().close());
  }
}
