package io.cglab.shell.compare;

import static io.cglab.shell.compare.Samples.group;
import static io.cglab.shell.compare.Samples.measured;
import static io.cglab.shell.compare.Samples.reader;
import static io.cglab.shell.compare.Samples.recorded;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class ReportTest {
  private static final Scenario SCENARIO =
      Samples.scenario(
          List.of(group("a", "$DEV0 rbps=1000")),
          List.of(reader("a")),
          List.of(),
          List.of(recorded(125, List.of(1000L), 4L, 4L, 0L)),
          Map.of());
  private static final Comparison COMPARISON =
      Comparison.of(SCENARIO, List.of(measured(1.25, 120, 130)), Map.of());
  private static final Finding FINDING =
      new Finding("ios", "job 1 (a)", "2", "3", "+1, +50.00 %", "+-0.5");
  private static final Verdict WITHIN =
      new Verdict(SCENARIO, COMPARISON, List.of(), null, List.of(), null);
  private static final Verdict OUTSIDE =
      new Verdict(SCENARIO, COMPARISON, List.of(), null, List.of(FINDING), null);
  private static final Verdict MISSING =
      new Verdict(SCENARIO, null, List.of("scheduler bfq is not there yet"), null, List.of(), null);
  private static final Verdict OPEN =
      new Verdict(SCENARIO, COMPARISON, List.of(), "not yet explained", List.of(), 5.0);

  @Test
  void aTableJobByJobAndWhatFails() {
    assertThat(Report.lines(OUTSIDE).stream().map(line -> line.strip().replaceAll(" +", " ")))
        .containsExactly(
            "sample: outside",
            "job I/Os kernel cglab diff median kernel cglab diff first diff",
            "job 1 (a) 2 3 +50.00 % 125.0 us 100.0 us -20.00 % 250 us",
            "ios: job 1 (a): kernel 2, cglab 3 (+1, +50.00 %), allowed +-0.5");
    assertThat(Report.lines(WITHIN).get(0)).isEqualTo("sample: within tolerance");
    assertThat(Report.lines(MISSING))
        .containsExactly("sample: outside", "  missing: scheduler bfq is not there yet");
    assertThat(Report.lines(OPEN).subList(1, 3).stream().map(l -> l.strip().replaceAll(" +", " ")))
        .containsExactly(
            "job I/Os kernel cglab diff median kernel cglab diff first diff I/Os +-5.0 %",
            "job 1 (a) 2 3 +50.00 % 125.0 us 100.0 us -20.00 % 250 us beyond");
    assertThat(Report.lines(OPEN)).startsWith("sample: not judged").endsWith("  not yet explained");
  }

  @Test
  void onlyJudgedScenariosCount() {
    assertThat(Report.total(List.of(WITHIN, OUTSIDE, MISSING)))
        .isEqualTo("1 of 3 scenarios within tolerance");
    assertThat(Report.total(List.of(WITHIN, OPEN)))
        .isEqualTo("1 of 1 scenarios within tolerance, 1 not judged");
  }

  @Test
  void manyFindingsOfAKindAreCounted() {
    var many =
        new Verdict(
            SCENARIO,
            null,
            List.of(),
            null,
            List.of(FINDING, FINDING, FINDING, FINDING, FINDING, FINDING, FINDING),
            null);

    assertThat(Report.lines(many))
        .hasSize(7)
        .endsWith("  and 2 more of the same kinds (--json shows all)");
  }

  @Test
  void jsonHoldsBothSides() throws Exception {
    JsonNode root = new ObjectMapper().readTree(JsonReport.of(List.of(OUTSIDE, MISSING, OPEN)));

    assertThat(root.path("judged").asInt()).isEqualTo(2);
    assertThat(root.path("within").asInt()).isZero();
    JsonNode job = root.path("scenarios").path(0).path("jobs").path(0);
    assertThat(job.path("kernel").path("ios").asInt()).isEqualTo(2);
    assertThat(job.path("cglab").path("kib_per_100ms")).hasSize(3);
    JsonNode findings = root.path("scenarios").path(0).path("findings");
    assertThat(findings).hasSize(1);
    assertThat(findings.path(0).path("off").asText()).isEqualTo("+1, +50.00 %");
    assertThat(root.path("scenarios").path(0).has("aim_percent")).isFalse();
    assertThat(root.path("scenarios").path(2).path("aim_percent").asDouble()).isEqualTo(5);
    assertThat(root.path("scenarios").path(1).path("missing").path(0).asText())
        .isEqualTo("scheduler bfq is not there yet");
  }

  @Test
  void thePictureIsWellFormedAndHasBothLinesOfEachJob() throws Exception {
    String svg = Plot.svg(List.of(OUTSIDE, MISSING, WITHIN));

    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    assertThat(document.getDocumentElement().getTagName()).isEqualTo("svg");
    assertThat(document.getElementsByTagName("polyline").getLength()).isEqualTo(4);
    assertThat(svg).contains("sample: outside").doesNotContain("href");
  }
}
