package io.cglab.cgroupfs.host;

import io.cglab.cgroupfs.kernfs.Directory;
import io.cglab.cgroupfs.kernfs.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A directory whose entries are in the order of their adding. */
class HostDirectory extends HostNode implements Directory {
  private static final int MODE = 0555;

  private final String path;
  private final Map<String, Node> entries = new LinkedHashMap<>();

  HostDirectory(String path) {
    this(path, MODE);
  }

  HostDirectory(String path, int mode) {
    super(path, mode);
    this.path = path;
  }

  final String path() {
    return path;
  }

  /** Adds an entry, or puts it in the place of another. */
  final void add(String name, Node node) {
    entries.put(name, node);
  }

  /** Removes an entry. */
  final void remove(String name) {
    entries.remove(name);
  }

  /** Adds a file that is only read. */
  final void addText(String name, HostText.Reader reader) {
    add(name, new HostText(path + "/" + name, reader, this::isAlive));
  }

  /** Adds a symbolic link. */
  final void addLink(String name, String target) {
    add(name, new HostLink(path + "/" + name, target));
  }

  /** Removes the symbolic links to a target. */
  final void removeLinks(String target) {
    entries
        .values()
        .removeIf(each -> each instanceof HostLink link && link.target().equals(target));
  }

  /** Adds a directory. */
  final HostDirectory addDirectory(String name) {
    HostDirectory directory = new HostDirectory(path + "/" + name);
    add(name, directory);
    return directory;
  }

  @Override
  int nlink() {
    return 2 + (int) entries.values().stream().filter(Directory.class::isInstance).count();
  }

  @Override
  public @Nullable Node lookup(String name) {
    return entries.get(name);
  }

  @Override
  public List<String> names() {
    return new ArrayList<>(entries.keySet());
  }
}
