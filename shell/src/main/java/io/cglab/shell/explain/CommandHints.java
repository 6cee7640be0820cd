package io.cglab.shell.explain;

import io.cglab.core.api.Errno;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Commands that are not there, processes that are not there. */
public final class CommandHints {
  private CommandHints() {}

  /** What to try for a command that is not there. */
  public static String notFound(String name, Collection<String> commands) {
    String near = Nearest.to(name, commands);
    return near == null
        ? "help lists the commands that are here"
        : "did you mean " + near + "? help " + near + " says what it does";
  }

  static @Nullable String ofProcess(Refusal refusal, Scene scene) {
    boolean signals = refusal.command().equals("kill") || refusal.command().equals("ionice");
    return signals && refusal.errno() == Errno.ESRCH
        ? "it has ended or never was; ps -e lists the processes, jobs those of this shell"
        : null;
  }
}
