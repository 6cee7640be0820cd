package io.cglab.shell.explain;

import io.cglab.core.api.IoMax;

/** The four limits of io.max. */
enum LimitKind {
  RBPS("rbps", false, true),
  WBPS("wbps", true, true),
  RIOPS("riops", false, false),
  WIOPS("wiops", true, false);

  private final String key;
  private final boolean write;
  private final boolean bytes;

  LimitKind(String key, boolean write, boolean bytes) {
    this.key = key;
    this.write = write;
    this.bytes = bytes;
  }

  /** The limit of a direction, of bytes or of I/Os. */
  static LimitKind of(boolean write, boolean bytes) {
    return write ? bytes ? WBPS : WIOPS : bytes ? RBPS : RIOPS;
  }

  String key() {
    return key;
  }

  boolean isWrite() {
    return write;
  }

  boolean isBytes() {
    return bytes;
  }

  long of(IoMax limits) {
    return switch (this) {
      case RBPS -> limits.rbps();
      case WBPS -> limits.wbps();
      case RIOPS -> limits.riops();
      case WIOPS -> limits.wiops();
    };
  }

  /** The value that stands for no limit. */
  long none() {
    return bytes ? IoMax.MAX_BPS : IoMax.MAX_IOPS;
  }

  /** A value with its unit, such as {@code 1 MiB/s}. */
  String show(long value) {
    return bytes ? Numbers.bytes(value) + "/s" : value + " I/Os/s";
  }
}
