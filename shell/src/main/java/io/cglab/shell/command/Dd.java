package io.cglab.shell.command;

import io.cglab.cgroupfs.kernfs.DirectOption;
import io.cglab.cgroupfs.kernfs.NioErrors;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.shell.process.BlockDevice;
import io.cglab.shell.process.Descriptor;
import io.cglab.shell.process.DiskIo;
import io.cglab.shell.process.Errors;
import io.cglab.shell.process.FileDescription;
import io.cglab.shell.process.Transfer;
import java.io.IOException;
import java.nio.file.OpenOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code dd}. Disks are files that hold no data: what is read from one is zeroes. Where all I/O on
 * disks is direct, its requests are done in a row, without a system call of the shell's for each.
 */
final class Dd {
  private static final int SECTOR_BYTES = 512;

  private final Context c;
  private final DdOperands operands;
  private final DdCounts counts = new DdCounts();
  private @Nullable BlockDevice inDisk;
  private @Nullable BlockDevice outDisk;
  private Descriptor in;
  private Descriptor out;

  private Dd(Context c, DdOperands operands) throws IOException {
    this.c = c;
    this.operands = operands;
    this.in = c.shell().files().get(0);
    this.out = c.shell().files().get(1);
  }

  static int run(Context c, List<String> args) throws IOException {
    Dd dd = new Dd(c, DdOperands.parse(args));
    List<Descriptor> opened = new ArrayList<>();
    try {
      return dd.open(opened) ? dd.copy(opened) : 1;
    } finally {
      close(opened);
    }
  }

  private static void close(List<Descriptor> opened) throws IOException {
    while (!opened.isEmpty()) {
      opened.remove(0).close();
    }
  }

  private boolean open(List<Descriptor> opened) {
    String file = operands.in();
    try {
      BlockDevice from = device(file);
      BlockDevice to = device(operands.out());
      boolean isDirect =
          (from == null || operands.has("in:direct")) && (to == null || operands.has("out:direct"));
      if (file != null) {
        inDisk = isDirect ? from : null;
        if (inDisk == null) {
          in = Opener.open(c.shell(), file, inOptions());
          opened.add(in);
        }
      }
      file = operands.out();
      if (file != null) {
        outDisk = isDirect ? to : null;
        if (outDisk == null) {
          out = Opener.open(c.shell(), file, outOptions());
          opened.add(out);
        }
      }
      return true;
    } catch (IOException e) {
      c.error("failed to open '" + file + "'", e);
      return false;
    }
  }

  private @Nullable BlockDevice device(@Nullable String name) throws IOException {
    return name == null || name.equals("/dev/null") || name.equals("/dev/zero")
        ? null
        : c.kernel().blockDevice(c.path(name));
  }

  private OpenOption[] inOptions() {
    List<OpenOption> options = new ArrayList<>(List.of(StandardOpenOption.READ));
    if (operands.has("in:direct")) {
      options.add(DirectOption.DIRECT);
    }
    return options.toArray(new OpenOption[0]);
  }

  private OpenOption[] outOptions() {
    List<OpenOption> options = new ArrayList<>(List.of(StandardOpenOption.WRITE));
    if (operands.has("out:direct")) {
      options.add(DirectOption.DIRECT);
    }
    if (operands.has("out:sync")) {
      options.add(StandardOpenOption.SYNC);
    }
    if (operands.has("out:dsync")) {
      options.add(StandardOpenOption.DSYNC);
    }
    if (!operands.has("nocreat")) {
      options.add(StandardOpenOption.CREATE);
    }
    if (operands.has("append")) {
      options.add(StandardOpenOption.APPEND);
    } else if (!operands.has("notrunc") && operands.seekBytes() == 0) {
      options.add(StandardOpenOption.TRUNCATE_EXISTING);
    }
    return options.toArray(new OpenOption[0]);
  }

  private int copy(List<Descriptor> opened) throws IOException {
    long start = c.kernel().nowNs();
    skip();
    int status = seek() ? transfer() : 1;
    status |= sync();
    close(opened); // which may take time, and counts
    if (!operands.status().equals("none")) {
      long elapsedNs = c.kernel().nowNs() - start;
      c.complain(counts.records());
      if (!operands.status().equals("noxfer")) {
        c.complain(counts.summary(elapsedNs));
      }
    }
    return status;
  }

