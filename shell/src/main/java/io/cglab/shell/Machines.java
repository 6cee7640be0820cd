package io.cglab.shell;

import io.cglab.cgroupfs.CgroupFs;
import io.cglab.cgroupfs.machine.MachineSpec;
import io.cglab.cgroupfs.machine.MalformedFileException;
import io.cglab.shell.option.ProfileOption;
import io.cglab.shell.session.Setting;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that choose a machine, for every verb that runs one. */
final class Machines {
  private static final String DEFAULT = "default";

  @Option(
      names = "--machine",
      paramLabel = "NAME|FILE",
      description = "built-in machine or machine file (default: " + DEFAULT + ")")
  private @Nullable String machine;

  @Option(names = "--seed", paramLabel = "N", description = "the machine's seed")
  private @Nullable Long seed;

  @Mixin private ProfileOption kernel = new ProfileOption();

  /** True where none of the options was given. */
  boolean areDefault() {
    return machine == null && seed == null && kernel.profile() == null;
  }

  /**
   * What a session on the machine begins with.
   *
   * @throws UsageException with one line for the user if there is none or its file is malformed
   */
  Setting setting() throws UsageException {
    String name = machine == null ? DEFAULT : machine;
    try {
      Setting setting = Setting.of(name, kernel.profile(), seed);
      setting.spec();
      return setting;
    } catch (MalformedFileException malformed) {
      throw new UsageException(String.valueOf(malformed.getMessage()));
    } catch (IOException missing) {
      throw new UsageException(
          name
              + ": no such machine or file; built in are "
              + String.join(", ", MachineSpec.BUILT_IN));
    }
  }

  /** What the machine is made from; see {@link #setting}. */
  MachineSpec spec() throws UsageException {
    try {
      return setting().spec();
    } catch (IOException | MalformedFileException e) {
      throw new IllegalStateException("the machine was read once, not twice", e);
    }
  }

  /** Boots the machine; see {@link #setting}. */
  CgroupFs boot() throws UsageException {
    return setting().boot();
  }
}
