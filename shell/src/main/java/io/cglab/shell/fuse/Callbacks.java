package io.cglab.shell.fuse;

import io.cglab.cgroupfs.CgroupFs;
import io.cglab.cgroupfs.kernfs.Caller;
import io.cglab.cgroupfs.kernfs.Pollable;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import jnr.ffi.Struct;
import jnr.ffi.byref.IntByReference;
import jnr.ffi.byref.PointerByReference;
import org.jspecify.annotations.Nullable;
import ru.serce.jnrfuse.FuseFillDir;
import ru.serce.jnrfuse.FuseStubFS;
import ru.serce.jnrfuse.struct.FileStat;
import ru.serce.jnrfuse.struct.FuseContext;
import ru.serce.jnrfuse.struct.FuseFileInfo;
import ru.serce.jnrfuse.struct.FusePollhandle;
import ru.serce.jnrfuse.struct.Statvfs;
import ru.serce.jnrfuse.struct.Timespec;

/**
 * What libfuse calls, several threads at once. Nothing is thrown back at it: each call answers with
 * a number, errors as negative error numbers.
 */
final class Callbacks extends FuseStubFS {
  private static final int ACCESS_MODE = 3;
  private static final int WRITE_ONLY = 1;
  private static final int READ_WRITE = 2;
  private static final int TRUNCATE = 01000;
  private static final int DIRECT =
      System.getProperty("os.arch", "").equals("aarch64") ? 0200000 : 040000;
  private static final int EILSEQ = 84;
  private static final char REPLACEMENT = '\ufffd';

  private static final int BLOCK_BYTES = 4096;
  private static final int NAME_MAX = 255;
  private static final long NS_PER_SECOND = 1_000_000_000;

  // POLLIN, POLLOUT, POLLRDNORM, POLLWRNORM: control files never make anyone wait.
  private static final int POLL_ALWAYS = 0x145;
  private static final int POLL_PRI = 0x2;
  private static final int POLL_ERR = 0x8;

  /** flag_nullpath_ok and flag_nopath of fuse_operations: open files are known without a path. */
  private static final byte PATHLESS = 3;

  /** How many calls stand before these flags in fuse_operations of libfuse 2.9, a pointer each. */
  private static final int CALLS_BEFORE_FLAGS = 38;

  private final CgroupFs machine;
  private final MachineFiles files;
  private final Owners owners;
  private final Consumer<Throwable> bugs;
  private final PollNotices polls;
  private final CountDownLatch serving = new CountDownLatch(1);
  private final Map<Long, OpenHandle> handles = new ConcurrentHashMap<>();
  private final AtomicLong lastHandle = new AtomicLong();
  private volatile @Nullable OpenReplies opens;

  /**
   * The calls of one mount.
   *
   * @param bugs told of exceptions that stand for no refusal; any thread
   * @throws UnsatisfiedLinkError if libfuse is missing
   */
  Callbacks(CgroupFs machine, MachineFiles files, Owners owners, Consumer<Throwable> bugs) {
    this.machine = machine;
    this.files = files;
    this.owners = owners;
    this.bugs = bugs;
    this.polls =
        new PollNotices(
            sleeper -> libFuse.fuse_notify_poll(FusePollhandle.of(sleeper)),
            sleeper -> libFuse.fuse_pollhandle_destroy(FusePollhandle.of(sleeper)));
    Struct.getMemory(fuseOperations)
        .putByte((long) CALLS_BEFORE_FLAGS * Runtime.getSystemRuntime().addressSize(), PATHLESS);
  }

  /** Open once the kernel has met the server. */
  CountDownLatch serving() {
    return serving;
  }

  /**
   * Mounts and answers requests until it is unmounted.
   *
   * @param options of libfuse and of the mount
   * @return false if the host refuses, which libfuse has told on stderr
   */
  boolean serve(Path directory, String options) {
    NativeCalls.Fuse fuse = NativeCalls.fuse();
    String point = directory.toAbsolutePath().toString();
    NativeArguments arguments = new NativeArguments("cglab", point, "-f", "-o", options);
    PointerByReference mountedOn = new PointerByReference();
    Pointer made =
        fuse.fuse_setup(
            arguments.count(),
            arguments.list(),
            Struct.getMemory(fuseOperations),
            Struct.size(fuseOperations),
            mountedOn,
            new IntByReference(),
            null);
    Reference.reachabilityFence(arguments);
    if (made == null) {
      return false;
    }
    mountPoint = directory;
    mounted.set(true);
    Pointer session = fuse.fuse_get_session(made);
    Pointer channel = fuse.fuse_session_next_chan(session, null);
    opens = new OpenReplies(channel);
    new RequestLoop(session, channel, opens).run();
    mounted.set(false);
    fuse.fuse_teardown(made, mountedOn.getValue());
    return true;
  }

  /** How many files and directories are open. */
  int openHandles() {
    return handles.size();
  }

  /** Ends what runs beside the calls, after the last of them. */
  void end() {
    polls.close();
    for (long handle : handles.keySet()) {
      close(handle);
    }
  }

  // ---- the frame of a call

