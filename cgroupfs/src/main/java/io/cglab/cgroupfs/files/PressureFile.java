package io.cglab.cgroupfs.files;

/** io.pressure and its siblings (control-files.md 7.6): nobody waits on an idle machine. */
final class PressureFile {
  private PressureFile() {}

  static void show(FileContext context, StringBuilder out) {
    out.append("some avg10=0.00 avg60=0.00 avg300=0.00 total=0\n");
    out.append("full avg10=0.00 avg60=0.00 avg300=0.00 total=0\n");
  }
}
