package io.cglab.shell.reproduce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.cglab.core.Profile;
import io.cglab.shell.compare.Glob;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A posting's tables, from a resource of its name. */
final class Posting {
  private Posting() {}

  /** The tables of "IO scheduler based IO controller V10". */
  static List<Table> v10() {
    try (InputStream in =
        Objects.requireNonNull(Posting.class.getResourceAsStream("v10.yaml"), "in the jar")) {
      List<Table> tables = new ArrayList<>();
      for (JsonNode table : new YAMLMapper().readTree(in)) {
        tables.add(table(table));
      }
      return tables;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Table table(JsonNode of) {
    Profile profile =
        Objects.requireNonNull(Profile.named(of.required("kernel").asText()), "a kernel's name");
    List<Integer> weights = new ArrayList<>();
    of.path("weights").forEach(weight -> weights.add(weight.asInt()));
    List<String> heading = new ArrayList<>();
    of.path("heading").forEach(line -> heading.add(line.asText()));
    List<PublishedRow> rows = new ArrayList<>();
    of.required("rows").forEach(row -> rows.add(PublishedRow.parse(row.asText())));
    return new Table(
        of.required("id").asText(),
        of.required("title").asText(),
        heading,
        profile,
        Objects.requireNonNull(line(of.required("first"))),
        line(of.path("second")),
        weights,
        of.has("group_idle") ? of.get("group_idle").asInt() : null,
        of.path("scheduler").asText("cfq"),
        of.path("existing").asBoolean(),
        of.path("partitions").asBoolean(),
        of.has("ratio") ? of.get("ratio").asDouble() : null,
        rows);
  }

  private static @Nullable FioLine line(JsonNode of) {
    return of.isMissingNode()
        ? null
        : new FioLine(of.required("name").asText(), of.required("options").asText());
  }

  /** Those of the tables, or single rows such as {@code test3-groups:4}, that a glob matches. */
  static List<Table> only(List<Table> tables, String glob) {
    Glob wanted = new Glob(glob);
    List<Table> chosen = new ArrayList<>();
    for (Table table : tables) {
      List<PublishedRow> rows =
          table.rows().stream()
              .filter(
                  row -> wanted.matches(table.id()) || wanted.matches(table.id() + ":" + row.nr()))
              .toList();
      if (!rows.isEmpty()) {
        chosen.add(table.withRows(rows));
      }
    }
    return chosen;
  }
}
