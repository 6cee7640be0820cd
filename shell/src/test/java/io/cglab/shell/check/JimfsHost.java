package io.cglab.shell.check;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.cglab.core.api.DevNo;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Ordinary files, a clock and a disk sda that takes 1 ms an I/O: a machine without cgroups. */
final class JimfsHost implements TranscriptHost {
  private static final DevNo SDA = new DevNo(8, 0);

  final List<Integer> living = new ArrayList<>();
  private final FileSystem fileSystem =
      Jimfs.newFileSystem(
          Configuration.unix().toBuilder()
              .setAttributeViews("basic", "owner", "posix", "unix")
              .setWorkingDirectory("/")
              .build());
  private long nowNs;
  private int lastPid = 100;

  @Override
  public FileSystem fileSystem() {
    return fileSystem;
  }

  @Override
  public void sleep(long ns) {
    nowNs += ns;
  }

  @Override
  public int spawn() {
    living.add(++lastPid);
    return lastPid;
  }

  @Override
  public void reap(int pid) {
    living.remove((Integer) pid);
  }

  @Override
  public void as(int pid, FileAction action) throws IOException {
    action.run();
  }

  @Override
  public @Nullable DevNo wholeDisk(String device) {
    return device.equals("/dev/sda") ? SDA : null;
  }

  @Override
  public OptionalLong directIo(int pid, DirectIo io) {
    nowNs += io.count() * 1_000_000;
    return OptionalLong.of(io.count() * 1_000_000);
  }

  @Override
  public ShellLine.Result shell(int pid, String command) {
    nowNs += 500_000_000;
    return command.equals("false")
        ? new ShellLine.Result("", 1)
        : new ShellLine.Result(command + " by " + pid + "\n", 0);
  }

  @Override
  public long nowNs() {
    return nowNs;
  }

  @Override
  public void close() {
    try {
      fileSystem.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