  /** The conversions fsync and fdatasync. */
  private int sync() {
    boolean all = operands.has("fsync");
    if (outDisk != null || (!all && !operands.has("fdatasync"))) {
      return 0;
    }
    String call = (all ? "fsync" : "fdatasync") + " failed for '" + outName() + "'";
    if (!(out instanceof FileDescription file)) {
      return c.error(call + ": Invalid argument");
    }
    try {
      file.sync(!all);
      return 0;
    } catch (IOException e) {
      return c.error(call, e);
    }
  }

  private void skip() throws IOException {
    long left = inDisk == null ? operands.skipBytes() : 0;
    if (left > 0 && in instanceof FileDescription file) {
      file.seek(file.position() + left);
      return;
    }
    byte[] buffer = new byte[operands.inBlock()];
    while (left > 0) {
      int n = in.read(buffer, 0, (int) Math.min(left, buffer.length));
      if (n <= 0) {
        return;
      }
      left -= n;
    }
  }

  private boolean seek() {
    long bytes = operands.seekBytes();
    if (bytes == 0 || outDisk != null) {
      return true;
    }
    if (!(out instanceof FileDescription file)) {
      c.error("'" + outName() + "': cannot seek: Illegal seek");
      return false;
    }
    try {
      file.seek(bytes);
      if (!operands.has("notrunc")) {
        file.truncateHere();
      }
      return true;
    } catch (IOException e) {
      c.error("'" + outName() + "': cannot seek", e);
      return false;
    }
  }

  private int transfer() throws IOException {
    if (inDisk != null && outDisk != null) {
      return diskToDisk(inDisk, outDisk);
    } else if (inDisk != null) {
      return fromDisk(inDisk);
    } else if (outDisk != null) {
      return toDisk(outDisk);
    }
    return fileToFile();
  }

  // ---- disks

  private int fromDisk(BlockDevice disk) throws IOException {
    long available = Math.max(0, disk.sizeBytes() - operands.skipBytes());
    long wanted = Math.min(available, operands.inputBytes());
    long full = wanted / operands.inBlock();
    int rest = (int) (wanted % operands.inBlock());
    long offset = operands.skipBytes();
    long done = request(disk, false, offset, operands.inBlock(), full);
    if (done < 0) {
      return 1;
    }
    counts.addRead(done, 0);
    if (rest > 0 && done == full) {
      if (request(disk, false, offset + full * operands.inBlock(), rest, 1) < 0) {
        return 1;
      }
      counts.addRead(0, 1);
    }
    // What a disk holds is not simulated: it reads as zeroes.
    byte[] zeroes = new byte[operands.inBlock()];
    for (long i = 0; i < done; i++) {
      if (!write(zeroes)) {
        return 1;
      }
    }
    return rest == 0 || write(Arrays.copyOf(zeroes, rest)) ? 0 : 1;
  }

  private int toDisk(BlockDevice disk) throws IOException {
    long room = Math.max(0, disk.sizeBytes() - operands.seekBytes());
    int block = operands.outBlock();
    long bytes = readAll(room);
    if (bytes < 0) {
      return 1;
    }
    long offset = operands.seekBytes();
    long fits = Math.min(bytes, room);
    long full = fits / block;
    int rest = (int) (fits % block);
    long done = request(disk, true, offset, block, full);
    if (done < 0) {
      return 1;
    }
    counts.addWritten(done, 0, done * block);
    if (rest > 0 && done == full) {
      if (request(disk, true, offset + full * block, rest, 1) < 0) {
        return 1;
      }
      counts.addWritten(0, 1, rest);
    }
    return bytes > room ? c.error("error writing '" + outName() + "': No space left on device") : 0;
  }

  /** Reads all input, up to one block more than {@code room}; returns its bytes or -1. */
  private long readAll(long room) {
    int block = operands.inBlock();
    long limit = Math.min(operands.inputBytes(), room / block * block + block);
    if ("/dev/zero".equals(operands.in())) {
      counts.addRead(limit / block, limit % block > 0 ? 1 : 0);
      return limit;
    }
    byte[] buffer = new byte[block];
    long total = 0;
    while (total < limit && mayRead()) {
      int n = read(buffer, limit - total);
      if (n < 0) {
        return -1;
      } else if (n == 0) {
        break;
      }
      total += n;
    }
    return total;
  }

