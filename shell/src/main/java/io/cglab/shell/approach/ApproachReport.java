package io.cglab.shell.approach;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** A comparison of approaches as text, JSON and a page. */
public final class ApproachReport {
  private ApproachReport() {}

  /** A table, each column headed by a letter that is explained above it. */
  public static String text(Approaches of, List<Outcome> outcomes) {
    StringBuilder out = new StringBuilder();
    out.append("Jobs A and B for ").append(of.seconds()).append(" s of virtual time:\n");
    for (Workload workload : of.workloads()) {
      out.append("  ")
          .append(workload.name())
          .append(", ")
          .append(workload.disk())
          .append(" disk: A ")
          .append(workload.a());
      out.append(workload.b().isEmpty() ? ", B nothing" : ", B " + workload.b()).append('\n');
    }
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of("approach", "setting"));
    char letter = 'a';
    for (Column column : of.columns()) {
      out.append("  (").append(letter).append(") ").append(column.title());
      out.append(" [").append(column.workload()).append("]\n");
      head.add("(" + letter++ + ")");
    }
    rows.add(head);
    for (Outcome outcome : outcomes) {
      List<String> row = new ArrayList<>();
      row.add(outcome.approach().name());
      row.add(outcome.approach().setting());
      of.columns().forEach(column -> row.add(outcome.text(column)));
      rows.add(row);
    }
    out.append('\n');
    int[] widths = new int[head.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String gap = " ".repeat(widths[i] - row.get(i).length());
        line.append(i == 0 ? "" : "  ").append(i < 2 ? row.get(i) + gap : gap + row.get(i));
      }
      out.append(line.toString().stripTrailing()).append('\n');
    }
    return out.toString();
  }

  /** Everything that was measured. */
  public static String json(Approaches of, List<Outcome> outcomes) {
    ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    ObjectNode root = mapper.createObjectNode();
    root.put("seconds", of.seconds());
    ArrayNode approaches = root.putArray("approaches");
    for (Outcome outcome : outcomes) {
      Approach approach = outcome.approach();
      ObjectNode node = approaches.addObject();
      node.put("name", approach.name());
      node.put("controls", approach.controls());
      node.put("sits", approach.sits());
      node.put("unit", approach.unit());
      node.put("setting", approach.setting());
      ObjectNode measured = node.putObject("workloads");
      for (Workload workload : of.workloads()) {
        Measurement values = outcome.byWorkload().get(workload.name());
        if (values != null) {
          ObjectNode at = measured.putObject(workload.name());
          job(at.putObject("a"), values.a());
          job(at.putObject("b"), values.b());
          at.put("disk_percent", values.diskPercent());
        }
      }
    }
    try {
      return mapper.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new AssertionError("a tree can be written", e);
    }
  }

  private static void job(ObjectNode node, Measurement.Job job) {
    node.put("ios", job.ios());
    node.put("iops", job.iops());
    node.put("kib_per_second", job.kibPerSecond());
    node.put("mean_ms", job.meanMs());
    node.put("worst_ms", job.worstMs());
    node.put("disk_percent", job.diskPercent());
  }

  /** A page, whole in itself: the teaching matrix with numbers and bars. */
  public static String html(Approaches of, List<Outcome> outcomes) {
    StringBuilder out = new StringBuilder();
    out.append(
        """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><title>Approaches to block I/O control</title>
        <style>
        body { font: 15px/1.4 system-ui, sans-serif; margin: 2em; }
        table { border-collapse: collapse; }
        th, td { border: 1px solid #bbb; padding: 4px 8px; text-align: left; vertical-align: top; }
        td.n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
        div.bar { height: 5px; background: #3b6ea5; margin-top: 3px; }
        </style></head><body>
        <h1>One workload, several approaches</h1>
        """);
    out.append("<p>Jobs A and B for ")
        .append(of.seconds())
        .append(" s of virtual time.</p>\n<ul>\n");
    for (Workload workload : of.workloads()) {
      out.append("<li><b>")
          .append(escaped(workload.name()))
          .append("</b>, ")
          .append(escaped(workload.disk()))
          .append(" disk: A <code>");
      out.append(escaped(workload.a())).append("</code>, B ");
      out.append(workload.b().isEmpty() ? "nothing" : "<code>" + escaped(workload.b()) + "</code>");
      out.append("</li>\n");
    }
    out.append("</ul>\n<table>\n<tr>");
    for (String title : List.of("approach", "controls", "sits", "unit", "setting")) {
      out.append("<th>").append(title).append("</th>");
    }
    for (Column column : of.columns()) {
      out.append("<th>").append(escaped(column.title())).append("<br><small>");
      out.append(escaped(column.workload())).append("</small></th>");
    }
    out.append("</tr>\n");
    for (Outcome outcome : outcomes) {
      Approach approach = outcome.approach();
      out.append("<tr>");
      for (String text :
          List.of(
              approach.name(),
              approach.controls(),
              approach.sits(),
              approach.unit(),
              approach.setting())) {
        out.append("<td>").append(escaped(text)).append("</td>");
      }
      for (Column column : of.columns()) {
        out.append("<td class=\"n\">").append(escaped(outcome.text(column)));
        if (column.value().endsWith(".percent")) {
          long width = Math.round(outcome.of(column).value(column.value()));
          out.append("<div class=\"bar\" style=\"width:").append(width).append("%\"></div>");
        }
        out.append("</td>");
      }
      out.append("</tr>\n");
    }
    return out.append("</table>\n</body></html>\n").toString();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
