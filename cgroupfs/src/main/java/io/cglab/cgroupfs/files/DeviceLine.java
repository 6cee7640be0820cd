package io.cglab.cgroupfs.files;

import io.cglab.cgroupfs.text.Input;
import io.cglab.core.Machine;
import io.cglab.core.api.DevNo;
import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.device.Disk;

/**
 * A write to a per-device file: the device, and what is left for the file to read (control-files.md
 * 0, "device prefix").
 */
record DeviceLine(Disk disk, Input body) {
  private static final int MINOR_BITS = 20;

  /**
   * Reads {@code MAJ:MIN} and the white space behind it.
   *
   * @throws KernelException EINVAL for another form, ENODEV for an unknown device or a partition
   */
  static DeviceLine parse(Machine machine, Input in) throws KernelException {
    if (!in.scan32()) {
      throw malformed();
    }
    long major = in.scanned();
    if (!in.accept(':') || !in.scan32()) {
      throw malformed();
    }
    long minor = in.scanned();
    if (in.isAtEnd() || !Input.isSpace(in.peek())) {
      throw malformed();
    }
    in.skipSpace();
    // A minor that is too large spills into the major, as the packed number is 32 bits.
    DevNo dev = DevNo.ofPacked((int) (major << MINOR_BITS | minor));
    Disk disk = machine.disks().lookup(dev);
    if (disk == null) {
      throw new KernelException(Errno.ENODEV, "no disk " + dev + "; see /proc/partitions");
    }
    if (!disk.dev().equals(dev)) {
      throw new KernelException(
          Errno.ENODEV, dev + " is a partition; limits are the whole disk's: " + disk.dev());
    }
    return new DeviceLine(disk, in);
  }

  private static KernelException malformed() {
    return new KernelException(
        Errno.EINVAL, "a line begins with MAJ:MIN of a disk and a blank, such as 8:0 rbps=1048576");
  }
}
