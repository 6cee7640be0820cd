package io.cglab.shell;

import io.cglab.cgroupfs.CgroupFs;
import io.cglab.core.api.KernelException;
import io.cglab.shell.check.CheckCommand;
import io.cglab.shell.compare.CompareCommand;
import io.cglab.shell.lesson.Classroom;
import io.cglab.shell.lesson.Lesson;
import io.cglab.shell.lesson.Progress;
import io.cglab.shell.reproduce.ReproduceCommand;
import io.cglab.shell.session.Session;
import io.cglab.shell.session.Setting;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code cglab}: without a verb the interactive shell. */
@Command(
    name = "cglab",
    description = "An emulator of the cgroup file system with simulated block I/O.",
    mixinStandardHelpOptions = true,
    version = "cglab 0.1.0",
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {
      "0:done",
      "1:the answer is no: a difference, a refused command",
      "2:wrong usage or malformed input",
      "70:a bug of cglab's own"
    })
public final class Main implements Callable<Integer> {
  private static final int MALFORMED = 2;
  private static final int REFUSED = 1;
  private static final int BUG = 70;

  private static final List<String> VERBS =
      List.of(
          "run",
          "report",
          "plot",
          "export",
          "check",
          "compare",
          "compare-approaches",
          "demo",
          "lesson",
          "mount",
          "sweep",
          "reproduce");

  private final Console console;
  private final Map<String, String> environment;

  @Mixin private Sessions sessions = new Sessions();

  private Main(Console console, Map<String, String> environment) {
    this.console = console;
    this.environment = environment;
  }

  @Override
  public Integer call() throws IOException, UsageException {
    List<Setting.Option> options = new ArrayList<>(List.of(Setting.Option.INTERACTIVE));
    if (console.terminal()) {
      options.add(Setting.Option.HINTS);
      options.add(Setting.Option.TERMINAL);
    }
    Classroom room = Classroom.switching(Progress.of(environment));
    try (Prompt prompt = Prompt.on(console, environment)) {
      int status;
      try (Session session =
          sessions
              .in(room)
              .showing(prompt::history)
              .open(prompt.console(), setting -> setting.calling("cglab", List.of(), options))) {
        prompt.greet(session);
        status = prompt.run(session, room::isLeaving);
      }
      Lesson wanted = room.takeWanted();
      return wanted == null
          ? status
          : new LessonSession(prompt, room, false).run(wanted, true) ? 0 : 1;
    }
  }

  /** Runs the program and ends the virtual machine with its status. */
  public static void main(String[] args) {
    Thread ahead = new Thread(CgroupFs::preload, "ahead");
    ahead.setDaemon(true);
    ahead.start(); // loads while the command line is read
    Console console = new Console(System.in, System.out, System.err, System.console() != null);
    System.exit(run(console, args));
  }

  private static String misplaced(OptionSpec option, ParseResult verb) {
    String verbName = verb.commandSpec().name();
    return verb.commandSpec().findOption(option.longestName()) == null
        ? "cglab: %s has no %s; cglab %s --help".formatted(verbName, option.longestName(), verbName)
        : "cglab: put %s behind %s".formatted(option.longestName(), verbName);
  }

  private static CommandLine verb(String name, Console console, Map<String, String> environment) {
    return switch (name) {
      case "run" -> new CommandLine(new RunCommand(console)).setStopAtPositional(true);
      case "report" -> PictureCommand.report(console);
      case "plot" -> PictureCommand.plot(console);
      case "check" -> new CommandLine(new CheckCommand(TranscriptShell::run, Sessions::start));
      case "compare" -> new CommandLine(new CompareCommand());
      case "compare-approaches" -> new CommandLine(new CompareApproachesCommand(console));
      case "export" -> new CommandLine(new ExportCommand(console)).setStopAtPositional(true);
      case "demo" -> new CommandLine(new DemoCommand(console));
      case "lesson" -> new CommandLine(new LessonCommand(console, environment));
      case "reproduce" ->
          new CommandLine(new ReproduceCommand(UnwatchedShell::complaints, console.terminal()));
      case "mount" -> new CommandLine(new MountCommand(console));
      case "sweep" -> new CommandLine(new SweepCommand(console));
      default -> throw new AssertionError(name);
    };
  }

  /** Runs the program on streams that are no terminal and returns its status. */
  public static int run(InputStream in, OutputStream out, OutputStream err, String... args) {
    return run(new Console(in, out, err, false), args);
  }

  /** Runs the program on the given streams and returns its status. */
  static int run(Console console, String... args) {
    return run(console, System.getenv(), args);
  }

  /** As {@link #run(Console, String...)}, with other environment variables than the program's. */
  static int run(Console console, Map<String, String> environment, String... args) {
    CommandLine cli = new CommandLine(new Main(console, environment));
    // The start of the program is a budget: what is not asked for is not even loaded.
    boolean known = args.length > 0 && VERBS.contains(args[0]);
    for (String verb : known ? List.of(args[0]) : VERBS) {
      cli.addSubcommand(verb(verb, console, environment));
    }
    cli.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8));
    cli.setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8));
    cli.setExecutionStrategy(
        parsed -> {
          if (parsed.hasSubcommand() && !parsed.matchedOptions().isEmpty()) {
            // They would be the prompt's, and silently without effect.
            cli.getErr().println(misplaced(parsed.matchedOptions().get(0), parsed.subcommand()));
            return MALFORMED;
          }
          return new CommandLine.RunLast().execute(parsed);
        });
    cli.setExecutionExceptionHandler(
        (thrown, command, parsed) -> {
          if (thrown instanceof UsageException) {
            command.getErr().println("cglab: " + thrown.getMessage());
            return MALFORMED;
          }
          if (thrown instanceof KernelException) {
            command.getErr().println("cglab: " + thrown.getMessage());
            return REFUSED;
          }
          String trouble = HostFiles.problem(thrown);
          if (trouble != null) {
            command.getErr().println("cglab: " + trouble);
            return MALFORMED;
          }
          command.getErr().println("cglab: this is a bug of ours; please report it:");
          thrown.printStackTrace(command.getErr());
          return BUG;
        });
    return cli.execute(args);
  }
}
