package io.cglab.shell.sweep;

import java.util.function.Consumer;

/** Where the cells of a sweep are run. */
public interface Engine {
  /**
   * Runs the cells {@code 0} to {@code plan.cells() - 1}, each with {@code runner}.
   *
   * @param results is given each result once, in any order, by one thread at a time
   * @throws EngineException if the engine itself fails; what was given to {@code results} is valid
   */
  void run(SweepPlan plan, CellRunner runner, Consumer<CellResult> results) throws EngineException;

  /** An engine that can be asked for by name, found as a service. */
  interface Provider {
    /** What {@code --engine} is given. */
    String name();

    /**
     * Makes the engine.
     *
     * @param options what the command line says
     * @throws EngineException with one line for the user, where the options are wrong
     */
    Engine engine(Options options) throws EngineException;
  }

  /**
   * What the command line says of the engine.
   *
   * @param workers cells at a time, at least 1
   * @param master address of a cluster; empty if none was given
   */
  record Options(int workers, String master) {}

  /** The engine cannot run; the message is one line for the user. */
  final class EngineException extends Exception {
    private static final long serialVersionUID = 1;

    /** Says why. */
    public EngineException(String message) {
      super(message);
    }
  }
}
