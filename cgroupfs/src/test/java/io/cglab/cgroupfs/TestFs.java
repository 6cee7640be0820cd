package io.cglab.cgroupfs;

import io.cglab.cgroupfs.kernfs.Caller;
import io.cglab.cgroupfs.kernfs.NioErrors;
import io.cglab.cgroupfs.machine.MachineSpec;
import io.cglab.cgroupfs.machine.MalformedFileException;
import io.cglab.core.Profile;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Task;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** A booted machine, and what a user does with its files: each call is one system call's worth. */
public final class TestFs implements AutoCloseable {
  public final CgroupFs fs;

  private TestFs(CgroupFs fs) {
    this.fs = fs;
  }

  public static TestFs boot(String machine) {
    return new TestFs(CgroupFs.boot(MachineSpec.named(machine)));
  }

  /** A built-in machine with another kernel. */
  public static TestFs boot(String machine, Profile profile) {
    try {
      return new TestFs(CgroupFs.boot(MachineSpec.find(machine, profile)));
    } catch (IOException | MalformedFileException e) {
      throw new AssertionError(e);
    }
  }

  /** The machine of a machine file. */
  public static TestFs ofYaml(String yaml) {
    try {
      return new TestFs(CgroupFs.boot(MachineSpec.parse(yaml, "test")));
    } catch (MalformedFileException e) {
      throw new AssertionError(e);
    }
  }

  /** Something that may be refused. */
  public interface Act {
    void run() throws IOException;
  }

  /** What {@code act} is refused with; null if it is done. */
  public static @Nullable Errno errno(Act act) {
    try {
      act.run();
      return null;
    } catch (IOException refused) {
      return NioErrors.errnoOf(refused);
    }
  }

  public Path path(String path) {
    return fs.fileSystem().getPath(path);
  }

  public String read(String path) throws IOException {
    return Files.readString(path(path), StandardCharsets.ISO_8859_1);
  }

  /** One write(2) of all the text; returns how much of it was taken. */
  public int write(String path, String text) throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(path(path), StandardOpenOption.WRITE)) {
      return channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
    }
  }

  public void mkdir(String path) throws IOException {
    Files.createDirectory(path(path));
  }

  /** What {@code mount -t TYPE -o OPTIONS none ON} is refused with; the directory is made. */
  public @Nullable Errno mount(String type, String options, String on) {
    return errno(
        () -> {
          Files.createDirectories(path(on));
          fs.mounts().mount(type, "none", options, path(on));
        });
  }

  /** A new process. */
  public Task spawn() throws KernelException {
    return fs.machine().tasks().fork(fs.machine().tasks().init(), "sleep");
  }

  /** Does {@code act} as a user that is not root. */
  public @Nullable Errno errnoAs(int uid, Act act) {
    return errno(
        () ->
            fs.as(
                new Caller(0, uid, uid),
                () -> {
                  act.run();
                  return uid;
                }));
  }

  @Override
  public void close() {
    fs.close();
  }
}
