package io.cglab.shell.session;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

  Recording(Path file) {
    this.file = file;
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
      for (String text : texts) {
        commands.append("$ ").append(text.replace("\n", "\n> ")).append('\n');
        for (String line : rehearsal.type(text)) {
          commands.append(line).append('\n');
        }
      }
    }
    Files.writeString(file, commands, StandardCharsets.ISO_8859_1);
  }
}
