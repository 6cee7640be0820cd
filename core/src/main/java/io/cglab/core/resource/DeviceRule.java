package io.cglab.core.resource;

/**
 * Devices and what may be done with them.
 *
 * @param type {@code 'b'}, {@code 'c'} or {@code 'a'} for both
 * @param major a number, or {@link #ANY}
 * @param minor a number, or {@link #ANY}
 * @param access a mask of {@link #READ}, {@link #WRITE} and {@link #MKNOD}
 */
public record DeviceRule(char type, long major, long minor, int access) {
  /** In place of a number: all of them. */
  public static final long ANY = -1;

  public static final int READ = 1;
  public static final int WRITE = 2;
  public static final int MKNOD = 4;

  boolean isSameDevice(DeviceRule other) {
    return type == other.type && major == other.major && minor == other.minor;
  }

  /** True if all that {@code other} names is among what this names. */
  boolean covers(DeviceRule other) {
    return type == other.type
        && (major == ANY || major == other.major)
        && (minor == ANY || minor == other.minor)
        && (other.access & ~access) == 0;
  }

  /** True if both name some device and access in common. */
  boolean overlaps(DeviceRule other) {
    return type == other.type
        && (major == ANY || other.major == ANY || major == other.major)
        && (minor == ANY || other.minor == ANY || minor == other.minor)
        && (access & other.access) != 0;
  }

  DeviceRule withAccess(int newAccess) {
    return new DeviceRule(type, major, minor, newAccess);
  }
}
