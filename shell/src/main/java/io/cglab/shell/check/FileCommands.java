package io.cglab.shell.check;

import io.cglab.cgroupfs.kernfs.NioErrors;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The file operations of a transcript on a {@code java.nio} file system, one system call each. */
final class FileCommands {
  /** The lowest bit of st_mode that tells the type; below are permissions. */
  private static final int FIRST_TYPE_BIT = 010000;

  private static final int READ_BUFFER_BYTES = 1 << 16;
  private static final Set<PosixFilePermission> MODE_0755 =
      PosixFilePermissions.fromString("rwxr-xr-x");

  private final FileSystem fileSystem;

  FileCommands(FileSystem fileSystem) {
    this.fileSystem = fileSystem;
  }

  /** Open, one write(2), close. Returns the lines of the answer: none, or a short write. */
  List<String> write(String path, byte[] bytes, boolean append) throws IOException {
    var options =
        Set.of(
            StandardOpenOption.WRITE,
            StandardOpenOption.CREATE,
            append ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING);
    int taken;
    try (SeekableByteChannel channel = Files.newByteChannel(path(path), options)) {
      taken = channel.write(ByteBuffer.wrap(bytes));
    }
    return taken < bytes.length
        ? List.of("short write " + taken + " of " + bytes.length)
        : List.of();
  }

  /** Open and read to the end. */
  String read(String path) throws IOException {
    var out = new ByteArrayOutputStream();
    ByteBuffer buffer = ByteBuffer.allocate(READ_BUFFER_BYTES);
    try (SeekableByteChannel channel = Files.newByteChannel(path(path), StandardOpenOption.READ)) {
      while (channel.read(buffer) > 0) {
        out.write(buffer.array(), 0, buffer.position());
        buffer.clear();
      }
    }
    return out.toString(StandardCharsets.ISO_8859_1);
  }

  void mkdir(String path) throws IOException {
    Files.createDirectory(path(path), PosixFilePermissions.asFileAttribute(MODE_0755));
  }

  /** rmdir(2): refuses what is no directory, which {@link Files#delete} would unlink. */
  void rmdir(String path) throws IOException {
    Path directory = path(path);
    if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)
        && !Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      throw NioErrors.toIo(directory, new KernelException(Errno.ENOTDIR));
    }
    Files.delete(directory);
  }

  /** unlink(2): refuses a directory, which {@link Files#delete} would remove. */
  void unlink(String path) throws IOException {
    Path file = path(path);
    if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
      throw NioErrors.toIo(file, new KernelException(Errno.EISDIR));
    }
    Files.delete(file);
  }

  /** rename(2), which replaces its target where the file system lets it. */
  void rename(String from, String to) throws IOException {
    Files.move(path(from), path(to), StandardCopyOption.ATOMIC_MOVE);
  }

  void chmod(String path, int mode) throws IOException {
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    PosixFilePermission[] fromOwnerRead = PosixFilePermission.values();
    for (int bit = 0; bit < fromOwnerRead.length; bit++) {
      if ((mode & 0400 >> bit) != 0) {
        permissions.add(fromOwnerRead[bit]);
      }
    }
    Files.setPosixFilePermissions(path(path), permissions);
  }

  /** Names in byte order, each directory with a slash behind it. */
  List<String> list(String path) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Path entry : entries(path)) {
      lines.add(entry.getFileName() + (Files.isDirectory(entry) ? "/" : ""));
    }
    return lines;
  }

  /** {@code MODE 0 NAME}, in byte order. */
  List<String> listDetails(String path) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Path entry : entries(path)) {
      lines.add(mode(entry, attributes(entry)) + " 0 " + entry.getFileName());
    }
    return lines;
  }

  /** {@code MODE nlink=N size=N}. */
  String stat(String path) throws IOException {
    Path file = path(path);
    Map<String, Object> attributes = attributes(file);
    return mode(file, attributes)
        + " nlink="
        + attributes.get("nlink")
        + " size="
        + attributes.get("size");
  }

  private Path path(String text) throws IOException {
    if (text.isEmpty()) {
      throw new NoSuchFileException(text); // NIO's empty path is the working directory
    }
    return fileSystem.getPath(text);
  }

  private List<Path> entries(String path) throws IOException {
    List<Path> entries = new ArrayList<>();
    try (var stream = Files.newDirectoryStream(path(path))) {
      stream.forEach(entries::add);
    }
    // A name is a character a byte, so the order of characters is the order of bytes.
    entries.sort((a, b) -> a.getFileName().toString().compareTo(b.getFileName().toString()));
    return entries;
  }

  private static Map<String, Object> attributes(Path path) throws IOException {
    return Files.readAttributes(path, "unix:mode,nlink,size", LinkOption.NOFOLLOW_LINKS);
  }

  private static String mode(Path path, Map<String, Object> attributes) throws IOException {
    int mode = attributes.get("mode") instanceof Integer bits ? bits : 0;
    if (mode < FIRST_TYPE_BIT) {
      // Some file systems keep the type apart.
      var basic = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      mode |= basic.isDirectory() ? 0040000 : basic.isSymbolicLink() ? 0120000 : 0100000;
    }
    return ModeText.of(mode);
  }
}
