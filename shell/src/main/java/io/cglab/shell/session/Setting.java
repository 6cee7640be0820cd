package io.cglab.shell.session;

import io.cglab.cgroupfs.CgroupFs;
import io.cglab.cgroupfs.machine.MachineSpec;
import io.cglab.cgroupfs.machine.MalformedFileException;
import io.cglab.core.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a session begins with: which machine, and how its shell was called.
 *
 * @param machine name of a built-in machine, or of the file that {@code yaml} was read from
 * @param yaml the machine file's text; null for a built-in machine
 * @param profile kernel in place of the machine's, or null
 * @param seed in place of the machine's, or null
 * @param name {@code $0}
 * @param arguments {@code $1} and so on
 * @param options of the shell
 */
public record Setting(
    String machine,
    @Nullable String yaml,
    @Nullable Profile profile,
    @Nullable Long seed,
    String name,
    List<String> arguments,
    List<Option> options) {
  /** How a shell runs. */
  public enum Option {
    /** As {@code set -e}. */
    ERREXIT,
    /** A refused command is followed by a line that says why. */
    HINTS,
    /** Reports background jobs, and no line numbers in messages. */
    INTERACTIVE,
    /** A person sits there; what draws on a terminal does. */
    TERMINAL
  }

  public Setting {
    arguments = List.copyOf(arguments);
    options = List.copyOf(options);
  }

  /**
   * The setting for a machine by name or file, with a shell named cglab.
   *
   * @throws IOException if there is neither a built-in machine nor a file of that name
   */
  public static Setting of(String machine, @Nullable Profile profile, @Nullable Long seed)
      throws IOException {
    String yaml =
        MachineSpec.BUILT_IN.contains(machine) ? null : Files.readString(Path.of(machine));
    return new Setting(machine, yaml, profile, seed, "cglab", List.of(), List.of());
  }

  /** The same machine with a shell that is called otherwise. */
  public Setting calling(String newName, List<String> newArguments, List<Option> newOptions) {
    return new Setting(machine, yaml, profile, seed, newName, newArguments, newOptions);
  }

  /** What the machine is made from. */
  public MachineSpec spec() throws IOException, MalformedFileException {
    MachineSpec spec =
        yaml == null
            ? MachineSpec.find(machine, profile)
            : MachineSpec.parse(yaml, machine, profile);
    return seed == null ? spec : spec.withSeed(seed);
  }

  /** A fresh machine. */
  public CgroupFs boot() {
    try {
      return CgroupFs.boot(spec());
    } catch (IOException | MalformedFileException e) {
      throw new IllegalStateException("the machine booted once, not twice", e);
    }
  }
}
