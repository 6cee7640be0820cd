package io.cglab.shell.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/** {@code tree [-ad] [-L DEPTH] [DIRECTORY...]}. */
final class Tree {
  private final Options options;
  private final long depthMax;
  private final StringBuilder out = new StringBuilder();
  private int directories;
  private int files;

  private Tree(Options options) {
    this.options = options;
    String depth = options.value('L');
    this.depthMax = depth == null ? Long.MAX_VALUE : Numbers.whole(depth);
    if (depthMax < 1) {
      throw new CommandException(1, "Invalid level, must be greater than 0.");
    }
  }

  static int run(Context c, List<String> args) throws IOException {
    Options options = Options.Spec.of("adL:").parse(args);
    Tree tree = new Tree(options);
    int status = 0;
    for (String name : options.operands().isEmpty() ? List.of(".") : options.operands()) {
      Path path = c.path(name);
      if (!Files.isDirectory(path)) {
        tree.out.append(name).append("  [error opening dir]\n");
        status = 2;
        continue;
      }
      tree.out.append(name).append('\n');
      tree.children(path, "", 1);
    }
    tree.out.append('\n').append(count(tree.directories, "directory", "directories"));
    if (!options.has('d')) {
      tree.out.append(", ").append(count(tree.files, "file", "files"));
    }
    c.write(Context.utf8(tree.out.append('\n').toString()));
    return status;
  }

  private static String count(int number, String one, String many) {
    return number + " " + (number == 1 ? one : many);
  }

  private void children(Path directory, String indent, int depth) throws IOException {
    if (depth > depthMax) {
      return;
    }
    List<String> names =
        Listing.names(directory).stream()
            .filter(name -> options.has('a') || !name.startsWith("."))
            .filter(name -> !options.has('d') || isDirectory(directory.resolve(name)))
            .toList();
    for (int i = 0; i < names.size(); i++) {
      Path child = directory.resolve(names.get(i));
      boolean last = i == names.size() - 1;
      out.append(indent).append(last ? "└── " : "├── ").append(names.get(i)).append('\n');
      if (isDirectory(child)) {
        directories++;
        children(child, indent + (last ? "    " : "│   "), depth + 1);
      } else {
        files++;
      }
    }
  }

  private static boolean isDirectory(Path path) {
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }
}
