package io.cglab.shell.prompt;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jline.utils.NonBlockingReader;

/**
 * What a command reads from the terminal: lines, in UTF-8, while no line is edited. It shares the
 * editor's reader, which may have taken in what was typed ahead, with the keys as they came. Where
 * the user interrupts, the input is at its end.
 */
final class TerminalInput extends InputStream {
  private static final int LOOK_UP_MS = 50;
  static final int END_OF_INPUT = 4; // Ctrl-D

  private final InputStream terminal;
  private final NonBlockingReader in;
  private byte[] bytes = {};
  private int next;
  private volatile boolean interrupted;

  /**
   * Input from a terminal.
   *
   * @param terminal tells whether there is something to read, since JLine's reader, other than its
   *     name says, blocks while the terminal gathers lines
   */
  TerminalInput(InputStream terminal, NonBlockingReader in) {
    this.terminal = terminal;
    this.in = in;
  }

  /** Ends the input of the present command, from any thread. */
  synchronized void interrupt() {
    interrupted = true;
    notifyAll();
  }

  /** A new command begins. */
  void begin() {
    interrupted = false;
  }

  @Override
  public int read() throws IOException {
    if (next == bytes.length) {
      int c = character();
      if (c < 0 || c == END_OF_INPUT) {
        return -1;
      }
      String text = c == '\r' ? "\n" : String.valueOf((char) c);
      if (Character.isHighSurrogate((char) c)) {
        text += (char) character();
      }
      bytes = text.getBytes(StandardCharsets.UTF_8);
      next = 0;
    }
    return bytes[next++] & 0xff;
  }

  private synchronized int character() throws IOException {
    while (!interrupted) {
      if (in.available() > 0 || terminal.available() > 0) {
        return in.read();
      }
      try {
        wait(LOOK_UP_MS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    return NonBlockingReader.EOF;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int count = 0;
    while (count < length) {
      int c = read();
      if (c < 0) {
        break;
      }
      into[offset + count++] = (byte) c;
      if (c == '\n') {
        break;
      }
    }
    return count == 0 && length > 0 ? -1 : count;
  }
}
