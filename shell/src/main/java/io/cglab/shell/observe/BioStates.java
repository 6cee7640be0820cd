package io.cglab.shell.observe;

import java.util.Arrays;

/** Where each bio is, and what of it counts when it is complete. One row each, as in BioTable. */
final class BioStates {
  /** Nothing is known of it: it was submitted before anybody watched. */
  static final byte UNKNOWN = 0;

  static final byte QUEUED = 1;
  static final byte PARKED = 2;
  static final byte IN_DEVICE = 3;

  /** In the device, as the first bio of its request. */
  static final byte HEAD = 4;

  /** Size of a piece: the bio that it was cut off counts. */
  static final long PIECE = -1;

  private byte[] state = new byte[0];
  private long[] bytes = new long[0];
  private long[] submittedNs = new long[0];

  BioStates copy() {
    BioStates copy = new BioStates();
    copy.state = state.clone();
    copy.bytes = bytes.clone();
    copy.submittedNs = submittedNs.clone();
    return copy;
  }

  void begin(int bio, long size, long nowNs) {
    if (bio >= state.length) {
      int capacity = Bins.capacity(bio);
      state = Arrays.copyOf(state, capacity);
      bytes = Arrays.copyOf(bytes, capacity);
      submittedNs = Arrays.copyOf(submittedNs, capacity);
    }
    state[bio] = QUEUED;
    bytes[bio] = size;
    submittedNs[bio] = nowNs;
  }

  byte state(int bio) {
    return bio < state.length ? state[bio] : UNKNOWN;
  }

  void move(int bio, byte to) {
    state[bio] = to;
  }

  long bytes(int bio) {
    return bytes[bio];
  }

  long submittedNs(int bio) {
    return submittedNs[bio];
  }
}
