package io.cglab.cgroupfs.host;

import io.cglab.cgroupfs.kernfs.Mount;

/**
 * A mount as /proc tells of it (control-files.md 1.4).
 *
 * @param id a number that no other mount has or had
 * @param parentId of the mount that its mount point lies in
 * @param options of the tree itself, each with a comma before it; may be empty
 */
public record MountLine(int id, int parentId, Mount mount, String options) {
  private static final int MINOR_BITS = 20;

  /** As a line of /proc/mounts. */
  void show(StringBuilder out) {
    out.append(escaped(mount.source())).append(' ').append(escaped(mount.point())).append(' ');
    out.append(mount.type()).append(" rw,relatime").append(options).append(" 0 0\n");
  }

  /** As a line of /proc/PID/mountinfo. */
  void showInfo(StringBuilder out) {
    int device = mount.device();
    out.append(id).append(' ').append(parentId).append(' ');
    out.append(device >>> MINOR_BITS).append(':').append(device & (1 << MINOR_BITS) - 1);
    out.append(" / ").append(escaped(mount.point())).append(" rw,relatime - ");
    out.append(mount.type()).append(' ').append(escaped(mount.source()));
    out.append(" rw").append(options).append('\n');
  }

  /** Blanks would end a column: they are written as octal numbers. */
  private static String escaped(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case ' ', '\t', '\n', '\\', '#' -> out.append('\\').append(String.format("%03o", (int) c));
        default -> out.append(c);
      }
    }
    return out.toString();
  }
}
