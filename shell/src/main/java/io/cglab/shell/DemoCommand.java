package io.cglab.shell;

import io.cglab.cgroupfs.CgroupFs;
import io.cglab.core.api.KernelException;
import io.cglab.shell.observe.Instruments;
import io.cglab.shell.process.HostStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code cglab demo}: the first minute, a script that shows each of its lines before it runs it.
 */
@Command(
    name = "demo",
    description = "Shows in a few commands what a limit does, and what a refused one says.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  private static final String SCRIPT = "demo.sh";

  private final Console console;

  @Mixin private Machines machines = new Machines();

  DemoCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException, KernelException, UsageException {
    try (CgroupFs machine = machines.boot();
        Shell shell =
            new Shell(
                Instruments.attached(machine),
                machine.machine().tasks().init().pid(),
                "cglab",
                HostStream.reading(console.in(), false),
                HostStream.writing(console.out(), false),
                HostStream.writing(console.out(), false))) {
      shell.interactive(true).withHints(true);
      for (String line : script().split("\n", -1)) {
        if (line.startsWith("#")) {
          console.out().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        } else if (line.isEmpty()) {
          console.out().write('\n');
        } else {
          console.out().write(("$ " + line + "\n").getBytes(StandardCharsets.UTF_8));
          shell.line(line);
        }
      }
      console.out().flush();
      return 0;
    }
  }

  private static String script() throws IOException {
    try (InputStream in = DemoCommand.class.getResourceAsStream(SCRIPT)) {
      if (in == null) {
        throw new AssertionError("not in the jar: " + SCRIPT);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
    }
  }
}
