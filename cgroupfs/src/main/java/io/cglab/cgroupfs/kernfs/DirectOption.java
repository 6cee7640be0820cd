package io.cglab.cgroupfs.kernfs;

import java.nio.file.OpenOption;

/** O_DIRECT, for who does not want to depend on the JDK's own option for it. */
public enum DirectOption implements OpenOption {
  DIRECT
}
