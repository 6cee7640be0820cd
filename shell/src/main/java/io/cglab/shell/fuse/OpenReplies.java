package io.cglab.shell.fuse;

import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import jnr.ffi.annotations.Delegate;
import jnr.ffi.types.size_t;

/**
 * Answers to open(2) with a flag that libfuse 2 does not know: direct writes to a file may run at
 * once, so that one that waits for its simulated disk keeps no other process from writing there
 * (FOPEN_PARALLEL_DIRECT_WRITES, since Linux 6.0; older kernels ignore it). libfuse sends an answer
 * through the channel that its request came with: this is a channel that hands on, and adds the
 * flag on the way.
 */
final class OpenReplies {
  private static final int OPEN = 14;

  // struct fuse_in_header
  private static final int OPCODE = 4;

  // struct iovec: [0] is the header of the answer, [1] its struct fuse_open_out
  private static final int OPEN_FLAGS = 8;
  private static final int PARALLEL_DIRECT_WRITES = 1 << 6;

  /** struct fuse_chan_ops: receive, send, destroy. */
  private static final int OPERATIONS = 3;

  private final Pointer kernel;
  private final Pointer channel;
  private final Send send = this::send;
  private final ThreadLocal<Boolean> parallel = ThreadLocal.withInitial(() -> false);

  /** A channel's way to the kernel; public for the binding. */
  @FunctionalInterface
  public interface Send {
    /** Sends {@code count} pieces; 0 or a negative error number. */
    @Delegate
    int send(Pointer channel, Pointer pieces, @size_t long count);
  }

  /**
   * Answers through the channel to the kernel.
   *
   * @param kernel that channel, which outlives this
   */
  OpenReplies(Pointer kernel) {
    this.kernel = kernel;
    Runtime runtime = Runtime.getSystemRuntime();
    Pointer operations = Memory.allocateDirect(runtime, OPERATIONS * runtime.addressSize(), true);
    operations.putPointer(
        runtime.addressSize(), runtime.getClosureManager().getClosurePointer(Send.class, send));
    channel = NativeCalls.fuse().fuse_chan_new(operations, -1, 0, null);
  }

  /** The channel that this request is to be processed with. */
  Pointer channelFor(Pointer request) {
    if (request.getInt(OPCODE) != OPEN) {
      return kernel;
    }
    parallel.set(false);
    return channel;
  }

  /** In an open: writes to what is opened run at once. */
  void parallelWrites() {
    parallel.set(true);
  }

  private int send(Pointer from, Pointer pieces, long count) {
    int addressSize = Runtime.getSystemRuntime().addressSize();
    if (count == 2 && parallel.get()) {
      Pointer opened = pieces.getPointer(2L * addressSize);
      opened.putInt(OPEN_FLAGS, opened.getInt(OPEN_FLAGS) | PARALLEL_DIRECT_WRITES);
    }
    return NativeCalls.fuse().fuse_chan_send(kernel, pieces, count);
  }
}
