package io.cglab.core.writeback;

/** What a cached page is, as far as I/O asks. A page that is not cached has none. */
enum PageState {
  /** On its way from the disk. */
  READING,
  /** As on the disk. */
  CLEAN,
  DIRTY,
  /** On its way to the disk. */
  WRITEBACK,
  /** On its way to the disk, and written to since. */
  REDIRTIED;

  boolean isDirty() {
    return this == DIRTY || this == REDIRTIED;
  }

  boolean isUnderWriteback() {
    return this == WRITEBACK || this == REDIRTIED;
  }
}
