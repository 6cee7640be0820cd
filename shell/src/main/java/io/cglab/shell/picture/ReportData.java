package io.cglab.shell.picture;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.cglab.cgroupfs.CgroupFs;
import io.cglab.shell.observe.Histograms;
import io.cglab.shell.observe.Mark;
import io.cglab.shell.observe.Recorder;
import io.cglab.shell.observe.Series;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the page shows, as JSON. Times are ns since boot; bins as of {@link Span}; a value that does
 * not exist is null.
 */
final class ReportData {
  private static final MathContext DIGITS = new MathContext(7);

  private final Recorder recorder;
  private final Span span;
  private final JsonGenerator json;
  private final StringWriter out = new StringWriter();
  private final Map<Histograms, Integer> histograms = new IdentityHashMap<>();

  private ReportData(Recorder recorder) throws IOException {
    this.recorder = recorder;
    this.span = Span.of(recorder);
    this.json = new JsonFactory().createGenerator(out);
  }

  /** The JSON text, without any {@code <}, so that it may stand in a script element. */
  static String json(CgroupFs machine, Recorder recorder) throws IOException {
    ReportData data = new ReportData(recorder);
    data.write(machine);
    return data.out.toString().replace("<", "\\u003c");
  }

  private void write(CgroupFs machine) throws IOException {
    json.writeStartObject();
    json.writeStringField("machine", machine.spec().name());
    json.writeNumberField("startNs", span.startNs());
    json.writeNumberField("widthNs", span.widthNs());
    json.writeNumberField("bins", span.bins());
    json.writeNumberField("endNs", span.endNs());
    json.writeNumberField("binsPerRow", Histograms.BINS_PER_ROW);
    figures();
    histograms();
    disks(machine);
    tree(machine);
    json.writeArrayFieldStart("marks");
    for (Mark mark : recorder.marks()) {
      json.writeStartObject();
      json.writeNumberField("ns", mark.ns());
      json.writeStringField("cgroup", mark.cgroup());
      json.writeStringField("text", mark.text());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
    json.close();
  }

  // ---- figures

  private void figures() throws IOException {
    json.writeArrayFieldStart("figures");
    for (Figure figure : Figures.of(recorder)) {
      json.writeStartObject();
      json.writeStringField("id", figure.id());
      json.writeStringField("title", figure.title());
      json.writeStringField("note", figure.note());
      json.writeStringField("empty", figure.empty());
      json.writeStringField("unit", figure.unit().name());
      json.writeArrayFieldStart("lines");
      for (Line line : figure.lines()) {
        json.writeStartObject();
        json.writeStringField("owner", line.owner().label());
        json.writeNumberField("color", line.owner().color());
        json.writeStringField("variant", line.variant());
        json.writeStringField("dashes", line.stroke().dashes());
        json.writeBooleanField("limit", line.stroke() == Line.Stroke.LIMIT);
        values(line.values());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void values(Values values) throws IOException {
    if (values instanceof Values.Rate rate) {
      json.writeStringField("kind", "rate");
      array("sums", rate.sums());
    } else if (values instanceof Values.Mean mean) {
      json.writeStringField("kind", "mean");
      array("sums", mean.areas());
    } else if (values instanceof Values.Weighted weighted) {
      json.writeStringField("kind", "weighted");
      array("sums", weighted.sums());
      array("weights", weighted.weights());
    } else if (values instanceof Values.Quantile quantile) {
      json.writeStringField("kind", "quantile");
      json.writeNumberField("quantile", quantile.quantile());
      json.writeNumberField(
          "histogram", histograms.computeIfAbsent(quantile.histograms(), of -> histograms.size()));
    } else if (values instanceof Values.Steps steps) {
      json.writeStringField("kind", "steps");
      json.writeArrayFieldStart("ns");
      for (long ns : steps.ns()) {
        json.writeNumber(ns);
      }
      json.writeEndArray();
      array("values", steps.values());
    }
  }

  private void array(String name, double[] values) throws IOException {
    json.writeArrayFieldStart(name);
    for (double value : values) {
      number(value);
    }
    json.writeEndArray();
  }

  private void number(double value) throws IOException {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      json.writeNull();
    } else if (value == 0) {
      json.writeNumber(0);
    } else {
      BigDecimal rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
      json.writeNumber(
          rounded.scale() <= 0 ? rounded.toBigInteger().toString() : rounded.toString());
    }
  }

  /** Rows as flat lists: class, count, class, count; and the longest of each row. */
  private void histograms() throws IOException {
    Histograms[] all = new Histograms[histograms.size()];
    histograms.forEach((of, index) -> all[index] = of);
    int rows = (span.bins() + Histograms.BINS_PER_ROW - 1) / Histograms.BINS_PER_ROW;
    json.writeArrayFieldStart("classNs");
    for (int c = 0; c < Histograms.CLASSES; c++) {
      json.writeNumber(Math.round(Histograms.middleNs(c)));
    }
    json.writeEndArray();
    json.writeArrayFieldStart("histograms");
    for (Histograms of : all) {
      json.writeStartObject();
      json.writeArrayFieldStart("rows");
      for (int at = 0; at < rows; at++) {
        json.writeStartArray();
        int[] row = of.row(at);
        for (int c = 0; row != null && c < row.length; c++) {
          if (row[c] > 0) {
            json.writeNumber(c);
            json.writeNumber(row[c]);
          }
        }
        json.writeEndArray();
      }
      json.writeEndArray();
      json.writeArrayFieldStart("longestNs");
      for (int at = 0; at < rows; at++) {
        json.writeNumber(of.longestNs(at));
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  // ---- tables

  private void disks(CgroupFs machine) throws IOException {
    json.writeArrayFieldStart("disks");
    List<Series> shown = Figures.shown(recorder);
    for (var disk : machine.machine().disks().all()) {
      List<Series> here = shown.stream().filter(series -> series.disk() == disk).toList();
      if (here.isEmpty()) {
        continue;
      }
      json.writeStartObject();
      json.writeStringField("name", disk.name());
      json.writeStringField("dev", disk.dev().toString());
      json.writeNumberField("sectors", disk.sectors());
      json.writeBooleanField("rotational", disk.isRotational());
      json.writeNumberField("depth", disk.queueDepth());
      json.writeStringField("scheduler", scheduler(machine, disk.name()));
      json.writeArrayFieldStart("rows");
      for (Series series : here) {
        row(series);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static String scheduler(CgroupFs machine, String disk) {
    try {
      String text =
          java.nio.file.Files.readString(
              machine.fileSystem().getPath("/sys/block/" + disk + "/queue/scheduler"));
      int from = text.indexOf('[');
      return from < 0 ? text.strip() : text.substring(from + 1, text.indexOf(']'));
    } catch (IOException none) {
      return "none";
    }
  }

  private void row(Series series) throws IOException {
    json.writeStartObject();
    json.writeStringField("cgroup", series.label());
    json.writeNumberField("readIos", series.totalIos(false));
    json.writeNumberField("readBytes", series.totalBytes(false));
    json.writeNumberField("writeIos", series.totalIos(true));
    json.writeNumberField("writeBytes", series.totalBytes(true));
    json.writeArrayFieldStart("latencyNs");
    for (double quantile : new double[] {0.5, 0.9, 0.99, 1}) {
      number(series.latency().quantileNs(quantile, 0, span.bins()));
    }
    json.writeEndArray();
    json.writeFieldName("throttled");
    number(new Values.Mean(span, series.parkedNs(span.bins())).over(0, span.bins()));
    json.writeFieldName("queued");
    number(new Values.Mean(span, series.queuedNs(span.bins())).over(0, span.bins()));
    json.writeFieldName("inDevice");
    number(new Values.Mean(span, series.inDeviceNs(span.bins())).over(0, span.bins()));
    json.writeEndObject();
  }

  private void tree(CgroupFs machine) throws IOException {
    json.writeStringField("root", machine.root().toString());
    json.writeArrayFieldStart("tree");
    for (Settings.Entry entry : Settings.of(machine)) {
      json.writeStartObject();
      json.writeStringField("path", entry.path());
      json.writeNumberField("processes", entry.processes());
      json.writeObjectFieldStart("files");
      for (var file : entry.files().entrySet()) {
        json.writeStringField(file.getKey(), file.getValue());
      }
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("removed");
    for (Series series : recorder.series()) {
      if (series.isRemoved()) {
        json.writeString(series.path());
      }
    }
    json.writeEndArray();
  }
}
