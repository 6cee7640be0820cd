package io.cglab.shell;

import io.cglab.shell.command.Context;
import io.cglab.shell.session.Session;
import io.cglab.shell.session.Setting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cglab run [FILE [ARG...]] [-c LINE]}: runs a script on a fresh machine. */
@Command(
    name = "run",
    description = "Runs a script on a fresh machine; without FILE and -c the standard input.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {"N:the script's", "2:a syntax error, or a file is missing or malformed"})
final class RunCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private Sessions sessions = new Sessions();

  @Option(names = "-c", paramLabel = "LINE", description = "run this text")
  private @Nullable String text;

  @Option(names = "-e", description = "end at the first command that fails")
  private boolean exitOnError;

  @Option(names = "--hints", description = "say after a refused command why it was refused")
  private boolean hints;

  @Mixin private PictureOptions pictures = new PictureOptions();

  @Parameters(paramLabel = "FILE [ARG...]", description = "a script and its arguments")
  private List<String> words = List.of();

  RunCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException, UsageException {
    pictures.check();
    boolean fromFile = text == null && !words.isEmpty();
    if (sessions.resumes() && fromFile) {
      throw new UsageException(
          "--resume: goes on with its own session; say what follows with -c or on standard input");
    }
    String name = fromFile ? words.get(0) : "cglab";
    String script = text != null ? Context.utf8(text) : fromFile ? read(name) : console.readAll();
    List<String> arguments = fromFile ? words.subList(1, words.size()) : words;
    List<Setting.Option> options = new ArrayList<>();
    if (exitOnError) {
      options.add(Setting.Option.ERREXIT);
    }
    if (hints) {
      options.add(Setting.Option.HINTS);
    }
    try (Session session =
        sessions.open(console, setting -> setting.calling(name, arguments, options))) {
      int status = session.script(script);
      pictures.write(session.instruments(), console.err());
      return status;
    }
  }

  private static String read(String file) throws IOException, UsageException {
    try {
      return Files.readString(Path.of(file), StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException missing) {
      throw new UsageException(file + ": no such file");
    }
  }
}
