package io.cglab.shell.fuse;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.cglab.cgroupfs.CgroupFs;
import io.cglab.cgroupfs.kernfs.Caller;
import io.cglab.cgroupfs.kernfs.KernFileSystem;
import io.cglab.cgroupfs.kernfs.NioErrors;
import io.cglab.cgroupfs.text.Input;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Task;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The system calls of host processes on the machine's files. Each is done as the caller, and those
 * that look at what time changes first let virtual time catch up.
 */
final class MachineFiles {
  private static final LinkOption NOFOLLOW = LinkOption.NOFOLLOW_LINKS;
  private static final int KEEP_ID = -1;
  private static final int PERMISSION_BITS = 9;
  private static final String PROC = "/proc/";

  /** The name of the store in which ordinary files are. */
  private static final String ORDINARY = "rootfs";

  private final CgroupFs machine;
  private final KernFileSystem files;
  private final ProcessBridge bridge;
  private final PacedClock clock;
  private final DeviceIo devices;

  MachineFiles(CgroupFs machine, ProcessBridge bridge, PacedClock clock, DeviceIo devices) {
    this.machine = machine;
    this.files = (KernFileSystem) machine.fileSystem();
    this.bridge = bridge;
    this.clock = clock;
    this.devices = devices;
  }

  /** What open(2) asks for. */
  record OpenMode(boolean read, boolean write, boolean truncate, boolean direct) {}

  /** A call that may be refused in either form. */
  private interface Call<T> {
    T run() throws IOException, KernelException;
  }

  /** Uses the machine, at the present time. */
  private <T> T now(Call<T> call) throws IOException, KernelException {
    files.lock().lock();
    try {
      clock.catchUp();
      return call.run();
    } finally {
      files.lock().unlock();
    }
  }

  private Path path(String text) {
    return files.getPath(text);
  }

  // ---- looking

  FileStatus status(String text) throws IOException, KernelException {
    seeProcess(text);
    return now(() -> FileStatus.of(machine.machine(), path(text)));
  }

  /** A process of the host that somebody looks for in /proc becomes a task, as does the looker. */
  private void seeProcess(String text) throws IOException, KernelException {
    if (!text.startsWith(PROC)) {
      return;
    }
    String name = text.substring(PROC.length()).split("/", 2)[0];
    int tid = name.equals("self") ? files.caller().pid() : 0;
    if (name.matches("[1-9][0-9]{0,8}")) {
      tid = Integer.parseInt(name);
    }
    if (tid != 0) {
      int seen = tid;
      now(() -> bridge.caller(seen));
    }
  }

  String link(String text) throws IOException, KernelException {
    seeProcess(text);
    return Files.readSymbolicLink(path(text)).toString();
  }

  OpenHandle.OfDirectory openDirectory(String text) throws IOException {
    Path path = path(text);
    List<String> names = new ArrayList<>();
    try (var entries = Files.newDirectoryStream(path)) {
      entries.forEach(entry -> names.add(String.valueOf(entry.getFileName())));
    }
    return new OpenHandle.OfDirectory(path, List.copyOf(names));
  }

  FileStore store(String text) throws IOException {
    return Files.getFileStore(path(text));
  }

  private boolean isOrdinary(Path path) throws IOException {
    return Files.getFileStore(path).name().equals(ORDINARY);
  }

  // ---- open files

  OpenHandle open(String text, OpenMode mode) throws IOException, KernelException {
    return now(
        () -> {
          Path path = path(text);
          FileStatus status = FileStatus.of(machine.machine(), path);
          FileChannel channel = FileChannel.open(path, options(mode));
          if (status.disk() != null) {
            channel.close(); // the caller may open it; its I/O is done in another way
            return new OpenHandle.OfDisk(status.disk(), status.size(), mode.direct(), status);
          }
          FileStore store = Files.getFileStore(path);
          if (mode.direct() && !store.name().equals(ORDINARY)) {
            channel.close();
            throw new KernelException(Errno.EINVAL, "a control file has no direct I/O");
          }
          return new OpenHandle.OfFile(
              channel, path, OpenHandle.Role.of(path, store.type()), status);
        });
  }

