package io.cglab.core.device.hdd;

/**
 * Where a sector lies. The disk is one long track that is wound up: sector l is {@link #turns} away
 * from sector 0, and its angle is the fraction of that. So the angle goes on with the sectors at
 * the rate at which they are read, wherever tracks become shorter. Skew between tracks is part of
 * their length.
 */
final class Geometry {
  private final long sectors;
  private final int outer;
  private final int slope;

  // With zones: the sectors of each but the last, and of each zone its track length and the turns
  // before it.
  private final long zoneSectors;
  private final double[] zoneSpt;
  private final double[] zoneTurns;

  Geometry(Hdd.Platters platters, long sectors) {
    this.sectors = sectors;
    outer = platters.outerSpt();
    slope = platters.innerSpt() - outer;
    int zones = slope == 0 ? 1 : platters.zones();
    zoneSectors = zones == 0 ? sectors : (sectors + zones - 1) / zones;
    zoneSpt = new double[zones];
    zoneTurns = new double[zones];
    double turns = 0;
    for (int z = 0; z < zones; z++) {
      zoneSpt[z] = outer + slope * (z + 0.5) / zones;
      zoneTurns[z] = turns;
      turns += zoneSectors / zoneSpt[z];
    }
  }

  long sectors() {
    return sectors;
  }

  /** Sectors of the track at a sector. */
  double spt(long sector) {
    return zoneSpt.length == 0
        ? outer + slope * ((double) sector / sectors)
        : zoneSpt[zone(sector)];
  }

  /** Turns of the platters that it takes to read all sectors before this one. */
  double turns(long sector) {
    if (zoneSpt.length == 0) {
      // the integral of 1 / spt; the library's own logarithm is the same on all machines
      double part = (double) sector / sectors;
      return sectors * StrictMath.log1p(part * slope / outer) / slope;
    }
    int z = zone(sector);
    return zoneTurns[z] + (sector - z * zoneSectors) / zoneSpt[z];
  }

  private int zone(long sector) {
    return (int) Math.min(sector / zoneSectors, zoneSpt.length - 1);
  }
}
