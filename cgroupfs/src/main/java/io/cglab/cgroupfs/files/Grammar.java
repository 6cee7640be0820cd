package io.cglab.cgroupfs.files;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The form of what is written to a control file, as completion shows it. It is an attribute of the
 * file's row in the table; what a file takes is decided by its {@link ControlFile.Writer} alone.
 *
 * @param first what a write begins with
 * @param words what follows, or, with {@link First#WORD}, what a write consists of: words, and
 *     {@code KEY=} with the values that have a name behind it, as in {@code ctrl=auto|user}
 */
public record Grammar(First first, List<String> words) {
  /** What a write begins with. */
  public enum First {
    /** One of the words. */
    WORD,
    /** {@code MAJ:MIN} of a disk. */
    DEVICE,
    /** {@code MAJ:MIN} of a disk, or {@code default}. */
    DEVICE_OR_DEFAULT,
    /** The number of a process or thread. */
    PROCESS,
    /** Controllers, each behind a plus or minus sign. */
    CONTROLLERS
  }

  public Grammar {
    words = ImmutableList.copyOf(words);
  }

  static Grammar words(String... words) {
    return new Grammar(First.WORD, List.of(words));
  }

  static Grammar device(String... keys) {
    return new Grammar(First.DEVICE, List.of(keys));
  }

  static Grammar of(First first, String... words) {
    return new Grammar(first, List.of(words));
  }

  /** Returns what is written to the control files of this name, or null where that is free. */
  public static @Nullable Grammar of(String file) {
    return all()
        .filter(row -> row.name().equals(file))
        .map(ControlFile::grammar)
        .findFirst()
        .orElse(null);
  }

  /** True for what begins with a device. */
  public boolean isByDevice() {
    return first == First.DEVICE || first == First.DEVICE_OR_DEFAULT;
  }

  /** What follows the device in any of the files that begin with one, in the table's order. */
  public static List<String> afterAnyDevice() {
    return all()
        .map(ControlFile::grammar)
        .filter(grammar -> grammar.isByDevice())
        .flatMap(grammar -> grammar.words().stream())
        .distinct()
        .collect(ImmutableList.toImmutableList());
  }

  private static Stream<ControlFile> all() {
    return Stream.concat(ControlFiles.V2.stream(), V1ControlFiles.ALL.stream())
        .filter(row -> row.grammar() != null);
  }
}
