package io.cglab.shell;

import io.cglab.cgroupfs.CgroupFs;
import io.cglab.cgroupfs.Export;
import io.cglab.core.api.KernelException;
import io.cglab.shell.observe.Instruments;
import io.cglab.shell.process.HostStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cglab export DIR [SCRIPT [ARG...]]}: the tree as plain files, after a script if any. */
@Command(
    name = "export",
    description =
        "Copies the machine's tree to DIR as plain files, for programs that only read;"
            + " after SCRIPT, if one is given.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {
      "0:done",
      "1:the host refuses",
      "2:DIR is not empty, or a file is missing or malformed",
      "N:the script's, if it fails; nothing is exported then"
    })
final class ExportCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private Machines machines = new Machines();

  @Option(
      names = "--root",
      paramLabel = "PATH",
      description = "only this directory of the machine (default: ${DEFAULT-VALUE})",
      defaultValue = "/")
  private String root = "/";

  @Option(names = "--force", description = "write into DIR even if it is not empty")
  private boolean force;

  @Parameters(index = "0", paramLabel = "DIR", description = "made if it is missing")
  private String directory = "";

  @Parameters(
      index = "1..*",
      paramLabel = "SCRIPT [ARG...]",
      description = "a script that runs first, and its arguments")
  private List<String> words = List.of();

  ExportCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException, KernelException, UsageException {
    String script = words.isEmpty() ? "" : read(words.get(0));
    try (CgroupFs machine = machines.boot()) {
      int status = words.isEmpty() ? 0 : run(machine, script);
      if (status != 0) {
        return status;
      }
      var from = machine.fileSystem().getPath(root);
      if (!Files.isDirectory(from)) {
        throw new UsageException("--root " + root + ": no such directory of the machine");
      }
      Export export = Export.of(machine).from(from).forced(force);
      return report(export);
    }
  }

  private int run(CgroupFs machine, String script) throws IOException, KernelException {
    try (Shell shell =
        new Shell(
            Instruments.attached(machine),
            machine.machine().tasks().init().pid(),
            words.get(0),
            HostStream.reading(console.in(), false),
            HostStream.writing(console.out(), false),
            HostStream.writing(console.err(), false))) {
      return shell.withArguments(words.subList(1, words.size())).script(script);
    }
  }

  private int report(Export export) throws UsageException {
    PrintStream err = new PrintStream(console.err(), true, StandardCharsets.UTF_8);
    try {
      Export.Result result = export.to(Path.of(directory));
      result.skipped().forEach(err::println);
      err.printf(
          "%s: %d directories, %d files, %d links%n",
          directory, result.directories(), result.files(), result.links());
      return 0;
    } catch (DirectoryNotEmptyException full) {
      throw new UsageException(
          directory + ": not empty; name another directory, or write into it with --force");
    } catch (NotDirectoryException | FileAlreadyExistsException none) {
      throw new UsageException(none.getFile() + ": not a directory");
    } catch (FileSystemException refused) {
      err.println("cglab: " + refused.getMessage());
      return 1;
    } catch (IOException refused) {
      err.println("cglab: " + directory + ": " + refused.getMessage());
      return 1;
    }
  }

  private static String read(String file) throws IOException, UsageException {
    try {
      return Files.readString(Path.of(file), StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException missing) {
      throw new UsageException(file + ": no such file");
    }
  }
}
