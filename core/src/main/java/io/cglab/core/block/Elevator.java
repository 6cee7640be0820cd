package io.cglab.core.block;

/**
 * An I/O scheduler of one disk: decides which request the driver gets next. It sees requests, never
 * a control file (schedulers-and-devices.md 1.2). All calls come from the block layer.
 */
public interface Elevator {
  /**
   * True for schedulers of the single-queue block layer, which does not run a queue again in a
   * while only because its scheduler held requests back.
   */
  default boolean isSingleQueue() {
    return false;
  }

  /**
   * A bio of the disk is counted as started.
   *
   * @param bytes its length, 0 if it was counted before it was split
   */
  default void submitted(int bio, long bytes) {}

  /**
   * How many of the disk's scheduler tags this bio may use.
   *
   * @param tags how many there are
   */
  default int limitDepth(int bio, int context, int tags) {
    return tags;
  }

  /** True if a queued request may take a bio of this thread that fits otherwise. */
  default boolean allowsMerge(int request, int bio, int context) {
    return true;
  }

  /** A queued request that ends where the bio begins and takes it, or NONE. */
  int findBackMerge(int bio, int context);

  /** A queued request that begins where the bio ends and takes it, or NONE. */
  int findFrontMerge(int bio, int context);

  /** A queued request is about to grow at its front: it leaves the order of sectors. */
  void beforeFrontMerge(int request);

  /** A queued request has grown; {@code atFront} means that it begins earlier now. */
  void merged(int request, boolean atFront);

  /** The queued neighbour behind (or before) a queued request, or NONE; they may be joined. */
  int neighbour(int request, boolean behind);

  /** {@code victim} is about to be joined to {@code survivor}; it leaves the elevator. */
  void joining(int survivor, int victim);

  /** Takes a request. */
  void insert(int request, long nowNs);

  /** True if it holds requests. */
  boolean hasWork();

  /** Chooses the next request for the driver; NONE for nothing now, which may be idling. */
  int dispatch(long nowNs);

  /**
   * A request that it dispatched is complete.
   *
   * @return true to run the queue
   */
  boolean completed(int request, long nowNs);

  /**
   * A submitting thread has ended; it submits nothing more.
   *
   * @return true to run the queue
   */
  default boolean contextEnded(int context) {
    return false;
  }

  /** Takes any request out, whatever its turn, until none is left: it will be used no more. */
  int drain();
}
