package io.cglab.shell.compare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cglab.shell.compare.Comparison.Proc;
import java.util.List;

/** The result of a comparison as JSON, with everything that the table shows and all series. */
final class JsonReport {
  private JsonReport() {}

  static String of(List<Verdict> verdicts) {
    var mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    ObjectNode root = mapper.createObjectNode();
    ArrayNode scenarios = root.putArray("scenarios");
    verdicts.forEach(verdict -> scenario(verdict, scenarios.addObject()));
    root.put("judged", verdicts.stream().filter(Verdict::isJudged).count());
    root.put("within", verdicts.stream().filter(Verdict::isWithin).count());
    try {
      return mapper.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new AssertionError("a tree can be written", e);
    }
  }

  private static void scenario(Verdict verdict, ObjectNode out) {
    out.put("name", verdict.scenario().name());
    out.put("judged", verdict.isJudged());
    out.put("within", verdict.isWithin());
    verdict.missing().forEach(out.putArray("missing")::add);
    ArrayNode findings = out.putArray("findings");
    for (Finding finding : verdict.findings()) {
      findings
          .addObject()
          .put("criterion", finding.criterion())
          .put("subject", finding.subject())
          .put("kernel", finding.kernel())
          .put("cglab", finding.cglab())
          .put("off", finding.off())
          .put("allowed", finding.allowed());
    }
    if (verdict.aimPercent() != null) {
      out.put("aim_percent", verdict.aimPercent());
    }
    Comparison comparison = verdict.comparison();
    if (comparison == null) {
      return;
    }
    ArrayNode jobs = out.putArray("jobs");
    for (Proc process : comparison.processes()) {
      ObjectNode job = jobs.addObject();
      job.put("title", process.title());
      ObjectNode kernel = job.putObject("kernel");
      kernel.put("ios", process.recorded().ios()).put("bytes", process.recorded().bytes());
      latency(process.recorded().latency(), kernel);
      series(kernel, "first_completions_us", process.recorded().firstCompletionsUs());
      series(kernel, "kib_per_100ms", process.recorded().kibPer100ms());
      ObjectNode cglab = job.putObject("cglab");
      cglab.put("ios", process.emulated().ios()).put("bytes", process.emulated().bytes());
      latency(process.emulated().latency(), cglab);
      List<Long> completions = process.emulated().completionsUs();
      series(
          cglab,
          "first_completions_us",
          completions.subList(0, Math.min(Measured.FIRST_COMPLETIONS, completions.size())));
      int tenths = process.recorded().kibPer100ms().size();
      series(cglab, "kib_per_100ms", process.emulated().kibPer100ms(tenths));
    }
    ObjectNode files = out.putObject("files");
    comparison
        .scenario()
        .kernel()
        .files()
        .forEach(
            (file, text) ->
                files
                    .putObject(file)
                    .put("kernel", text)
                    .put("cglab", comparison.files().get(file)));
  }

  private static void latency(Latency latency, ObjectNode out) {
    out.putObject("lat_us")
        .put("mean", latency.meanUs())
        .put("p50", latency.p50Us())
        .put("p90", latency.p90Us())
        .put("p99", latency.p99Us())
        .put("max", latency.maxUs());
  }

  private static void series(ObjectNode out, String key, List<Long> values) {
    ArrayNode array = out.putArray(key);
    values.forEach(value -> array.add(value.longValue()));
  }
}
