package io.cglab.cgroupfs.host;

import io.cglab.cgroupfs.kernfs.Symlink;

/** A symbolic link. */
final class HostLink extends HostNode implements Symlink {
  private static final int MODE = 0777;

  private final String target;

  HostLink(String path, String target) {
    super(path, MODE);
    this.target = target;
  }

  @Override
  long size() {
    return target.length();
  }

  @Override
  public String target() {
    return target;
  }
}
