package io.cglab.shell.sweep;

import com.google.common.collect.ImmutableList;
import io.cglab.shell.sweep.Engine.EngineException;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** Finds engines by their names. */
public final class Sweep {
  /** The engine that is always there. */
  public static final String LOCAL = "local";

  private Sweep() {}

  /**
   * The engine of this name.
   *
   * @throws EngineException with one line for the user, if there is none or its options are wrong
   */
  public static Engine engine(String name, Engine.Options options) throws EngineException {
    List<String> names = new ArrayList<>(List.of(LOCAL));
    if (name.equals(LOCAL)) {
      if (!options.master().isEmpty()) {
        throw new EngineException("--master is for another engine than local, such as spark");
      }
      return new LocalEngine(options.workers());
    }
    for (Engine.Provider provider : providers()) {
      if (provider.name().equals(name)) {
        return provider.engine(options);
      }
      names.add(provider.name());
    }
    String more =
        name.equals("spark") ? "; spark is in jars that were built with mvn -Pspark package" : "";
    throw new EngineException(
        "--engine " + name + ": this jar has " + String.join(", ", names) + more);
  }

  /** A build with other profiles may have left a name behind of which there is no class. */
  private static List<Engine.Provider> providers() {
    try {
      return ImmutableList.copyOf(ServiceLoader.load(Engine.Provider.class));
    } catch (ServiceConfigurationError leftBehind) {
      return List.of();
    }
  }
}
