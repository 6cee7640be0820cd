package io.cglab.shell.reproduce;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/** Tables and targets as JSON: KiB/s, and latencies and disk times in us and ms. */
final class JsonTables {
  private JsonTables() {}

  static String of(Results results, List<Finding> findings) {
    ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    ObjectNode root = mapper.createObjectNode();
    root.put("seeds", results.seeds());
    ArrayNode tables = root.putArray("tables");
    results.tables().forEach(table -> table(results, table, tables.addObject()));
    ArrayNode targets = root.putArray("targets");
    for (Finding finding : findings) {
      targets
          .addObject()
          .put("id", finding.id())
          .put("what", finding.what())
          .put("wanted", finding.wanted())
          .put("found", finding.found())
          .put("holds", finding.holds());
    }
    try {
      return mapper.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new AssertionError("a tree can be written", e);
    }
  }

  private static void table(Results results, Table table, ObjectNode out) {
    out.put("id", table.id());
    out.put("title", table.title());
    out.put("kernel", table.profile().kernel());
    out.put("first", "fio " + table.first().options());
    FioLine second = table.second();
    if (second != null) {
      out.put("second", "fio " + second.options());
    }
    table.weights().forEach(out.putArray("weights")::add);
    ArrayNode rows = out.putArray("rows");
    for (PublishedRow row : table.rows()) {
      Figures figures = results.find(table.id(), row.nr());
      if (figures != null) {
        ObjectNode at = rows.addObject();
        at.put("nr", row.nr());
        ObjectNode cglab = at.putObject("cglab");
        ObjectNode posting = at.putObject("posting");
        for (Column column : table.columns()) {
          cglab.put(key(column), figures.value(column));
          if (row.has(column)) {
            posting.put(key(column), row.value(column));
          }
        }
        figures.diskMs().forEach(at.putArray("disk_ms")::add);
      }
    }
  }

  private static String key(Column column) {
    return column.name().toLowerCase(Locale.ROOT) + (column.isLatency() ? "_us" : "_kib_s");
  }
}
