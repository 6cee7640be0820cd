package io.cglab.shell.fuse;

import io.cglab.cgroupfs.kernfs.Attributes;
import io.cglab.cgroupfs.kernfs.Caller;
import io.cglab.cgroupfs.kernfs.Directory;
import io.cglab.cgroupfs.kernfs.Node;
import io.cglab.cgroupfs.kernfs.OpenFile;
import io.cglab.cgroupfs.kernfs.RegularFile;
import io.cglab.cgroupfs.kernfs.TextFile;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.shell.command.Durations;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code .cglab}: what no kernel has. {@code now} reads as virtual time since boot in ns, {@code
 * advance} takes lengths of time ({@code 2s}, {@code 500ms}) and returns when they have passed,
 * {@code explain} tells for each process that did I/O what it waits for and where its time went.
 */
final class LabDirectory implements Directory {
  private static final int DIRECTORY_MODE = 0755;
  private static final int READ_MODE = 0444;
  private static final int ADVANCE_MODE = 0200;
  private static final int TRACE_MODE = 0644;
  private static final String NOW = "now";
  private static final String ADVANCE = "advance";
  private static final String EXPLAIN = "explain";
  private static final String TRACE = "trace";

  private final LongSupplier nowNs;
  private final Supplier<String> explanation;
  private final Log log;
  private final Advance advance;

  /** Lets virtual time pass. */
  @FunctionalInterface
  interface Advance {
    void by(long ns) throws KernelException;
  }

  /** What happened lately. */
  interface Log {
    /** A line for each event, oldest first. */
    String text();

    void clear();
  }

  LabDirectory(LongSupplier nowNs, Supplier<String> explanation, Log log, Advance advance) {
    this.nowNs = nowNs;
    this.explanation = explanation;
    this.log = log;
    this.advance = advance;
  }

  private static Attributes attributes(int mode, long ino, int nlink) {
    return new Attributes(mode, 0, 0, ino, nlink, 0, 0, 0, 0, 0);
  }

  @Override
  public Attributes attributes() {
    return attributes(DIRECTORY_MODE, 1, 2);
  }

  @Override
  public boolean isAlive() {
    return true;
  }

  @Override
  public List<String> names() {
    return List.of(ADVANCE, EXPLAIN, NOW, TRACE);
  }

  @Override
  public @Nullable Node lookup(String name) {
    return switch (name) {
      case NOW -> new LabFile(READ_MODE, 2, () -> new Shown(() -> nowNs.getAsLong() + "\n"));
      case EXPLAIN -> new LabFile(READ_MODE, 3, () -> new Shown(explanation));
      case ADVANCE -> new LabFile(ADVANCE_MODE, 4, AdvanceFile::new);
      case TRACE -> new LabFile(TRACE_MODE, 5, TraceFile::new);
      default -> null;
    };
  }

  private record LabFile(int mode, long ino, Supplier<OpenFile> opened) implements RegularFile {
    @Override
    public Attributes attributes() {
      return LabDirectory.attributes(mode, ino, 1);
    }

    @Override
    public boolean isAlive() {
      return true;
    }

    @Override
    public OpenFile open(Caller caller, boolean read, boolean write) {
      return opened.get();
    }
  }

  private static final class Shown extends TextFile {
    private final Supplier<String> text;

    Shown(Supplier<String> text) {
      this.text = text;
    }

    @Override
    protected String render() {
      return text.get();
    }
  }

  private final class AdvanceFile extends TextFile {
    @Override
    protected void store(byte[] text, long position) throws KernelException {
      long ns = Durations.ns(new String(text, StandardCharsets.ISO_8859_1).trim());
      if (ns < 0) {
        throw new KernelException(Errno.EINVAL, "a length of time is wanted, such as 2s or 500ms");
      }
      advance.by(ns);
    }
  }

  private final class TraceFile extends TextFile {
    @Override
    protected String render() {
      return log.text();
    }

    @Override
    protected void store(byte[] text, long position) {
      log.clear();
    }
  }
}
