package io.cglab.shell.prompt;

import io.cglab.cgroupfs.CgroupFs;
import io.cglab.core.device.Disk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What there is on the machine to name: files, disks, processes. */
final class Places {
  private static final String HOME = "/root";

  private final Scene scene;

  Places(Scene scene) {
    this.scene = scene;
  }

  /**
   * The files whose path begins as typed, directories with a slash behind them. Names that begin
   * with a dot are left out, unless that was typed.
   *
   * @param wanted which files beside directories
   */
  Stream<Choice> paths(String typed, Predicate<Path> wanted) {
    int slash = typed.lastIndexOf('/') + 1;
    String parent = typed.substring(0, slash);
    String begun = typed.substring(slash);
    if (typed.equals("~")) {
      return Stream.of(Choice.start("~/"));
    }
    List<Choice> found = new ArrayList<>();
    Path directory = path(parent.startsWith("~/") ? HOME + parent.substring(1) : parent);
    for (Path file : list(directory)) {
      String name = typedForm(file.getFileName().toString());
      boolean directoryToo = isDirectory(file);
      if (name.startsWith(begun)
          && (begun.startsWith(".") || !name.startsWith("."))
          && (directoryToo || wanted.test(file))) {
        String shown = name + (directoryToo ? "/" : "");
        found.add(new Choice(parent + shown, shown, "", !directoryToo));
      }
    }
    return found.stream();
  }

  boolean isDirectory(Path file) {
    return Files.isDirectory(file);
  }

  /** A path as it was typed, from the working directory; null for none. */
  @Nullable Path path(String typed) {
    String bytes = new String(typed.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    try {
      return scene.directory().get().resolve(bytes);
    } catch (InvalidPathException e) {
      return null;
    }
  }

  /** The machine's names are bytes, one a character. */
  private static String typedForm(String bytes) {
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  private static Iterable<Path> list(@Nullable Path directory) {
    TreeMap<String, Path> files = new TreeMap<>();
    if (directory != null) {
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
        stream.forEach(file -> files.put(file.getFileName().toString(), file));
      } catch (IOException | DirectoryIteratorException e) {
        return List.of(); // what cannot be listed has no completion
      }
    }
    return files.values();
  }

  /** The words of a file; none if it cannot be read. */
  List<String> words(@Nullable Path file) {
    if (file == null) {
      return List.of();
    }
    try {
      String text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
      return text.isEmpty() ? List.of() : List.of(text.split("\\s+"));
    } catch (IOException e) {
      return List.of();
    }
  }

  List<Disk> disks() {
    CgroupFs machine = scene.machine().get();
    return machine.machine().disks().all();
  }

  /** The processes, by number, with their names. */
  Stream<Choice> processes() {
    Path proc = path("/proc");
    TreeMap<Integer, String> names = new TreeMap<>();
    for (Path entry : list(proc)) {
      String pid = entry.getFileName().toString();
      if (pid.matches("[0-9]{1,9}")) {
        names.put(Integer.parseInt(pid), String.join(" ", words(entry.resolve("comm"))));
      }
    }
    return names.entrySet().stream()
        .map(entry -> Choice.word(entry.getKey().toString(), entry.getValue()));
  }
}
