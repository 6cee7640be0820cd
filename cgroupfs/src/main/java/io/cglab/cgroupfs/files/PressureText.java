package io.cglab.cgroupfs.files;

import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.pressure.Pressure;
import io.cglab.core.pressure.PsiResource;
import io.cglab.core.pressure.Reading;
import io.cglab.core.pressure.Stall;

/** The text of a pressure file (control-files.md 7.6). */
public final class PressureText {
  /** Where nobody ever stalls. */
  public static final String IDLE =
      """
      some avg10=0.00 avg60=0.00 avg300=0.00 total=0
      full avg10=0.00 avg60=0.00 avg300=0.00 total=0
      """;

  private static final int AVERAGE_BITS = 11;
  private static final int AVERAGE_MASK = (1 << AVERAGE_BITS) - 1;

  private PressureText() {}

  /** Both lines of a cgroup's pressure file, as of now. */
  public static void show(
      Pressure pressure, Cgroup cgroup, PsiResource resource, StringBuilder out) {
    line(out, "some", pressure.read(cgroup, resource, Stall.SOME));
    line(out, "full", pressure.read(cgroup, resource, Stall.FULL));
  }

  private static void line(StringBuilder out, String name, Reading reading) {
    out.append(name);
    average(out, " avg10=", reading.avg10());
    average(out, " avg60=", reading.avg60());
    average(out, " avg300=", reading.avg300());
    out.append(" total=").append(reading.totalUs()).append('\n');
  }

  private static void average(StringBuilder out, String key, long average) {
    long hundredths = (average & AVERAGE_MASK) * 100 >> AVERAGE_BITS;
    out.append(key).append(average >> AVERAGE_BITS).append(hundredths < 10 ? ".0" : ".");
    out.append(hundredths);
  }
}
