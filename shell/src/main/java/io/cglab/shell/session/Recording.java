package io.cglab.shell.session;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A session as a transcript, which {@code check} plays: {@code # session} in its head says that its
 * commands are typed into one shell. A command of several lines goes on behind {@code "> "}.
 */
final class Recording {
  private static final double NS_PER_S = 1e9;

  private final Path file;
  private final List<String> texts = new ArrayList<>();

  /**
   * Will write to a file, which is made at once: whoever waits for it should not hear at the end
   * that it cannot be.
   *
   * @throws java.nio.file.FileAlreadyExistsException where there is something else than a
   *     transcript
   */
  Recording(Path file) throws IOException {
    this.file = file;
    if (Files.isRegularFile(file)
        && Files.size(file) > 0
        && !Files.readString(file, StandardCharsets.ISO_8859_1).startsWith("# machine ")) {
      throw new FileAlreadyExistsException(file.toString());
    }
    Files.newByteChannel(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE).close();
  }

  void add(String text) {
    texts.add(text);
  }

  /** Adds what was interrupted after so long; for who plays it, that time passes. */
  void addInterrupted(long ns) {
    texts.add(String.format(Locale.ROOT, "sleep %.9f", ns / NS_PER_S));
  }

  /** Writes the file. The answers come from a run of their own, as they will when it is checked. */
  void write(Setting setting, Session.Starter starter) throws IOException {
    StringBuilder commands = new StringBuilder();
    commands.append("# machine ").append(setting.machine()).append("\n# session\n");
    if (setting.seed() != null) {
      commands.append("# seed ").append(setting.seed()).append('\n');
    }
    if (setting.profile() != null) {
      commands.append("# profile ").append(setting.profile().kernel()).append('\n');
    }
    try (Rehearsal rehearsal = new Rehearsal(setting, starter)) {
      for (int i = 0; i < texts.size(); i++) {
        String text = texts.get(i);
        commands.append("$ ").append(text.replace("\n", "\n> ")).append('\n');
        for (String line : rehearsal.type(text, i == texts.size() - 1)) {
          commands.append(line).append('\n');
        }
      }
    }
    Files.writeString(file, commands, StandardCharsets.ISO_8859_1);
  }
}
