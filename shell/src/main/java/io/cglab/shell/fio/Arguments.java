package io.cglab.shell.fio;

import io.cglab.shell.fio.Invocation.Format;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The command line: options of fio itself, jobs, job files. */
final class Arguments {
  /** Reads a job file; {@code -} is stdin. */
  @FunctionalInterface
  interface Files {
    String read(String name) throws IOException;
  }

  private static final Set<String> IGNORED =
      Set.of("eta", "eta-interval", "max-jobs", "alloc-size", "aux-path", "terse-version");
  private static final Set<String> IGNORED_FLAGS = Set.of("eta-newline", "warnings-fatal");
  private static final Set<String> ABSENT =
      Set.of(
          "showcmd",
          "cmdhelp",
          "enghelp",
          "crctest",
          "cpuclock-test",
          "status-interval",
          "bandwidth-log",
          "client",
          "server",
          "daemonize",
          "profile",
          "debug",
          "trigger",
          "trigger-file",
          "append-terse",
          "readonly",
          "idle-prof",
          "inflate-log",
          "merge-blktrace-only",
          "latency-log");

  /** What a whole job without a name is called; fio itself says that there is no job. */
  static final String NAMELESS = "fio";

  private final Files files;
  private final Map<String, String> global = new LinkedHashMap<>();
  private final List<JobSpec> jobs = new ArrayList<>();
  private final List<String> sections = new ArrayList<>();
  private final List<String> jobFiles = new ArrayList<>();
  private final JobSpec globals = new JobSpec("global", Map.of());
  private JobSpec current = globals;
  private @Nullable String output;
  private Set<Format> formats = Invocation.USUAL;
  private boolean parseOnly;

  private Arguments(Files files) {
    this.files = files;
  }

  /**
   * Reads the command line and its job files.
   *
   * @throws FioException if anything in them is refused
   */
  static Invocation parse(List<String> args, Files files) throws IOException {
    return new Arguments(files).parse(new ArrayDeque<>(args));
  }

  private Invocation parse(Deque<String> args) throws IOException {
    while (!args.isEmpty()) {
      String arg = args.remove();
      if (arg.equals("--")) {
        jobFiles.addAll(args);
        break;
      } else if (arg.startsWith("-") && arg.length() > 1) {
        option(arg, args);
      } else {
        jobFiles.add(arg);
      }
    }
    global.putAll(globals.own());
    for (String file : jobFiles) {
      file(file);
    }
    if (jobs.isEmpty() && jobFiles.isEmpty() && globals.has("rw") && globals.has("size")) {
      jobs.add(
          new JobSpec(NAMELESS, globals.own())); // a line as the IO controller's posting has it
    }
    return new Invocation(jobs, output, formats, parseOnly);
  }

  private void file(String name) throws IOException {
    String text;
    try {
      text = files.read(name);
    } catch (IOException e) {
      throw new FioException("fio: unable to open '" + name + "' job file");
    }
    for (JobSpec job : JobFile.parse(text, globals.own())) {
      if (sections.isEmpty() || sections.contains(job.name())) {
        jobs.add(job);
      }
    }
  }

  private void option(String arg, Deque<String> args) {
    String bare = arg.startsWith("--") ? arg.substring(2) : arg.substring(1);
    int equals = bare.indexOf('=');
    String name = equals < 0 ? bare : bare.substring(0, equals);
    String value = equals < 0 ? null : bare.substring(equals + 1);
    JobOption job = JobOption.find(name);
    if (IGNORED_FLAGS.contains(name)) {
      return;
    } else if (IGNORED.contains(name)) {
      needed(name, value, args);
    } else if (ABSENT.contains(name) || (job == null && JobOption.isAbsent(name))) {
      throw new FioException("fio: --" + name + " is not simulated here");
    } else if (job != null) {
      String given = value;
      if (given == null) {
        given = job.takesNoValue() ? "" : needed(name, null, args);
      }
      job(job, given);
    } else {
      own(arg, name, value, args);
    }
  }

  private void job(JobOption option, String value) {
    if (option.name().equals("name")) {
      boolean isGlobal = value.equals("global");
      current = isGlobal ? globals : new JobSpec(value, globals.own());
      if (!isGlobal) {
        current.set(option, value);
        jobs.add(current);
      }
      return;
    }
    current.set(option, value);
  }

  private void own(String arg, String name, @Nullable String value, Deque<String> args) {
    switch (name) {
      case "output" -> output = needed(name, value, args);
      case "output-format" -> formats = formats(needed(name, value, args));
      case "minimal" -> formats = EnumSet.of(Format.TERSE);
      case "section" -> sections.add(needed(name, value, args));
      case "parse-only" -> parseOnly = true;
      default ->
          throw new FioException(
              "fio: unrecognized option '" + arg + "'\nfio: unrecognized option '" + arg + "'");
    }
  }

  private static String needed(String name, @Nullable String value, Deque<String> args) {
    if (value != null) {
      return value;
    }
    String next = args.poll();
    if (next == null) {
      throw new FioException(
          "fio: option '--"
              + name
              + "' requires an argument\nfio: unrecognized option '--"
              + name
              + "'");
    }
    return next;
  }

  private static Set<Format> formats(String list) {
    Set<Format> set = EnumSet.noneOf(Format.class);
    for (String name : list.split(",", -1)) {
      switch (name) {
        case "normal" -> set.add(Format.NORMAL);
        case "json" -> set.add(Format.JSON);
        case "terse", "minimal" -> set.add(Format.TERSE);
        case "json+" -> throw new FioException("fio: output format json+ is not simulated here");
        default ->
            throw new FioException(
                "fio: invalid output format " + name + "\nfio: failed parsing output-format");
      }
    }
    return set;
  }
}
