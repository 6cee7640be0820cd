package io.cglab.shell;

import io.cglab.cgroupfs.CgroupFs;
import io.cglab.core.api.KernelException;
import io.cglab.shell.lesson.Classroom;
import io.cglab.shell.observe.Instruments;
import io.cglab.shell.process.Descriptor;
import io.cglab.shell.session.MalformedJournalException;
import io.cglab.shell.session.Session;
import io.cglab.shell.session.Setting;
import io.cglab.shell.session.Setting.Option;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/** The options of a session: which machine, its journal, how fast time passes. */
final class Sessions {
  @Mixin private Machines machines = new Machines();

  @CommandLine.Option(
      names = "--journal",
      paramLabel = "FILE",
      description = "keeps each command in a new file before it is answered")
  private @Nullable Path journal;

  @CommandLine.Option(
      names = "--resume",
      paramLabel = "FILE",
      description = "continues the session of a journal")
  private @Nullable Path resumed;

  @CommandLine.Option(
      names = "--record",
      paramLabel = "FILE",
      description = "writes the session as a transcript, which check plays")
  private @Nullable Path recorded;

  @CommandLine.Option(
      names = "--pace",
      paramLabel = "F",
      description = "virtual seconds a second at most; 0, the default, for any number")
  private double pace;

  private Classroom room = Classroom.none();
  private Supplier<List<String>> history = List::of;

  /** How the shell is called: {@code $0}, its arguments and options. */
  interface Calling {
    Setting of(Setting setting);
  }

  /** What the command history shows. */
  Sessions showing(Supplier<List<String>> lines) {
    history = lines;
    return this;
  }

  /** Whom the command {@code lesson} tells which lesson to go on with. */
  Sessions in(Classroom classroom) {
    // A lesson is a session of its own, which no journal or transcript of this one holds.
    room = journal == null && resumed == null && recorded == null ? classroom : Classroom.none();
    return this;
  }

  /** True where a session is continued. */
  boolean resumes() {
    return resumed != null;
  }

  /** Begins a session, or continues one. */
  Session open(Console console, Calling calling) throws IOException, UsageException {
    if (pace < 0 || Double.isNaN(pace)) {
      throw new UsageException("--pace: expected a factor of 0 or more");
    }
    if (recorded != null && (recorded.equals(journal) || recorded.equals(resumed))) {
      throw new UsageException("--record: a transcript is another file than the journal");
    }
    if (resumed != null) {
      return resume(resumed, console);
    }
    Session session =
        Session.begin(
            calling.of(machines.setting()),
            starter(),
            console.in(),
            console.out(),
            console.err(),
            console.terminal());
    if (recorded != null) {
      try {
        session.recordedTo(recorded);
      } catch (FileAlreadyExistsException there) {
        throw new UsageException(recorded + ": there is such a file, and it is no transcript");
      }
    }
    if (journal != null) {
      try {
        return session.journaledTo(journal);
      } catch (FileAlreadyExistsException there) {
        throw new UsageException(
            journal + ": there is such a file; --resume continues a journal, or name another one");
      }
    }
    return session;
  }

  private Session resume(Path file, Console console) throws IOException, UsageException {
    if (!machines.areDefault() || journal != null) {
      throw new UsageException(
          "--resume: the journal says which machine it is, and is continued itself");
    }
    try {
      return Session.resume(
          file,
          recorded,
          starter(),
          console.in(),
          console.out(),
          console.err(),
          console.terminal());
    } catch (NoSuchFileException missing) {
      throw new UsageException(file + ": no such file");
    } catch (MalformedJournalException malformed) {
      throw new UsageException(String.valueOf(malformed.getMessage()));
    }
  }

  private Session.Starter starter() {
    return (machine, setting, in, out, err) ->
        start(machine, setting, in, out, err, room).pacedAt(pace).withHistory(history);
  }

  /** Starts a shell on a fresh machine; a {@link Session.Starter}. */
  static Shell start(
      CgroupFs machine, Setting setting, Descriptor in, Descriptor out, Descriptor err) {
    return start(machine, setting, in, out, err, Classroom.none());
  }

  private static Shell start(
      CgroupFs machine,
      Setting setting,
      Descriptor in,
      Descriptor out,
      Descriptor err,
      Classroom room) {
    try {
      int init = machine.machine().tasks().init().pid();
      Instruments instruments = Instruments.attached(machine).in(room, null);
      return new Shell(instruments, init, setting.name(), in, out, err)
          .withArguments(setting.arguments())
          .exitingOnError(setting.options().contains(Option.ERREXIT))
          .withHints(setting.options().contains(Option.HINTS))
          .interactive(setting.options().contains(Option.INTERACTIVE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (KernelException refused) {
      throw new IllegalStateException("a fresh machine has room for a shell", refused);
    }
  }
}
