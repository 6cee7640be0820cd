package io.cglab.shell;

import io.cglab.cgroupfs.CgroupFs;
import io.cglab.cgroupfs.machine.MachineSpec;
import io.cglab.cgroupfs.machine.MalformedFileException;
import io.cglab.shell.option.ProfileOption;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that choose a machine, for every verb that runs one. */
final class Machines {
  @Option(
      names = "--machine",
      paramLabel = "NAME|FILE",
      description = "built-in machine or machine file (default: ${DEFAULT-VALUE})",
      defaultValue = "default")
  private String machine = "default";

  @Option(names = "--seed", paramLabel = "N", description = "the machine's seed")
  private @Nullable Long seed;

  @Mixin private ProfileOption kernel = new ProfileOption();

  /**
   * Boots the machine.
   *
   * @throws UsageException with one line for the user if there is none or its file is malformed
   */
  CgroupFs boot() throws UsageException {
    try {
      MachineSpec spec = MachineSpec.find(machine, kernel.profile());
      return CgroupFs.boot(seed == null ? spec : spec.withSeed(seed));
    } catch (MalformedFileException malformed) {
      throw new UsageException(String.valueOf(malformed.getMessage()));
    } catch (IOException missing) {
      throw new UsageException(
          machine
              + ": no such machine or file; built in are "
              + String.join(", ", MachineSpec.BUILT_IN));
    }
  }
}
