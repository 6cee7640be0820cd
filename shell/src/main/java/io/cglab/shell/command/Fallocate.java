package io.cglab.shell.command;

import io.cglab.cgroupfs.disk.DiskFile;
import io.cglab.cgroupfs.kernfs.NioErrors;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.shell.process.Errors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** {@code fallocate [-npxv] [-o OFFSET] -l LENGTH FILE} of util-linux. */
final class Fallocate {
  private static final Options.Spec OPTIONS =
      Options.Spec.of("npxvo:l:")
          .with(
              Map.of(
                  "keep-size", 'n',
                  "punch-hole", 'p',
                  "posix", 'x',
                  "verbose", 'v',
                  "offset", 'o',
                  "length", 'l'));

  private Fallocate() {}

  static int run(Context c, List<String> args) throws IOException {
    Options options = OPTIONS.parse(args);
    if (options.operands().isEmpty()) {
      throw new CommandException(1, "no filename specified");
    }
    if (options.operands().size() > 1) {
      throw new CommandException(1, "unexpected number of arguments");
    }
    if (!options.has('l')) {
      throw new CommandException(1, "no length argument specified");
    }
    long length = Numbers.bytes(options.value('l', ""));
    if (length <= 0) {
      throw new CommandException(1, "invalid length value specified");
    }
    long offset = Numbers.bytes(options.value('o', "0"));
    if (offset < 0) {
      throw new CommandException(1, "invalid offset value specified");
    }
    String name = options.operands().get(0);
    Path path = c.path(name);
    try {
      if (!Files.exists(path) && !options.has('p')) {
        Opener.append(c.shell(), name).close();
      }
    } catch (IOException e) {
      return c.error("cannot open " + name, e);
    }
    if (!Files.exists(path)) {
      return c.error("cannot open " + name + ": " + Errno.ENOENT.text());
    }
    try {
      allocate(c, path, options, offset, length);
    } catch (IOException e) {
      return c.error("fallocate failed", e);
    }
    if (options.has('v')) {
      String what = options.has('p') ? "deallocated" : "allocated";
      String size = Numbers.withUnit((double) length, 1024, false).replace(".0 ", " ");
      c.write(name + ": " + size + " (" + length + " bytes) " + what + ".\n");
    }
    return 0;
  }

  private static void allocate(Context c, Path path, Options options, long offset, long length)
      throws IOException {
    DiskFile file = c.kernel().diskFile(path);
    if (file == null) { // memory: there is nothing to allocate
      if (!options.has('n') && !options.has('p') && Files.size(path) < offset + length) {
        Truncate.resize(c, path, offset + length);
      } else if (options.has('p')) {
        throw Errors.of(path.toString(), Errno.EOPNOTSUPP);
      }
      return;
    }
    try {
      if (options.has('p')) {
        file.punch(offset, length);
      } else {
        file.allocate(offset, length, options.has('n'));
      }
    } catch (KernelException refusal) {
      throw NioErrors.toIo(path, refusal);
    }
  }
}
