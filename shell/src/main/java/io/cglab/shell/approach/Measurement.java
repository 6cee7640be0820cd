package io.cglab.shell.approach;

import java.util.Locale;

/**
 * What two jobs got.
 *
 * @param diskPercent part of the time in which the disk was at work
 */
public record Measurement(Job a, Job b, double diskPercent) {
  private static final double PERCENT = 100;
  private static final double KIB_PER_MIB = 1024;

  /**
   * What a job got.
   *
   * @param ios I/Os that were complete within the run
   * @param worstMs the longest latency
   * @param diskPercent part of the run in which the disk worked for it
   */
  public record Job(
      double ios,
      double iops,
      double kibPerSecond,
      double meanMs,
      double worstMs,
      double diskPercent) {
    /** A job that did not run. */
    public static final Job NONE = new Job(0, 0, 0, 0, 0, 0);
  }

  /**
   * One number, by its name in approaches.yaml.
   *
   * @throws IllegalArgumentException for a name that is none
   */
  public double value(String name) {
    return switch (name) {
      case "a.iops" -> a.iops();
      case "b.iops" -> b.iops();
      case "a.mib" -> a.kibPerSecond() / KIB_PER_MIB;
      case "b.mib" -> b.kibPerSecond() / KIB_PER_MIB;
      case "a.ios.percent" -> percent(a.ios(), b.ios());
      case "a.bytes.percent" -> percent(a.kibPerSecond(), b.kibPerSecond());
      case "a.disk.percent" -> percent(a.diskPercent(), b.diskPercent());
      case "a.mean.ms" -> a.meanMs();
      case "a.worst.ms" -> a.worstMs();
      case "b.worst.ms" -> b.worstMs();
      case "disk.percent" -> diskPercent;
      default -> throw new IllegalArgumentException("no number is called " + name);
    };
  }

  private static double percent(double a, double b) {
    return a + b == 0 ? 0 : PERCENT * a / (a + b);
  }

  /** The number as text, with its unit. */
  public String text(String name) {
    double value = value(name);
    String form = name.endsWith(".percent") ? "%.1f %%" : name.endsWith(".iops") ? "%.0f" : "%.1f";
    return String.format(Locale.ROOT, form, value);
  }
}
