package io.cglab.shell.check;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cglab.cgroupfs.machine.MachineSpec;
import io.cglab.cgroupfs.machine.MalformedFileException;
import io.cglab.core.Profile;
import io.cglab.shell.option.ProfileOption;
import io.cglab.shell.session.Rehearsal;
import io.cglab.shell.session.Session;
import io.cglab.shell.session.Setting;
import java.io.IOException;
import java.io.PrintWriter;
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
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cglab check FILE...}: replays transcripts and shows each difference. */
@Command(
    name = "check",
    description = "Replays transcripts and shows where the emulator answers otherwise.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {
      "0:every command was answered as recorded",
      "1:at least one was not",
      "2:a file is missing or malformed; nothing was played"
    })
public final class CheckCommand implements Callable<Integer> {
  private static final int OK = 0;
  private static final int DIFFERENT = 1;
  private static final int MALFORMED = 2;
  private static final String DEFAULT_MACHINE = "default";

  private final ShellLine shell;
  private final Session.Starter starter;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "transcripts (*.cgt)")
  private List<Path> files = List.of();

  @Option(
      names = "--machine",
      paramLabel = "NAME|FILE",
      description = "play on this machine, not on the one that the first line names")
  private @Nullable String machine;

  @Mixin private ProfileOption kernel = new ProfileOption();

  @Option(names = "--seed", paramLabel = "N", description = "the machine's seed")
  private @Nullable Long seed;

  @Option(names = "--json", description = "print the result as JSON")
  private boolean json;

  @Option(
      names = "--update",
      description = "rewrite the transcripts with what the emulator answered")
  private boolean update;

  /**
   * Makes the command.
   *
   * @param shell runs the {@code sh} and {@code cgrun} lines
   * @param starter starts the shell that recorded sessions are typed into
   */
  public CheckCommand(ShellLine shell, Session.Starter starter) {
    this.shell = shell;
    this.starter = starter;
  }

  @Override
  public Integer call() throws IOException {
    CommandSpec command = java.util.Objects.requireNonNull(spec, "picocli sets it");
    PrintWriter out = command.commandLine().getOut();
    PrintWriter err = command.commandLine().getErr();
    List<CheckResult> results = new ArrayList<>();
    try {
      List<Transcript> transcripts = new ArrayList<>();
      for (Path file : files) {
        transcripts.add(read(file));
      }
      for (Transcript transcript : transcripts) {
        results.add(play(transcript));
        if (!json && !update) {
          print(results.get(results.size() - 1), out);
        }
      }
    } catch (MalformedTranscriptException e) {
      out.flush();
      err.println(e.getMessage());
      return MALFORMED;
    }
    if (update) {
      return rewrite(results, out);
    }
    int commands = results.stream().mapToInt(CheckResult::commands).sum();
    int matching = results.stream().mapToInt(CheckResult::matching).sum();
    if (json) {
      printJson(results, commands, matching, out);
    } else {
      out.printf("%d of %d commands match%n", matching, commands);
    }
    out.flush();
    return matching == commands ? OK : DIFFERENT;
  }

  private static Transcript read(Path file) throws MalformedTranscriptException {
    try {
      String text = Files.readString(file, StandardCharsets.ISO_8859_1);
      return TranscriptParser.parse(file.toString(), text);
    } catch (NoSuchFileException e) {
      throw new MalformedTranscriptException(file.toString(), 1, "no such file");
    } catch (IOException e) {
      throw new MalformedTranscriptException(file.toString(), 1, "cannot be read: " + e);
    }
  }

  private CheckResult play(Transcript transcript) throws MalformedTranscriptException, IOException {
    String named = transcript.machine() == null ? DEFAULT_MACHINE : transcript.machine();
    String wanted = machine == null ? named : machine;
    if (transcript.session()) {
      return playSession(transcript, wanted);
    }
    try (TranscriptHost host =
        MachineHost.boot(wanted, machine != null, kernel.profile(), seed, shell)) {
      return Checker.check(transcript, wanted, host, ComparisonRule.of(transcript.name()));
    } catch (UnknownMachineException e) {
      throw new MalformedTranscriptException(transcript.name(), 1, String.valueOf(e.getMessage()));
    }
  }

  private CheckResult playSession(Transcript transcript, String wanted)
      throws MalformedTranscriptException, IOException {
    try (Rehearsal session = new Rehearsal(setting(transcript, wanted), starter)) {
      return Checker.check(transcript, wanted, session, ComparisonRule.of(transcript.name()));
    }
  }

  private Setting setting(Transcript transcript, String wanted)
      throws MalformedTranscriptException {
    String recordedSeed = transcript.headed("seed");
    String recordedProfile = transcript.headed("profile");
    Profile profile =
        kernel.profile() != null || recordedProfile == null
            ? kernel.profile()
            : Profile.named(recordedProfile);
    if (machine == null && !MachineSpec.BUILT_IN.contains(wanted)) {
      throw malformed(transcript, "not a built-in machine: " + wanted + "; name it with --machine");
    }
    try {
      Long used = seed == null && recordedSeed != null ? Long.valueOf(recordedSeed) : seed;
      Setting setting = Setting.of(wanted, profile, used);
      setting.spec();
      return setting;
    } catch (NumberFormatException e) {
      throw malformed(transcript, "expected # seed NUMBER");
    } catch (MalformedFileException e) {
      throw malformed(transcript, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw malformed(transcript, wanted + ": expected a built-in machine or a machine file");
    }
  }

  private static MalformedTranscriptException malformed(Transcript transcript, String problem) {
    return new MalformedTranscriptException(transcript.name(), 1, problem);
  }

  private static void print(CheckResult result, PrintWriter out) {
    result.diff().forEach(out::println);
    out.printf(
        "%s: %d of %d commands match%n",
        result.transcript().name(), result.matching(), result.commands());
  }

  private static int rewrite(List<CheckResult> results, PrintWriter out) throws IOException {
    for (CheckResult result : results) {
      int rewritten = result.differences().size();
      if (rewritten > 0) {
        Files.writeString(
            Path.of(result.transcript().name()), result.rewritten(), StandardCharsets.ISO_8859_1);
      }
      out.printf(
          "%s: %d of %d answers rewritten%n",
          result.transcript().name(), rewritten, result.commands());
    }
    out.flush();
    return OK;
  }

  private static void printJson(
      List<CheckResult> results, int commands, int matching, PrintWriter out) throws IOException {
    var mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    ObjectNode root = mapper.createObjectNode();
    ArrayNode files = root.putArray("files");
    for (CheckResult result : results) {
      ObjectNode file = files.addObject();
      file.put("file", result.transcript().name());
      file.put("machine", result.machine());
      file.put("commands", result.commands());
      file.put("matching", result.matching());
      ArrayNode differences = file.putArray("differences");
      for (CheckResult.Checked c : result.differences()) {
        ObjectNode difference = differences.addObject();
        difference.put("line", c.exchange().line());
        difference.put("command", c.exchange().command());
        c.exchange().answer().forEach(difference.putArray("recorded")::add);
        c.answer().forEach(difference.putArray("answered")::add);
      }
    }
    root.put("commands", commands);
    root.put("matching", matching);
    out.println(mapper.writeValueAsString(root));
  }
}
