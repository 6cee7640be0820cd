package io.cglab.shell.lang;

import org.jspecify.annotations.Nullable;

/**
 * One redirection.
 *
 * @param fd the descriptor that changes
 * @param target file name or descriptor number; null for a here-document
 * @param document the here-document; null for every other kind
 */
public record Redirect(
    int fd, Kind kind, @Nullable Word target, @Nullable HereDocument document, int line) {
  /** What the operator asks for. */
  public enum Kind {
    READ("<", 0),
    WRITE(">", 1),
    CLOBBER(">|", 1),
    APPEND(">>", 1),
    READ_WRITE("<>", 0),
    DUP_IN("<&", 0),
    DUP_OUT(">&", 1),
    /** Both stdout and stderr. */
    WRITE_BOTH("&>", 1),
    APPEND_BOTH("&>>", 1),
    /** The text is the word itself. */
    HERE_STRING("<<<", 0),
    HERE("<<", 0),
    HERE_STRIPPED("<<-", 0);

    private final String sign;
    private final int defaultFd;

    Kind(String sign, int defaultFd) {
      this.sign = sign;
      this.defaultFd = defaultFd;
    }

    int defaultFd() {
      return defaultFd;
    }

    static @Nullable Kind of(String sign) {
      for (Kind kind : values()) {
        if (kind.sign.equals(sign)) {
          return kind;
        }
      }
      return null;
    }
  }
}
