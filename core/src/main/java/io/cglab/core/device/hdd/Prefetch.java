package io.cglab.core.device.hdd;

/**
 * The buffer of what is read ahead (schedulers-and-devices.md 5.2): one range, whose edge grows
 * while the platters turn, up to a distance beyond the last hit. As much is kept behind that.
 */
final class Prefetch {
  private final int ahead;
  private final long sectors;
  private boolean open;
  private long start;
  private long limit;

  // The edge was at this sector at that time, and grows until it is at the limit.
  private double edge;
  private long edgeNs;
  private double sectorNs;

  Prefetch(int ahead, long sectors) {
    this.ahead = ahead;
    this.sectors = sectors;
  }

  /** The head has passed over a range and reads on. */
  void open(long from, long end, double newSectorNs, long nowNs) {
    open = true;
    start = from;
    limit = Math.min(sectors, end + ahead);
    edge = end;
    edgeNs = nowNs;
    sectorNs = newSectorNs;
  }

  boolean isOpen() {
    return open;
  }

  /** Drops the data. */
  void close() {
    open = false;
  }

  /** True if a read from this sector on is served from here. */
  boolean covers(long sector) {
    return open && sector >= start && sector <= limit;
  }

  /** True if a read from this sector on is served from here without a wait. */
  boolean has(long sector, long end, long nowNs) {
    return covers(sector) && end <= edgeAt(nowNs);
  }

  /** Serves a read up to {@code end}; returns when all of its data is here, maybe in the past. */
  long hit(long end, long nowNs) {
    edge = edgeAt(nowNs);
    edgeNs = nowNs;
    limit = Math.max(limit, Math.min(sectors, end + ahead));
    start = Math.max(start, end - ahead);
    return end <= edge ? nowNs : nowNs + (long) Math.ceil((end - edge) * sectorNs);
  }

  /** The sector that the head is at. */
  long headAt(long nowNs) {
    return (long) edgeAt(nowNs);
  }

  private double edgeAt(long nowNs) {
    return Math.min(limit, edge + (nowNs - edgeNs) / sectorNs);
  }

  /** When the edge is at its limit: until then the platters are read. */
  long fullNs() {
    return edgeNs + (long) Math.ceil((limit - edge) * sectorNs);
  }
}