  private static Set<OpenOption> options(OpenMode mode) {
    Set<OpenOption> options = new HashSet<>(Set.of(NOFOLLOW));
    if (mode.read()) {
      options.add(StandardOpenOption.READ);
    }
    if (mode.write()) {
      options.add(StandardOpenOption.WRITE);
      if (mode.truncate()) {
        options.add(StandardOpenOption.TRUNCATE_EXISTING);
      }
    }
    return options;
  }

  /** Makes a file that is not there, and opens it. */
  OpenHandle create(String text, int permissions, OpenMode mode)
      throws IOException, KernelException {
    Path path = path(text);
    Set<OpenOption> options = options(new OpenMode(mode.read(), true, mode.truncate(), false));
    options.add(StandardOpenOption.CREATE);
    FileChannel channel =
        FileChannel.open(
            path, options, PosixFilePermissions.asFileAttribute(permissionsOf(permissions)));
    own(path);
    return new OpenHandle.OfFile(
        channel, path, OpenHandle.Role.PLAIN, FileStatus.of(machine.machine(), path));
  }

  /** What is new among ordinary files belongs to who made it. */
  private void own(Path path) throws IOException {
    Caller caller = files.caller();
    if (!caller.isRoot() && isOrdinary(path)) {
      setOwner(path, caller.uid(), caller.gid());
    }
  }

  /** pread(2); returns the bytes read, 0 at the end. */
  int read(OpenHandle.OfFile file, ByteBuffer into, long position)
      throws IOException, KernelException {
    return now(
        () -> {
          if (position == 0 && file.role().showsMembers()) {
            bridge.refresh();
          }
          return Math.max(0, file.channel().read(into, position));
        });
  }

  /** pwrite(2); returns the bytes taken. */
  int write(OpenHandle.OfFile file, ByteBuffer from, long position)
      throws IOException, KernelException {
    return now(
        () -> {
          int length = from.remaining();
          int taken;
          if (file.role() == OpenHandle.Role.MEMBERS) {
            ByteBuffer named = member(from);
            file.channel().write(named, position);
            taken = length;
          } else {
            taken = file.channel().write(from, position);
          }
          bridge.settle();
          return taken;
        });
  }

  /** Makes the process that a write names a task; 0 is the writer. */
  private ByteBuffer member(ByteBuffer text) throws KernelException {
    byte[] bytes = new byte[text.remaining()];
    text.duplicate().get(bytes);
    int number;
    try {
      number = new Input(bytes).int32();
    } catch (KernelException malformed) {
      return text; // the file refuses it
    }
    int tid = number == 0 ? files.caller().pid() : number;
    Task task = tid <= 0 ? null : bridge.find(tid);
    if (task == null) {
      if (number == 0) {
        throw new KernelException(Errno.ESRCH, "the writer is in no sight of the server");
      }
      return text;
    }
    bridge.adoptChildren(task.process().leader()); // they stay where it was
    return number == 0
        ? ByteBuffer.wrap(Integer.toString(tid).getBytes(StandardCharsets.ISO_8859_1))
        : text;
  }

  /** Direct I/O on a disk; returns the bytes moved. */
  int transfer(OpenHandle.OfDisk disk, boolean write, long position, int count)
      throws KernelException {
    if (disk.direct() && (position % 512 != 0 || count % 512 != 0)) {
      throw new KernelException(Errno.EINVAL, "direct I/O is done in whole sectors of 512 bytes");
    }
    int within = (int) Math.min(count, Math.max(0, disk.bytes() - position));
    if (within > 0) {
      devices.transfer(files.caller().pid(), disk.dev(), write, position, within);
    } else if (write) {
      throw new KernelException(Errno.ENOSPC, "the end of the device is at byte " + disk.bytes());
    }
    return within;
  }

  // ---- changing the tree

