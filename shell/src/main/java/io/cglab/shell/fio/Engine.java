package io.cglab.shell.fio;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How a job makes its system calls. */
enum Engine {
  SYNC(false),
  PSYNC(false),
  VSYNC(false),
  PVSYNC(false),
  PVSYNC2(false),
  LIBAIO(true),
  IO_URING(true),
  POSIXAIO(true);

  private final boolean async;

  Engine(boolean async) {
    this.async = async;
  }

  /** Several I/Os may be in flight at once. */
  boolean isAsync() {
    return async;
  }

  static List<String> names() {
    List<String> names = new ArrayList<>();
    for (Engine engine : values()) {
      names.add(engine.toString());
    }
    return names;
  }

  static Engine named(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
