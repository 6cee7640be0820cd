package io.cglab.shell.session;

import io.cglab.shell.process.Descriptor;
import io.cglab.shell.process.HostStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The streams of a session. Replays print nothing and read what was read the first time, and what
 * the shell reads now is told to the journal.
 */
final class Streams {
  private final InputStream hostIn;
  private final boolean terminal;
  private final boolean wasTerminal;
  private final Gate out;
  private final Gate err;
  private final Deque<byte[]> replayed = new ArrayDeque<>();
  private boolean live = true;
  private @Nullable Consumer<byte[]> journal;

  /**
   * The streams of the host.
   *
   * @param wasTerminal whether what is replayed was run at a terminal: it does the same again
   */
  Streams(
      InputStream in, OutputStream out, OutputStream err, boolean terminal, boolean wasTerminal) {
    this.hostIn = in;
    this.out = new Gate(out);
    this.err = new Gate(err);
    this.terminal = terminal;
    this.wasTerminal = wasTerminal;
  }

  private boolean isTerminal() {
    return live ? terminal : wasTerminal;
  }

  Descriptor in() {
    return HostStream.reading(new Input(), this::isTerminal);
  }

  Descriptor out() {
    return HostStream.writing(out, this::isTerminal);
  }

  Descriptor err() {
    return HostStream.writing(err, this::isTerminal);
  }

  /** Tells {@code reader} of every read from the host. */
  void onRead(Consumer<byte[]> reader) {
    journal = reader;
  }

  /** What is undone when it is closed. */
  interface Scope extends AutoCloseable {
    @Override
    void close();
  }

  /** Until closed, prints nothing and reads only what is in {@code reads}. */
  Scope replaying(Iterable<byte[]> reads) {
    Scope scope = scope();
    live = false;
    out.target = OutputStream.nullOutputStream();
    err.target = out.target;
    expect(reads);
    return scope;
  }

  /** Until closed, what is printed on both streams goes to {@code collector}. */
  Scope collecting(OutputStream collector) {
    Scope scope = scope();
    out.target = collector;
    err.target = collector;
    return scope;
  }

  private Scope scope() {
    boolean wasLive = live;
    OutputStream outWas = out.target;
    OutputStream errWas = err.target;
    List<byte[]> readsLeft = List.copyOf(replayed);
    return () -> {
      live = wasLive;
      out.target = outWas;
      err.target = errWas;
      expect(readsLeft);
    };
  }

  /** Reads {@code reads} first. */
  void expect(Iterable<byte[]> reads) {
    replayed.clear();
    reads.forEach(replayed::add);
  }

  /** Prints a text of ours, in UTF-8. */
  void print(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /** Prints bytes that a command printed before. */
  void print(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  /** Prints a message of ours. */
  void complain(String message) throws IOException {
    err.write((message + "\n").getBytes(StandardCharsets.UTF_8));
    err.flush();
  }

  private static final class Gate extends OutputStream {
    private OutputStream target;

    Gate(OutputStream host) {
      this.target = host;
    }

    @Override
    public void write(int b) throws IOException {
      target.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      target.write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
      target.flush();
    }
  }

  private final class Input extends InputStream {
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) <= 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      byte[] next = replayed.poll();
      if (next != null) {
        int n = Math.min(length, next.length);
        System.arraycopy(next, 0, into, offset, n);
        if (n < next.length) {
          replayed.push(Arrays.copyOfRange(next, n, next.length));
        }
        return n;
      }
      if (!live) {
        return -1;
      }
      int n = hostIn.read(into, offset, length);
      Consumer<byte[]> reader = journal;
      if (n > 0 && reader != null) {
        reader.accept(Arrays.copyOfRange(into, offset, offset + n));
      }
      return n;
    }
  }
}