  void mkdir(String text, int permissions) throws IOException, KernelException {
    Path path = path(text);
    now(
        () ->
            Files.createDirectory(
                path, PosixFilePermissions.asFileAttribute(permissionsOf(permissions))));
    own(path);
  }

  /** rmdir(2). Processes that have ended do not keep a cgroup busy. */
  void rmdir(String text) throws IOException, KernelException {
    now(
        () -> {
          try {
            files.rmdir(path(text));
          } catch (IOException refused) {
            if (NioErrors.errnoOf(refused) != Errno.EBUSY) {
              throw refused;
            }
            bridge.sweep();
            files.rmdir(path(text));
          }
          return text;
        });
  }

  void unlink(String text) throws IOException, KernelException {
    files.unlink(path(text));
  }

  void rename(String from, String to) throws IOException, KernelException {
    now(() -> Files.move(path(from), path(to), StandardCopyOption.ATOMIC_MOVE));
  }

  void symlink(String target, String text) throws IOException {
    Files.createSymbolicLink(path(text), path(target));
    own(path(text));
  }

  void hardLink(String existing, String text) throws IOException {
    Files.createLink(path(text), path(existing));
  }

  /** truncate(2), which does nothing to a control file. */
  void truncate(String text, long size) throws IOException, KernelException {
    Path path = path(text);
    if (isOrdinary(path)) {
      try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
        resize(channel, size);
      }
    } else {
      FileStatus.of(machine.machine(), path);
    }
  }

  void truncate(OpenHandle.OfFile file, long size) throws IOException {
    if (isOrdinary(file.path())) {
      resize(file.channel(), size);
    }
  }

  private static void resize(FileChannel channel, long size) throws IOException {
    if (size > channel.size()) {
      channel.write(ByteBuffer.allocate(1), size - 1);
    } else {
      channel.truncate(size);
    }
  }

  // ---- attributes

  void chmod(String text, int mode) throws IOException {
    Path path = path(text);
    if (isOrdinary(path)) {
      Files.setPosixFilePermissions(path, permissionsOf(mode));
    } else {
      Files.setAttribute(path, "unix:mode", mode, NOFOLLOW);
    }
  }

  /** chown(2); −1 leaves a number as it is. */
  void chown(String text, int uid, int gid) throws IOException {
    Path path = path(text);
    if (isOrdinary(path)) {
      setOwner(path, uid, gid);
      return;
    }
    if (gid != KEEP_ID) { // first: who gives a file away may not change its group any more
      Files.setAttribute(path, "unix:gid", gid, NOFOLLOW);
    }
    if (uid != KEEP_ID) {
      Files.setAttribute(path, "unix:uid", uid, NOFOLLOW);
    }
  }

  private void setOwner(Path path, int uid, int gid) throws IOException {
    PosixFileAttributeView view =
        Files.getFileAttributeView(path, PosixFileAttributeView.class, NOFOLLOW);
    UserPrincipalLookupService principals = files.getUserPrincipalLookupService();
    if (uid != KEEP_ID) {
      view.setOwner(principals.lookupPrincipalByName(Integer.toString(uid)));
    }
    if (gid != KEEP_ID) {
      view.setGroup(principals.lookupPrincipalByGroupName(Integer.toString(gid)));
    }
  }

  /** utimensat(2), in ns since the epoch. */
  void utimes(String text, long atimeNs, long mtimeNs) throws IOException {
    Path path = path(text);
    Files.setAttribute(path, "basic:lastAccessTime", FileTime.from(atimeNs, NANOSECONDS), NOFOLLOW);
    Files.setAttribute(
        path, "basic:lastModifiedTime", FileTime.from(mtimeNs, NANOSECONDS), NOFOLLOW);
  }

  private static Set<PosixFilePermission> permissionsOf(int mode) {
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    PosixFilePermission[] fromOwnerRead = PosixFilePermission.values();
    for (int bit = 0; bit < PERMISSION_BITS; bit++) {
      if ((mode & 0400 >> bit) != 0) {
        permissions.add(fromOwnerRead[bit]);
      }
    }
    return permissions;
  }
}
