package io.cglab.shell.container;

import io.cglab.cgroupfs.kernfs.IoCallable;
import io.cglab.cgroupfs.kernfs.NioErrors;
import io.cglab.core.api.Errno;
import io.cglab.shell.process.Kernel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/**
 * The file operations of a daemon, which is root in the root cgroups whoever asks it. Each mkdir,
 * write and rmdir is also shown as the shell command that would do the same; a refused one ends in
 * a comment with its errno.
 */
final class Writes {
  private static final int INIT = 1;

  private final Kernel kernel;
  private final Consumer<String> shown;

  Writes(Kernel kernel, Consumer<String> shown) {
    this.kernel = kernel;
    this.shown = shown;
  }

  /** Says who does what follows. */
  void heading(String who) {
    shown.accept("# " + who);
  }

  private Path path(String name) {
    return kernel.fileSystem().getPath(name);
  }

  private <T> T asInit(IoCallable<T> body) throws IOException {
    return kernel.as(INIT, body);
  }

  private static Errno errno(IOException refused) {
    Errno errno = NioErrors.errnoOf(refused);
    return errno == null ? Errno.EIO : errno;
  }

  private OciException refused(String command, String call, String file, IOException thrown) {
    Errno errno = errno(thrown);
    shown.accept(command + "  # " + errno.name() + ": " + errno.text());
    return OciException.call(call, file, errno);
  }

  boolean exists(String file) {
    try {
      return asInit(() -> Files.exists(path(file)));
    } catch (IOException e) {
      return false;
    }
  }

  /** What a file says. */
  String read(String file) throws OciException {
    try {
      return asInit(() -> Files.readString(path(file)));
    } catch (IOException e) {
      throw OciException.call("open", file, errno(e));
    }
  }

  /** What a file says, without blanks around it; empty where it cannot be read. */
  String readIfThere(String file) {
    try {
      return read(file).strip();
    } catch (OciException e) {
      return "";
    }
  }

  /** Makes a directory if there is none. */
  void mkdir(String directory) throws OciException {
    if (exists(directory)) {
      return;
    }
    String command = "mkdir " + directory;
    try {
      asInit(() -> Files.createDirectory(path(directory)));
      shown.accept(command);
    } catch (IOException e) {
      throw refused(command, "mkdir", directory, e);
    }
  }

  /** Makes a directory and those above it that are missing, the uppermost first. */
  void mkdirs(String directory) throws OciException {
    for (int slash = directory.indexOf('/', 1);
        slash > 0;
        slash = directory.indexOf('/', slash + 1)) {
      mkdir(directory.substring(0, slash));
    }
    mkdir(directory);
  }

  /** Removes an empty directory if it is there. */
  void rmdir(String directory) throws OciException {
    if (!exists(directory)) {
      return;
    }
    String command = "rmdir " + directory;
    try {
      asInit(
          () -> {
            Files.delete(path(directory));
            return 0;
          });
      shown.accept(command);
    } catch (IOException e) {
      throw refused(command, "rmdir", directory, e);
    }
  }

  /** Writes as runc's WriteFile: one open, one write(2), and the data in the message. */
  void write(String file, String data) throws OciException {
    try {
      put(file, data);
    } catch (OciException e) {
      throw e.message().startsWith("write ") ? e.during("failed to write \"" + data + "\"") : e;
    }
  }

  /** Writes and only says which call was refused on which file. */
  void put(String file, String data) throws OciException {
    String word = data.matches("[\\w:.+-]+") ? data : "\"" + data + "\"";
    String command = "echo " + word + " > " + file;
    String[] call = {"openat2"};
    try {
      asInit(
          () -> {
            try (SeekableByteChannel channel =
                Files.newByteChannel(path(file), StandardOpenOption.WRITE)) {
              call[0] = "write";
              return channel.write(ByteBuffer.wrap(data.getBytes(StandardCharsets.ISO_8859_1)));
            }
          });
      shown.accept(command);
    } catch (IOException e) {
      throw refused(command, call[0], file, e);
    }
  }
}
