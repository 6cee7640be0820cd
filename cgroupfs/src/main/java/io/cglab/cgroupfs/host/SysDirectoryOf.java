package io.cglab.cgroupfs.host;

import io.cglab.cgroupfs.kernfs.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A directory of sysfs: the files of a table that one thing has, beside what was added. */
class SysDirectoryOf<T> extends HostDirectory {
  private final T of;
  private final Supplier<List<SysFile<T>>> table;

  /**
   * The files of {@code table}, which is not asked for before it is needed: there are many, and
   * most machines come and go without anybody having looked at them.
   */
  SysDirectoryOf(String path, T of, Supplier<List<SysFile<T>>> table) {
    super(path);
    this.of = of;
    this.table = table;
  }

  @Override
  public @Nullable Node lookup(String name) {
    for (SysFile<T> file : table.get()) {
      if (file.name().equals(name) && file.where().test(of)) {
        return new SysFileNode<>(path() + "/" + name, this, of, file);
      }
    }
    return super.lookup(name);
  }

  @Override
  public List<String> names() {
    List<String> names = new ArrayList<>();
    for (SysFile<T> file : table.get()) {
      if (file.where().test(of)) {
        names.add(file.name());
      }
    }
    names.addAll(super.names());
    return names;
  }
}
