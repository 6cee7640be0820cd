package io.cglab.shell.command;

import io.cglab.cgroupfs.disk.DiskFile;
import io.cglab.cgroupfs.kernfs.NioErrors;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.shell.process.Errors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/** {@code truncate [-co] -s [+-<>/%]SIZE | -r FILE FILE...} of GNU coreutils. */
final class Truncate {
  private static final String TRY = "\nTry 'truncate --help' for more information.";
  private static final Options.Spec OPTIONS =
      Options.Spec.of("cos:r:")
          .with(Map.of("no-create", 'c', "io-blocks", 'o', "size", 's', "reference", 'r'));
  private static final String RELATIVE = "+-<>/%";
  private static final int BLOCK = 4096;

  private Truncate() {}

  static int run(Context c, List<String> args) throws IOException {
    Options options = OPTIONS.parse(args);
    String size = options.value('s', "").strip();
    if (!options.has('s') && !options.has('r')) {
      throw new CommandException(1, "you must specify either '--size' or '--reference'" + TRY);
    }
    boolean relative = !size.isEmpty() && RELATIVE.indexOf(size.charAt(0)) >= 0;
    if (options.has('s') && options.has('r') && !relative) {
      throw new CommandException(
          1, "you must specify a relative '--size' with '--reference'" + TRY);
    }
    if (options.has('o') && !options.has('s')) {
      throw new CommandException(1, "'--io-blocks' was specified but '--size' was not" + TRY);
    }
    char mode = relative ? size.charAt(0) : '=';
    long number = options.has('s') ? number(relative ? size.substring(1) : size) : 0;
    if (number < 0) {
      throw new CommandException(1, "Invalid number: '" + size + "'");
    }
    if (number == 0 && (mode == '/' || mode == '%')) {
      throw new CommandException(1, "division by zero");
    }
    if (options.operands().isEmpty()) {
      throw new CommandException(1, "missing file operand" + TRY);
    }
    long base = reference(c, options);
    int status = 0;
    for (String name : options.operands()) {
      status |= truncate(c, options, name, mode, number * (options.has('o') ? BLOCK : 1), base);
    }
    return status;
  }

  private static long number(String text) {
    return Numbers.bytes(text.strip());
  }

  /** The length of the file that is named by -r; -1 without. */
  private static long reference(Context c, Options options) throws IOException {
    String name = options.value('r');
    if (name == null) {
      return -1;
    }
    try {
      return Files.size(c.path(name));
    } catch (IOException e) {
      throw new CommandException(1, "cannot stat '" + name + "': " + Errors.text(e));
    }
  }

  private static int truncate(
      Context c, Options options, String name, char mode, long number, long base)
      throws IOException {
    Path path = c.path(name);
    try {
      if (!Files.exists(path)) {
        if (options.has('c')) {
          return 0;
        }
        Opener.write(c.shell(), name).close();
      } else if (Files.isDirectory(path)) {
        throw Errors.of(name, Errno.EISDIR);
      }
    } catch (IOException e) {
      return c.error("cannot open '" + name + "' for writing", e);
    }
    long size = 0;
    try {
      size = target(mode, number, base < 0 ? Files.size(path) : base, options.has('s'));
      resize(c, path, size);
      return 0;
    } catch (ArithmeticException tooLong) {
      return c.error("overflow extending size of file '" + name + "'");
    } catch (IOException e) {
      return c.error("failed to truncate '" + name + "' at " + size + " bytes", e);
    }
  }

  private static long target(char mode, long number, long base, boolean sized) {
    if (!sized) {
      return base;
    }
    return switch (mode) {
      case '+' -> Math.addExact(base, number);
      case '-' -> Math.max(0, base - number);
      case '<' -> Math.min(base, number);
      case '>' -> Math.max(base, number);
      case '/' -> base / number * number;
      case '%' -> Math.multiplyExact(Math.addExact(base, number - 1) / number, number);
      default -> number;
    };
  }

  /** truncate(2). Where a file is memory, what it grows by is written. */
  static void resize(Context c, Path path, long size) throws IOException {
    DiskFile onDisk = c.kernel().diskFile(path);
    if (onDisk != null) {
      try {
        onDisk.truncate(size);
        return;
      } catch (KernelException refusal) {
        throw NioErrors.toIo(path, refusal);
      }
    }
    try (SeekableByteChannel file = Files.newByteChannel(path, StandardOpenOption.WRITE)) {
      if (size <= file.size()) {
        file.truncate(size);
      } else if (size > Context.MOST_BYTES) {
        throw Errors.of(path.toString(), Errno.EFBIG);
      } else {
        file.position(size - 1);
        file.write(ByteBuffer.allocate(1));
      }
    }
  }
}
