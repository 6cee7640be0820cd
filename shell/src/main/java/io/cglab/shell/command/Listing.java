package io.cglab.shell.command;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What directories hold. */
public final class Listing {
  private Listing() {}

  /** The names in a directory in byte order, without {@code .} and {@code ..}. */
  public static List<String> names(Path directory) throws IOException {
    List<String> names = unsorted(directory);
    Collections.sort(names);
    return names;
  }

  /** The names in a directory as readdir(3) gives them, without {@code .} and {@code ..}. */
  static List<String> unsorted(Path directory) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      for (Path entry : stream) {
        names.add(String.valueOf(entry.getFileName()));
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return names;
  }
}
