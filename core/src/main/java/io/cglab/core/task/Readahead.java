package io.cglab.core.task;

/**
 * What an open file remembers of its reads, to read ahead (schedulers-and-devices.md 6.5). Numbers
 * are pages.
 */
final class Readahead {
  private long start;
  private long size;
  private long ahead;

  /** The page that was read last; the one before the file at first. */
  private long previous = -1;

  /** First page of the window that is to be read now. */
  long start() {
    return start;
  }

  /** Pages of it. */
  long size() {
    return size;
  }

  /**
   * A page is missing: sets the window to read.
   *
   * @param wanted pages that the reader wants from here on
   * @param window most of a window, see {@link #window}
   */
  void miss(long page, long wanted, long window) {
    if (size > 0 && page == start + size) {
      next(window);
    } else if (page == 0 || page == previous + 1 || page == previous) {
      start = page;
      size = first(wanted, window);
      ahead = size > wanted ? size - wanted : size;
    } else { // at random: nothing but that
      start = page;
      size = Math.min(wanted, window);
      ahead = 0;
    }
  }

  /**
   * How large a window may be: more than usual for a reader who wants more.
   *
   * @param most the disk's bound of windows
   * @param largest what the disk takes as one request
   */
  static long window(long wanted, long most, long largest) {
    return wanted > most ? Math.min(wanted, Math.max(most, largest)) : most;
  }

  /** Sets the window to these pages alone. */
  void only(long page, long pages) {
    start = page;
    size = pages;
    ahead = 0;
  }

  /** True if reading these pages touches the marker; then {@link #next} is the window to read. */
  boolean touchesMarker(long page, long pages) {
    long marker = start + size - ahead;
    return ahead > 0 && marker >= page && marker < page + pages;
  }

  void next(long most) {
    start += size;
    size = following(size, most);
    ahead = size;
  }

  void read(long lastPage) {
    previous = lastPage;
  }

  private static long first(long wanted, long most) {
    long power = wanted <= 1 ? 1 : Long.highestOneBit(wanted - 1) << 1;
    if (power <= most / 32) {
      return power * 4;
    }
    return power <= most / 4 ? power * 2 : most;
  }

  private static long following(long size, long most) {
    if (size < most / 16) {
      return size * 4;
    }
    return size <= most / 2 ? size * 2 : most;
  }
}
