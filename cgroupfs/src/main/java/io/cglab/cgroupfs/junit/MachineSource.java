package io.cglab.cgroupfs.junit;

import io.cglab.cgroupfs.machine.MachineSpec;
import io.cglab.cgroupfs.machine.MalformedFileException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ParameterResolutionException;

/**
 * The machine that a test names.
 *
 * @param yaml the text of its machine file; null for a built-in one
 */
record MachineSource(MachineSpec spec, @Nullable String yaml) {
  /** Looks for a built-in machine, a resource, a file. */
  static MachineSource find(String name, Class<?> test) {
    if (MachineSpec.BUILT_IN.contains(name)) {
      return new MachineSource(MachineSpec.named(name), null);
    }
    try {
      String yaml = text(name, test);
      return new MachineSource(MachineSpec.parse(yaml, name), yaml);
    } catch (MalformedFileException malformed) {
      throw new ParameterResolutionException(String.valueOf(malformed.getMessage()), malformed);
    } catch (IOException e) {
      throw new ParameterResolutionException(name + ": " + e.getMessage(), e);
    }
  }

  private static String text(String name, Class<?> test) throws IOException {
    try (InputStream in = test.getResourceAsStream(name)) {
      if (in != null) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    }
    Path file = Path.of(name);
    if (Files.isRegularFile(file)) {
      return Files.readString(file);
    }
    throw new ParameterResolutionException(
        "no machine \""
            + name
            + "\": built in are "
            + String.join(", ", MachineSpec.BUILT_IN)
            + "; and there is neither a resource of this name, seen from "
            + test.getName()
            + ", nor a file "
            + file.toAbsolutePath());
  }
}
