package io.cglab.shell.fuse;

import jnr.ffi.LibraryLoader;
import jnr.ffi.Pointer;
import jnr.ffi.byref.IntByReference;
import jnr.ffi.byref.PointerByReference;
import jnr.ffi.types.size_t;
import org.jspecify.annotations.Nullable;

/** What is called in C beside what the binding has. */
final class NativeCalls {
  static final int SIGKILL = 9;
  static final int SIGCONT = 18;
  static final int SIGSTOP = 19;

  private static final Fuse FUSE =
      LibraryLoader.create(Fuse.class).failImmediately().load("libfuse.so.2");
  private static final Libc LIBC = LibraryLoader.create(Libc.class).failImmediately().load("c");

  private NativeCalls() {}

  /** Part of libfuse's interface, by its names; public for the binding. */
  public interface Fuse {
    /**
     * Mounts and makes a file system of callbacks; null if the options are wrong or the host
     * refuses, which is told on stderr. (fuse_new would be simpler, but is found by its name in the
     * form of 2002.)
     */
    @Nullable Pointer fuse_setup(
        int count,
        Pointer arguments,
        Pointer calls,
        @size_t long size,
        PointerByReference directory,
        IntByReference multithreaded,
        @Nullable Pointer data);

    /** Unmounts what is mounted still, and frees it. */
    void fuse_teardown(Pointer fuse, Pointer directory);

    /** The session of a file system. */
    Pointer fuse_get_session(Pointer fuse);

    /** The channel to the kernel: the first one, behind null. */
    Pointer fuse_session_next_chan(Pointer session, @Nullable Pointer channel);

    /** How long a request may be. */
    @size_t
    long fuse_chan_bufsize(Pointer channel);

    /** Waits for a request; its length, 0 once it is unmounted, or a negative error number. */
    int fuse_chan_recv(PointerByReference channel, Pointer buffer, @size_t long size);

    /** Makes a channel of these operations, which are copied. */
    Pointer fuse_chan_new(
        Pointer operations, int descriptor, @size_t long bufferSize, @Nullable Pointer data);

    /** Sends an answer, in pieces; 0 or a negative error number. */
    int fuse_chan_send(Pointer channel, Pointer pieces, @size_t long count);

    /** Answers a request. */
    void fuse_session_process(
        Pointer session, Pointer buffer, @size_t long length, Pointer channel);

    /** Not 0 once it is unmounted. */
    int fuse_session_exited(Pointer session);

    /** Not 0 if who waits for the present request has been signalled. */
    int fuse_interrupted();
  }

  /** Part of libc's; public for the binding. */
  public interface Libc {
    /** kill(2). */
    int kill(int pid, int signal);
  }

  /**
   * libfuse.
   *
   * @throws LinkageError if it is missing
   */
  static Fuse fuse() {
    return FUSE;
  }

  /** Only in a request: true if the process that waits for it wants to wait no more. */
  static boolean isInterrupted() {
    return FUSE.fuse_interrupted() != 0;
  }

  static void kill(int pid, int signal) {
    LIBC.kill(pid, signal);
  }
}
