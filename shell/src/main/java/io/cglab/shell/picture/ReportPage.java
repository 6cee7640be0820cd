package io.cglab.shell.picture;

import io.cglab.shell.observe.Instruments;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** One page that shows a run, whole in itself: style, script and data are in it. */
public final class ReportPage {
  private ReportPage() {}

  /** The page, of everything that was recorded until now. */
  static String html(Instruments instruments) throws IOException {
    instruments.recorder().settle();
    String data = ReportData.json(instruments.machine(), instruments.recorder());
    // The data comes last: nothing in it is taken for a place to fill.
    return resource("report.html")
        .replace("/*STYLE*/", resource("report.css"))
        .replace("/*SCRIPT*/", resource("report.js"))
        .replace("/*DATA*/", data);
  }

  /** The style of the page, for other pages that are whole in themselves. */
  public static String style() throws IOException {
    return resource("report.css");
  }

  static String resource(String name) throws IOException {
    try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new AssertionError("not in the jar: " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
