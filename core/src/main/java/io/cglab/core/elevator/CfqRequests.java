package io.cglab.core.elevator;

/**
 * The requests of a queue, and which of them is next: CFQ's own choice, or that of another
 * scheduler.
 */
interface CfqRequests {
  boolean isEmpty();

  int size();

  /**
   * Takes a request in.
   *
   * @param position where the head is, as a sector
   */
  void add(int request, long position, long now);

  /** The request that would be next, or NONE if nobody knows before it is asked for. */
  int next();

  /**
   * Chooses a request and gives it up; NONE if the scheduler that chooses prefers to wait.
   *
   * @param fifoChecked true if the oldest request was looked at before in the slice
   */
  int take(boolean fifoChecked, long now);

  /** A request of it that was taken is complete; returns true to run the queue. */
  boolean completed(int request, long now);

  int behindWhich(int bio, int context);

  int beforeWhich(int bio, int context);

  void beforeFrontMerge(int request);

  void merged(int request, boolean atFront, long position);

  int neighbour(int request, boolean behind);

  void joining(int survivor, int victim);

  /** Gives up any request, or NONE. */
  int drain();
}
