package io.cglab.shell.command;

/** What dd says at its end. */
final class DdCounts {
  private long readFull;
  private long readPartial;
  private long bytesRead;
  private long wroteFull;
  private long wrotePartial;
  private long bytesWritten;

  void addRead(long full, long partial) {
    readFull += full;
    readPartial += partial;
  }

  void addBytesRead(long bytes) {
    bytesRead += bytes;
  }

  void addWritten(long full, long partial, long bytes) {
    wroteFull += full;
    wrotePartial += partial;
    bytesWritten += bytes;
  }

  long recordsRead() {
    return readFull + readPartial;
  }

  long bytesRead() {
    return bytesRead;
  }

  String records() {
    return readFull
        + "+"
        + readPartial
        + " records in\n"
        + wroteFull
        + "+"
        + wrotePartial
        + " records out";
  }

  /** GNU's last line; the time is virtual. */
  String summary(long elapsedNs) {
    StringBuilder text = new StringBuilder();
    text.append(bytesWritten).append(bytesWritten == 1 ? " byte" : " bytes");
    if (bytesWritten >= 1000) {
      text.append(" (").append(Numbers.withUnit(bytesWritten, 1000, false));
      if (bytesWritten >= 1024) {
        text.append(", ").append(Numbers.withUnit(bytesWritten, 1024, false));
      }
      text.append(')');
    }
    double seconds = elapsedNs / 1e9;
    String rate =
        elapsedNs == 0 ? "Infinity B" : Numbers.withUnit(bytesWritten / seconds, 1000, true);
    return text.append(" copied, ")
        .append(Numbers.general(seconds, 6))
        .append(" s, ")
        .append(rate)
        .append("/s")
        .toString();
  }
}