  /** A call: returns what libfuse wants, 0 or more. */
  private interface Call {
    int run() throws IOException, KernelException;
  }

  private int call(@Nullable String path, Call call) {
    try {
      if (path != null && path.indexOf(REPLACEMENT) >= 0) {
        return -EILSEQ; // names that are no text in the server's character set
      }
      FuseContext context = getContext();
      Caller caller =
          new Caller(
              context.pid.intValue(),
              owners.uidInMachine(context.uid.intValue()),
              owners.gidInMachine(context.gid.intValue()));
      return machine.as(caller, () -> refusable(call));
    } catch (Throwable thrown) {
      if (Failures.isBug(thrown)) {
        bugs.accept(thrown);
      }
      return -Failures.errnoOf(thrown).number();
    }
  }

  /** A call that answers 0. */
  private interface Act {
    void run() throws IOException, KernelException;
  }

  private int act(@Nullable String path, Act act) {
    return call(
        path,
        () -> {
          act.run();
          return 0;
        });
  }

  private static int refusable(Call call) throws IOException {
    try {
      return call.run();
    } catch (KernelException refused) {
      return -refused.errno().number();
    }
  }

  @Override
  public Pointer init(Pointer connection) {
    polls.start();
    serving.countDown();
    return connection;
  }

  // ---- attributes

  @Override
  public int getattr(String path, FileStat stat) {
    return act(path, () -> owners.fill(stat, files.status(path)));
  }

  @Override
  public int fgetattr(String path, FileStat stat, FuseFileInfo file) {
    return call(
        null,
        () -> {
          OpenHandle handle = handle(file);
          if (handle instanceof OpenHandle.OfFile open) {
            owners.fill(stat, present(open));
          } else if (handle instanceof OpenHandle.OfDisk open) {
            owners.fill(stat, open.status());
          } else if (handle instanceof OpenHandle.OfDirectory open) {
            owners.fill(stat, files.status(open.path().toString()));
          }
          return 0;
        });
  }

  /** A file that is gone keeps the status that it had when it was opened. */
  private FileStatus present(OpenHandle.OfFile open) throws KernelException {
    try {
      return files.status(open.path().toString());
    } catch (IOException gone) {
      return open.status();
    }
  }

  private static long ns(Timespec time) {
    return time.tv_sec.get() * NS_PER_SECOND + time.tv_nsec.longValue();
  }

  @Override
  public int chmod(String path, long mode) {
    return act(path, () -> files.chmod(path, (int) mode & 07777));
  }

  @Override
  public int chown(String path, long uid, long gid) {
    return act(
        path,
        () -> files.chown(path, owners.uidInMachine((int) uid), owners.gidInMachine((int) gid)));
  }

  @Override
  public int utimens(String path, Timespec[] times) {
    return act(path, () -> files.utimes(path, ns(times[0]), ns(times[1])));
  }

  // ---- the tree

  @Override
  public int readlink(String path, Pointer buffer, long size) {
    return call(
        path,
        () -> {
          byte[] target = files.link(path).getBytes(StandardCharsets.UTF_8);
          int length = (int) Math.min(target.length, size - 1);
          buffer.put(0, target, 0, length);
          buffer.putByte(length, (byte) 0);
          return 0;
        });
  }

  @Override
  public int mknod(String path, long mode, long device) {
    return -Errno.EPERM.number();
  }

  @Override
  public int mkdir(String path, long mode) {
    return act(path, () -> files.mkdir(path, (int) mode));
  }

  @Override
  public int unlink(String path) {
    return act(path, () -> files.unlink(path));
  }

  @Override
  public int rmdir(String path) {
    return act(path, () -> files.rmdir(path));
  }

  @Override
  public int symlink(String target, String path) {
    return act(path, () -> files.symlink(target, path));
  }

  @Override
  public int rename(String from, String to) {
    return act(from + to, () -> files.rename(from, to));
  }

  @Override
  public int link(String existing, String path) {
    return act(path, () -> files.hardLink(existing, path));
  }

  @Override
  public int truncate(String path, long size) {
    return act(path, () -> files.truncate(path, size));
  }

  @Override
  public int ftruncate(String path, long size, FuseFileInfo file) {
    return call(
        null,
        () -> {
          if (handle(file) instanceof OpenHandle.OfFile open) {
            files.truncate(open, size);
          }
          return 0;
        });
  }

  @Override
  public int statfs(String path, Statvfs stat) {
    return call(
        path,
        () -> {
          FileStore store = files.store(path);
          stat.f_bsize.set(BLOCK_BYTES);
          stat.f_frsize.set(BLOCK_BYTES);
          stat.f_blocks.set(store.getTotalSpace() / BLOCK_BYTES);
          stat.f_bfree.set(store.getUnallocatedSpace() / BLOCK_BYTES);
          stat.f_bavail.set(store.getUsableSpace() / BLOCK_BYTES);
          stat.f_namemax.set(NAME_MAX);
          return 0;
        });
  }

  // ---- directories

  @Override
  public int opendir(String path, FuseFileInfo file) {
    return call(path, () -> keep(file, files.openDirectory(path)));
  }

