package io.cglab.core.elevator;

/** Tunables of kyber: latency targets in ns, unsigned (control-files.md 7.4). */
public final class KyberTunables {
  private long readLatNs = 2_000_000;
  private long writeLatNs = 10_000_000;

  public long readLatNs() {
    return readLatNs;
  }

  public void setReadLatNs(long ns) {
    readLatNs = ns;
  }

  public long writeLatNs() {
    return writeLatNs;
  }

  public void setWriteLatNs(long ns) {
    writeLatNs = ns;
  }
}