  private int diskToDisk(BlockDevice from, BlockDevice to) throws IOException {
    int block = operands.inBlock();
    long left =
        Math.min(operands.inputBytes(), Math.max(0, from.sizeBytes() - operands.skipBytes()));
    long at = 0;
    while (left > 0) {
      int size = (int) Math.min(block, left);
      if (operands.seekBytes() + at + size > to.sizeBytes()) {
        return c.error("error writing '" + outName() + "': No space left on device");
      }
      if (request(from, false, operands.skipBytes() + at, size, 1) < 0) {
        return 1;
      }
      counts.addRead(size == block ? 1 : 0, size == block ? 0 : 1);
      if (request(to, true, operands.seekBytes() + at, size, 1) < 0) {
        return 1;
      }
      counts.addWritten(size == block ? 1 : 0, size == block ? 0 : 1, size);
      at += size;
      left -= size;
    }
    return 0;
  }

  /** Does direct requests on a disk; returns how many completed, or -1 after reporting an error. */
  private long request(BlockDevice disk, boolean write, long offset, int size, long count) {
    if (count == 0) {
      return 0;
    }
    String what = write ? "error writing '" + outName() : "error reading '" + operands.in();
    if (offset % SECTOR_BYTES != 0 || size % SECTOR_BYTES != 0) {
      String name = write ? outName() : inName();
      c.error(what + "'", Errors.of(name, Errno.EINVAL));
      return -1;
    }
    try {
      Transfer transfer =
          c.processes()
              .transfer(c.shell().process(), new DiskIo(disk.dev(), write, offset, size, count));
      Errno failed = transfer.error();
      if (failed != null) {
        long done = transfer.completedIos();
        if (write) {
          counts.addWritten(done, 0, done * size);
        } else {
          counts.addRead(done, 0);
        }
        c.error(what + "'", Errors.of(write ? outName() : inName(), failed));
        return -1;
      }
      return transfer.completedIos();
    } catch (KernelException e) {
      c.error(what + "'", NioErrors.toIo(write ? outName() : inName(), e));
      return -1;
    }
  }

  // ---- files

  private int fileToFile() throws IOException {
    int block = operands.inBlock();
    byte[] buffer = new byte[block];
    byte[] gathered = new byte[operands.outBlock()];
    int held = 0;
    boolean reblocks = operands.reblocks();
    while (mayRead()) {
      int n = read(buffer, operands.inputBytes() - counts.bytesRead());
      if (n < 0) {
        return 1;
      } else if (n == 0) {
        break;
      }
      if (!reblocks) {
        if (!write(Arrays.copyOf(buffer, n))) {
          return 1;
        }
        continue;
      }
      for (int i = 0; i < n; i++) {
        gathered[held++] = buffer[i];
        if (held == gathered.length) {
          held = 0;
          if (!write(gathered.clone())) {
            return 1;
          }
        }
      }
    }
    return held == 0 || write(Arrays.copyOf(gathered, held)) ? 0 : 1;
  }

  private boolean mayRead() {
    return counts.recordsRead() < operands.countRecords()
        && counts.bytesRead() < operands.inputBytes();
  }

  /** One record of input; returns its bytes, 0 at the end, -1 after reporting an error. */
  private int read(byte[] buffer, long limit) {
    int want = (int) Math.min(buffer.length, limit);
    int got = 0;
    c.checkInterrupt();
    try {
      do {
        int n = in.read(buffer, got, want - got);
        if (n <= 0) {
          break;
        }
        got += n;
      } while (got < want && operands.has("in:fullblock"));
    } catch (IOException e) {
      c.error("error reading '" + inName() + "'", e);
      return -1;
    }
    if (got > 0) {
      counts.addRead(got == buffer.length ? 1 : 0, got == buffer.length ? 0 : 1);
      counts.addBytesRead(got);
    }
    return got;
  }

  private boolean write(byte[] bytes) {
    c.checkInterrupt();
    try {
      out.write(bytes);
    } catch (IOException e) {
      c.error("error writing '" + outName() + "'", e, out, bytes);
      return false;
    }
    boolean full = bytes.length == operands.outBlock();
    counts.addWritten(full ? 1 : 0, full ? 0 : 1, bytes.length);
    return true;
  }

  private String inName() {
    String name = operands.in();
    return name == null ? "standard input" : name;
  }

  private String outName() {
    String name = operands.out();
    return name == null ? "standard output" : name;
  }
}
