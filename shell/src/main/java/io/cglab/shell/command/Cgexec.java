package io.cglab.shell.command;

import io.cglab.shell.process.Descriptor;
import java.io.IOException;
import java.util.List;

/**
 * {@code cgexec CGROUP -- COMMAND}: joins the cgroup, then becomes the command. CGROUP is a path,
 * or a name below the first cgroup mount. And libcgroup's {@code cgexec -g CONTROLLERS:PATH...
 * COMMAND}.
 */
final class Cgexec {
  static final String MOUNT = "/sys/fs/cgroup";

  private Cgexec() {}

  static int run(Context c, List<String> args) throws IOException {
    Options options = Options.Spec.of("g:").strict().parse(args);
    List<String> operands = options.operands();
    List<String> groups = options.values('g');
    String cgroup = groups.isEmpty() ? options.someOperands().get(0) : groups.get(0);
    if (groups.isEmpty()) {
      operands = operands.subList(1, operands.size());
    }
    if (!operands.isEmpty() && operands.get(0).equals("--")) {
      operands = operands.subList(1, operands.size());
    }
    if (operands.isEmpty()) {
      throw new CommandException(2, "missing command after '" + cgroup + "'");
    }
    if (!groups.isEmpty()) {
      int status = Libcgroup.join(c, groups);
      return status != 0 ? status : c.runner().call(c.shell(), operands, true);
    }
    String directory =
        cgroup.startsWith("/") || cgroup.startsWith(".") ? cgroup : MOUNT + "/" + cgroup;
    String procs = directory + "/cgroup.procs";
    try {
      Descriptor file = Opener.write(c.shell(), procs);
      try {
        file.write(Context.bytes("0\n"));
      } finally {
        file.close();
      }
    } catch (IOException e) {
      return c.error(procs, e);
    }
    return c.runner().call(c.shell(), operands, true);
  }
}
