package io.cglab.shell.fuse;

import io.cglab.cgroupfs.CgroupFs;
import io.cglab.cgroupfs.machine.MachineSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * Open-write-close and open-read-close a second, on a control file of the mount and on a file of a
 * tmpfs, with one and four threads. The server is another process. Not a test: {@code main} prints
 * the table.
 */
final class FuseRates {
  private static final long SECONDS = 5;
  private static final byte[] LIMIT = "8:0 rbps=1048576".getBytes(StandardCharsets.ISO_8859_1);

  private FuseRates() {}

  /** One open, one call, one close. */
  private interface Call {
    void run(Path file) throws IOException;
  }

  /**
   * With {@code serve DIR}: the server. With {@code ROOT TMPFS}: the rates below the v2 root of a
   * mount that is there, which may be the working directory, {@code .}.
   */
  public static void main(String[] args) throws Exception {
    if (args[0].equals("serve")) {
      CgroupFs fs =
          CgroupFs.boot(MachineSpec.find("recorded-v2", null), (int) ProcessHandle.current().pid());
      FuseMount.mount(fs, Path.of(args[1]), Mounted.PACED, Throwable::printStackTrace).await();
      return;
    }
    Path root = Path.of(args[0]);
    Files.writeString(root.resolve("cgroup.subtree_control"), "+io", StandardOpenOption.WRITE);
    Path group = root.resolve("rates-" + ProcessHandle.current().pid());
    Files.createDirectory(group);
    Path tmpfs = Files.createTempDirectory(Path.of(args[1]), "rates");
    System.out.println("threads  file     write/s   read/s");
    for (int threads : new int[] {1, 4}) {
      List<Path> control = new ArrayList<>();
      List<Path> ordinary = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        Path own = group.resolve("t" + threads + i);
        Files.createDirectory(own);
        control.add(own.resolve("io.max"));
        ordinary.add(Files.write(tmpfs.resolve("t" + threads + i), LIMIT));
      }
      Files.writeString(group.resolve("cgroup.subtree_control"), "+io", StandardOpenOption.WRITE);
      print(threads, "mount", control);
      print(threads, "tmpfs", ordinary);
    }
  }

  private static void print(int threads, String name, List<Path> files) throws Exception {
    long writes = rate(files, FuseRates::write);
    long reads = rate(files, FuseRates::read);
    System.out.printf("%7d  %-6s %9d %8d%n", threads, name, writes, reads);
  }

  private static void write(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(LIMIT));
    }
  }

  private static void read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (channel.read(ByteBuffer.allocate(4096)) <= 0) {
        throw new AssertionError("nothing in " + file);
      }
    }
  }

  /** Calls a second, after one second that does not count. */
  private static long rate(List<Path> files, Call call) throws InterruptedException {
    measure(files, call, 1);
    return measure(files, call, SECONDS);
  }

  private static long measure(List<Path> files, Call call, long seconds)
      throws InterruptedException {
    LongAdder done = new LongAdder();
    long endNs = System.nanoTime() + seconds * 1_000_000_000;
    List<Thread> threads = new ArrayList<>();
    for (Path file : files) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  while (System.nanoTime() < endNs) {
                    call.run(file);
                    done.increment();
                  }
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return done.sum() / seconds;
  }
}
