package io.cglab.shell.option;

import io.cglab.core.Profile;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code --profile P}: another kernel than the machine's, for every verb that runs one. */
public final class ProfileOption {
  @Option(
      names = "--profile",
      paramLabel = "P",
      description =
          "kernel in place of the machine's: linux-6.12, linux-4.19, linux-2.6.31, linux-2.6.31-v10",
      converter = ByName.class)
  private @Nullable Profile profile;

  /** The kernel that was asked for; null for the machine's own. */
  public @Nullable Profile profile() {
    return profile;
  }

  /** Reads the names of machine files. */
  static final class ByName implements ITypeConverter<Profile> {
    @Override
    public Profile convert(String kernel) {
      Profile profile = Profile.named(kernel);
      if (profile == null) {
        String known =
            Arrays.stream(Profile.values()).map(Profile::kernel).collect(Collectors.joining(", "));
        throw new TypeConversionException("expected one of " + known + ", not " + kernel);
      }
      return profile;
    }
  }
}
