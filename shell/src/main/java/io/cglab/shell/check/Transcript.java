package io.cglab.shell.check;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A recorded session.
 *
 * @param name the file as the user named it
 * @param machine the machine of a first line {@code # machine NAME}, or null
 * @param session what a line {@code # session} says: the commands were typed into one shell
 * @param header the lines above the first command
 * @param exchanges the commands with their answers, in order, at least one
 */
record Transcript(
    String name,
    @Nullable String machine,
    boolean session,
    List<String> header,
    List<Exchange> exchanges) {
  /**
   * A command and what came back.
   *
   * @param line number of the command's line in the file, from 1
   * @param command the text after {@code "$ "}, {@code $NAME}s not replaced; of several lines only
   *     in a session
   * @param answer the lines of the output, likewise
   */
  record Exchange(int line, String command, List<String> answer) {}

  /** What a line {@code # KEY VALUE} above the first command says; null without one. */
  @Nullable String headed(String key) {
    String begin = "# " + key + " ";
    return header.stream()
        .filter(line -> line.startsWith(begin))
        .map(line -> line.substring(begin.length()).strip())
        .findFirst()
        .orElse(null);
  }
}
