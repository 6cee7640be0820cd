package io.cglab.shell.fio;

/** What the reads, the writes or the discards of a job came to. */
final class DirectionStats {
  private static final int NS_PER_MS = 1_000_000;
  private static final int MS_PER_S = 1000;
  private static final int KIB = 1024;

  final Summary slat = new Summary();
  final Summary clat = new Summary();
  final Summary lat = new Summary();
  final Histogram percentiles = new Histogram();
  final Histogram latPercentiles = new Histogram();
  final Summary bandwidth = new Summary();
  final Summary iops = new Summary();
  long ios;
  long bytes;

  /** How long the job ran, in ms, if it did such I/O. */
  long runtimeMs;

  private long sampledBytes;
  private long sampledIos;

  void add(int size, long submissionNs, long completionNs, long totalNs) {
    ios++;
    bytes += size;
    if (submissionNs >= 0) {
      slat.add(submissionNs);
    }
    clat.add(completionNs);
    lat.add(totalNs);
    percentiles.add(completionNs);
    latPercentiles.add(totalNs);
  }

  /** An interval is over: takes a sample of the bandwidth in KiB/s, unless nothing was done. */
  void sampleBandwidth(long intervalNs) {
    if (bytes > sampledBytes) {
      bandwidth.add((bytes - sampledBytes) * MS_PER_S / (intervalNs / NS_PER_MS) / KIB);
      sampledBytes = bytes;
    }
  }

  /** The same of I/Os a second. */
  void sampleIops(long intervalNs) {
    if (ios > sampledIos) {
      iops.add((ios - sampledIos) * MS_PER_S / (intervalNs / NS_PER_MS));
      sampledIos = ios;
    }
  }

  void join(DirectionStats other) {
    slat.join(other.slat);
    clat.join(other.clat);
    lat.join(other.lat);
    percentiles.add(other.percentiles);
    latPercentiles.add(other.latPercentiles);
    bandwidth.sum(other.bandwidth);
    iops.sum(other.iops);
    ios += other.ios;
    bytes += other.bytes;
    runtimeMs = Math.max(runtimeMs, other.runtimeMs);
  }

  void clear() {
    slat.clear();
    clat.clear();
    lat.clear();
    percentiles.clear();
    latPercentiles.clear();
    bandwidth.clear();
    iops.clear();
    ios = 0;
    bytes = 0;
    sampledBytes = 0;
    sampledIos = 0;
  }

  /** Bytes a second. */
  long bandwidthBytes() {
    return runtimeMs == 0 ? 0 : bytes * MS_PER_S / runtimeMs;
  }

  double iopsExact() {
    return runtimeMs == 0 ? 0 : (double) ios * MS_PER_S / runtimeMs;
  }
}
