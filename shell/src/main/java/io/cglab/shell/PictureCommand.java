package io.cglab.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code cglab report FILE.html ARGUMENT...} and {@code cglab plot FILE.svg ARGUMENT...}: {@code
 * run} with the option of the same name.
 */
@Command(mixinStandardHelpOptions = true)
final class PictureCommand implements Callable<Integer> {
  private final Console console;
  private final String name;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE [ARGUMENT...]",
      description = "the file to write, then the options and arguments of run")
  private List<String> words = List.of();

  private PictureCommand(Console console, String name) {
    this.console = console;
    this.name = name;
    this.spec = CommandSpec.create();
  }

  /** The verb {@code report}. */
  static CommandLine report(Console console) {
    return verb(console, "report", "Runs a script and writes a page about the run.");
  }

  /** The verb {@code plot}. */
  static CommandLine plot(Console console) {
    return verb(console, "plot", "Runs a script and writes a picture of the run, as SVG.");
  }

  private static CommandLine verb(Console console, String name, String description) {
    CommandLine line =
        new CommandLine(new PictureCommand(console, name))
            .setCommandName(name)
            .setStopAtPositional(true);
    line.getCommandSpec().usageMessage().description(description);
    return line;
  }

  @Override
  public Integer call() {
    List<String> arguments = new ArrayList<>(List.of("--" + name, words.get(0)));
    arguments.addAll(words.subList(1, words.size()));
    CommandLine self = spec.commandLine();
    return new CommandLine(new RunCommand(console))
        .setStopAtPositional(true)
        .setOut(self.getOut())
        .setErr(self.getErr())
        .setExecutionExceptionHandler(self.getExecutionExceptionHandler())
        .execute(arguments.toArray(new String[0]));
  }
}
