package io.cglab.shell.container;

/** A limit for each device, in the order in which runc writes them. */
enum Rate {
  READ_BPS("rbps", "read_bps_device", "BlkioDeviceReadBps"),
  WRITE_BPS("wbps", "write_bps_device", "BlkioDeviceWriteBps"),
  READ_IOPS("riops", "read_iops_device", "BlkioDeviceReadIOps"),
  WRITE_IOPS("wiops", "write_iops_device", "BlkioDeviceWriteIOps");

  private final String key;
  private final String file;
  private final String dockerName;

  Rate(String key, String file, String dockerName) {
    this.key = key;
    this.file = file;
    this.dockerName = dockerName;
  }

  /** The key in io.max. */
  String key() {
    return key;
  }

  /** The file of cgroup v1. */
  String v1File() {
    return "blkio.throttle." + file;
  }

  /** The name in {@code docker inspect}. */
  String dockerName() {
    return dockerName;
  }
}