  @Override
  public int readdir(
      String path, Pointer buffer, FuseFillDir filler, long offset, FuseFileInfo file) {
    return call(
        null,
        () -> {
          if (!(handle(file) instanceof OpenHandle.OfDirectory open)) {
            throw new KernelException(Errno.ENOTDIR);
          }
          filler.apply(buffer, ".", null, 0);
          filler.apply(buffer, "..", null, 0);
          FileStat stat = new FileStat(Runtime.getSystemRuntime());
          for (String name : open.names()) {
            filler.apply(buffer, name, entry(open, name, stat), 0);
          }
          return 0;
        });
  }

  /** Type and inode number of an entry; null if it is gone. */
  private @Nullable FileStat entry(OpenHandle.OfDirectory in, String name, FileStat stat) {
    try {
      owners.fill(stat, FileStatus.of(machine.machine(), in.path().resolve(name)));
      return stat;
    } catch (IOException gone) {
      return null;
    }
  }

  @Override
  public int releasedir(String path, FuseFileInfo file) {
    return release(path, file);
  }

  // ---- open files

  private static MachineFiles.OpenMode mode(FuseFileInfo file) {
    int flags = file.flags.get();
    int access = flags & ACCESS_MODE;
    return new MachineFiles.OpenMode(
        access != WRITE_ONLY,
        access == WRITE_ONLY || access == READ_WRITE,
        (flags & TRUNCATE) != 0,
        (flags & DIRECT) != 0);
  }

  @Override
  public int open(String path, FuseFileInfo file) {
    return call(
        path,
        () -> {
          OpenHandle handle = files.open(path, mode(file));
          OpenReplies replies = opens;
          if (handle instanceof OpenHandle.OfDisk && replies != null) {
            replies.parallelWrites();
          }
          return keep(file, handle);
        });
  }

  @Override
  public int create(String path, long permissions, FuseFileInfo file) {
    return call(path, () -> keep(file, files.create(path, (int) permissions, mode(file))));
  }

  private int keep(FuseFileInfo file, OpenHandle handle) {
    long number = lastHandle.incrementAndGet();
    handles.put(number, handle);
    file.fh.set(number);
    return 0;
  }

  private OpenHandle handle(FuseFileInfo file) throws KernelException {
    OpenHandle handle = handles.get(file.fh.longValue());
    if (handle == null) {
      throw new KernelException(Errno.EBADF);
    }
    return handle;
  }

  @Override
  public int read(String path, Pointer buffer, long size, long offset, FuseFileInfo file) {
    return call(
        null,
        () -> {
          OpenHandle handle = handle(file);
          if (handle instanceof OpenHandle.OfDisk disk) {
            int count = files.transfer(disk, false, offset, (int) size);
            buffer.setMemory(0, count, (byte) 0);
            return count;
          }
          if (!(handle instanceof OpenHandle.OfFile open)) {
            throw new KernelException(Errno.EISDIR);
          }
          byte[] bytes = new byte[(int) size];
          int count = files.read(open, ByteBuffer.wrap(bytes), offset);
          buffer.put(0, bytes, 0, count);
          return count;
        });
  }

  @Override
  public int write(String path, Pointer buffer, long size, long offset, FuseFileInfo file) {
    return call(
        null,
        () -> {
          OpenHandle handle = handle(file);
          if (handle instanceof OpenHandle.OfDisk disk) {
            return files.transfer(disk, true, offset, (int) size);
          }
          if (!(handle instanceof OpenHandle.OfFile open)) {
            throw new KernelException(Errno.EISDIR);
          }
          byte[] bytes = new byte[(int) size];
          buffer.get(0, bytes, 0, bytes.length);
          return files.write(open, ByteBuffer.wrap(bytes), offset);
        });
  }

  @Override
  public int fsync(String path, int dataOnly, FuseFileInfo file) {
    return 0;
  }

  @Override
  public int release(String path, FuseFileInfo file) {
    long number = file.fh.longValue();
    return act(null, () -> close(number));
  }

  private void close(long number) {
    polls.forget(number);
    if (handles.remove(number) instanceof OpenHandle.OfFile open) {
      try {
        open.channel().close();
      } catch (IOException impossible) {
        bugs.accept(impossible);
      }
    }
  }

  @Override
  public int poll(String path, FuseFileInfo file, FusePollhandle sleeper, Pointer events) {
    return call(
        null,
        () -> {
          int now = POLL_ALWAYS;
          boolean wanted = sleeper.f.get() != null && sleeper.f.get().address() != 0;
          if (handle(file) instanceof OpenHandle.OfFile open
              && open.channel() instanceof Pollable pollable) {
            long number = file.fh.longValue();
            if (wanted) {
              polls.sleep(number, Struct.getMemory(sleeper));
              pollable.onEvent(() -> polls.tell(number));
            }
            if (pollable.hasEvent()) {
              now |= POLL_PRI;
              now |= open.role() == OpenHandle.Role.PRESSURE ? 0 : POLL_ERR;
            }
          } else if (wanted) {
            libFuse.fuse_pollhandle_destroy(sleeper);
          }
          events.putInt(0, now);
          return 0;
        });
  }
}
