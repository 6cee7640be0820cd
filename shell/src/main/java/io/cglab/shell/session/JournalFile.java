package io.cglab.shell.session;

import io.cglab.cgroupfs.machine.MalformedFileException;
import io.cglab.core.Profile;
import io.cglab.shell.session.Setting.Option;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A journal on the user's machine. It begins with what the session began with; then each command is
 * in it before it runs, and its status and virtual time behind it as soon as it has ended. A line
 * of the file is a keyword and what belongs to it; bytes are characters, line ends and backslashes
 * are escaped.
 *
 * <pre>
 * cglab journal 1
 * machine default
 * seed 5
 * shell cglab
 * option interactive
 * line mkdir /sys/fs/cgroup/web
 * done 0 0
 * line sleep 10
 * interrupted 0 2417
 * done 130 2417000000
 * </pre>
 */
final class JournalFile implements AutoCloseable {
  private static final String FIRST = "cglab journal 1";

  private final FileChannel channel;

  private JournalFile(FileChannel channel) {
    this.channel = channel;
  }

  /** What a journal holds: how it begins, and what happened. */
  record Content(Setting setting, List<JournalRecord> records) {}

  /**
   * Begins a journal.
   *
   * @throws java.nio.file.FileAlreadyExistsException where there is a file already
   */
  static JournalFile create(Path file, Setting setting) throws IOException {
    JournalFile journal =
        locked(
            file, FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    journal.put(FIRST);
    // A machine file may hold any character; what comes from the shell is bytes.
    journal.put("machine " + escape(bytesOf(setting.machine())));
    if (setting.yaml() != null) {
      journal.put("yaml " + escape(bytesOf(setting.yaml())));
    }
    if (setting.profile() != null) {
      journal.put("profile " + setting.profile().kernel());
    }
    if (setting.seed() != null) {
      journal.put("seed " + setting.seed());
    }
    journal.put("shell " + escape(setting.name()));
    for (String argument : setting.arguments()) {
      journal.put("argument " + escape(argument));
    }
    for (Option option : setting.options()) {
      journal.put("option " + option.name().toLowerCase(Locale.ROOT));
    }
    return journal;
  }

  /** Goes on with a journal, behind its last complete line. */
  static JournalFile append(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    byte[] content = Files.readAllBytes(file);
    int end = content.length;
    while (end > 0 && content[end - 1] != '\n') {
      end--;
    }
    JournalFile journal = locked(file, channel);
    channel.truncate(end);
    channel.position(end);
    return journal;
  }

  /** A journal has one writer; two would make it a session that nobody had. */
  private static JournalFile locked(Path file, FileChannel channel) throws IOException {
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException mine) {
      // another session of this program has it
    }
    if (lock == null) {
      channel.close();
      throw new FileSystemException(file.toString(), null, "another session writes this journal");
    }
    return new JournalFile(channel);
  }

  /** Appends a record; when this returns, the system has it. */
  void append(JournalRecord next) {
    try {
      if (next instanceof JournalRecord.Line line) {
        put("line " + escape(line.text()));
      } else if (next instanceof JournalRecord.Script script) {
        put("script " + script.line() + " " + escape(script.text()));
      } else if (next instanceof JournalRecord.Verb verb) {
        put("verb " + escape(verb.text()));
      } else if (next instanceof JournalRecord.Read read) {
        put("read " + escape(new String(read.bytes(), StandardCharsets.ISO_8859_1)));
      } else if (next instanceof JournalRecord.Interrupted at) {
        put("interrupted " + at.branch() + " " + at.turn());
      } else if (next instanceof JournalRecord.Done done) {
        put("done " + done.status() + " " + done.ns());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the journal cannot be written", e);
    }
  }

  private void put(String line) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.ISO_8859_1));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Reads a journal; a last line without an end, which was being written, is not there. */
  static Content read(Path file) throws IOException, MalformedJournalException {
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    String complete = text.substring(0, text.lastIndexOf('\n') + 1);
    return new Reader(file.toString(), complete.lines().toList()).content();
  }

  private static final class Reader {
    private final String file;
    private final List<String> lines;
    private int at;

    private String machine = "";
    private @Nullable String yaml;
    private @Nullable Profile profile;
    private @Nullable Long seed;
    private String shell = "cglab";
    private final List<String> arguments = new ArrayList<>();
    private final List<Option> options = new ArrayList<>();
    private final List<JournalRecord> records = new ArrayList<>();

    Reader(String file, List<String> lines) {
      this.file = file;
      this.lines = lines;
    }

    Content content() throws MalformedJournalException {
      if (lines.isEmpty() || !lines.get(0).equals(FIRST)) {
        throw malformed("expected \"" + FIRST + "\"");
      }
      boolean begun = false;
      for (at = 1; at < lines.size(); at++) {
        String line = lines.get(at);
        int blank = line.indexOf(' ');
        String keyword = blank < 0 ? line : line.substring(0, blank);
        String rest = blank < 0 ? "" : line.substring(blank + 1);
        try {
          if (begun || !header(keyword, rest)) {
            records.add(entry(keyword, rest));
            begun = true;
          }
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
          throw malformed("cannot be read: " + line);
        }
      }
      Setting setting = new Setting(machine, yaml, profile, seed, shell, arguments, options);
      try {
        setting.spec();
      } catch (IOException | MalformedFileException e) {
        at = 1;
        throw malformed("there is no machine \"" + machine + "\" as it was");
      }
      return new Content(setting, List.copyOf(records));
    }

    private boolean header(String keyword, String rest) {
      switch (keyword) {
        case "machine" -> machine = ofBytes(unescape(rest));
        case "yaml" -> yaml = ofBytes(unescape(rest));
        case "profile" -> {
          profile = Profile.named(rest);
          if (profile == null) {
            throw new IllegalArgumentException(rest);
          }
        }
        case "seed" -> seed = Long.valueOf(rest);
        case "shell" -> shell = unescape(rest);
        case "argument" -> arguments.add(unescape(rest));
        case "option" -> options.add(Option.valueOf(rest.toUpperCase(Locale.ROOT)));
        default -> {
          return false;
        }
      }
      return true;
    }

    private static JournalRecord entry(String keyword, String rest) {
      String[] words = rest.split(" ", 2);
      return switch (keyword) {
        case "line" -> new JournalRecord.Line(unescape(rest));
        case "script" -> new JournalRecord.Script(Integer.parseInt(words[0]), unescape(words[1]));
        case "verb" -> new JournalRecord.Verb(unescape(rest));
        case "read" -> new JournalRecord.Read(unescape(rest).getBytes(StandardCharsets.ISO_8859_1));
        case "interrupted" ->
            new JournalRecord.Interrupted(Integer.parseInt(words[0]), Long.parseLong(words[1]));
        case "done" -> new JournalRecord.Done(Integer.parseInt(words[0]), Long.parseLong(words[1]));
        default -> throw new IllegalArgumentException(keyword);
      };
    }

    private MalformedJournalException malformed(String problem) {
      return new MalformedJournalException(file, at + 1, problem);
    }
  }

  private static String bytesOf(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private static String ofBytes(String bytes) {
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  private static String escape(String text) {
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
  }

  private static String unescape(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        char next = text.charAt(++i);
        out.append(next == 'n' ? '\n' : next == 'r' ? '\r' : next);
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
