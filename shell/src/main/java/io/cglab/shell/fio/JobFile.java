package io.cglab.shell.fio;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A job file: sections of options, {@code [global]} for those behind it. */
final class JobFile {
  private JobFile() {}

  /**
   * The jobs of a file.
   *
   * @param before options that hold for all of them
   * @throws FioException if anything is refused
   */
  static List<JobSpec> parse(String text, Map<String, String> before) {
    List<JobSpec> jobs = new ArrayList<>();
    JobSpec globals = new JobSpec("global", Map.of());
    globals.own().putAll(before);
    JobSpec section = null;
    for (String raw : text.split("\n", -1)) {
      String line = withoutComment(raw);
      if (line.isEmpty()) {
        continue;
      }
      if (line.startsWith("[")) {
        int end = line.lastIndexOf(']');
        String name = line.substring(1, end < 0 ? line.length() : end);
        if (name.equals("global")) {
          section = globals;
        } else {
          section = new JobSpec(name, sorted(globals.own()));
          jobs.add(section);
        }
      } else if (section == null) {
        throw new FioException("fio: option <" + line + "> outside of [] job section");
      } else {
        set(section, line);
      }
    }
    for (JobSpec job : jobs) {
      Map<String, String> sorted = sorted(job.own());
      job.own().clear();
      job.own().putAll(sorted);
    }
    return jobs;
  }

  /** Comments begin with # or ;, at the start of a line or after a blank. */
  private static String withoutComment(String line) {
    for (int i = 0; i < line.length(); i++) {
      boolean marks = line.charAt(i) == '#' || line.charAt(i) == ';';
      if (marks && (i == 0 || Character.isWhitespace(line.charAt(i - 1)))) {
        return line.substring(0, i).strip();
      }
    }
    return line.strip();
  }

  private static void set(JobSpec section, String line) {
    int equals = line.indexOf('=');
    String name = equals < 0 ? line : line.substring(0, equals).strip();
    String value = equals < 0 ? "" : line.substring(equals + 1).strip();
    String dropped = "\nfio: job " + section.name() + " dropped";
    JobOption option = JobOption.find(name);
    if (name.equals("include")) {
      throw new FioException("fio: include is not simulated here");
    } else if (option == null && JobOption.isAbsent(name)) {
      throw new FioException("fio: option <" + name + "> is not simulated here" + dropped);
    } else if (option == null) {
      throw new FioException("Bad option <" + line + ">" + dropped);
    }
    if (equals < 0 && !option.takesNoValue()) {
      throw new FioException(
          "Option " + name + " requires an argument\nfio: failed parsing " + name + dropped);
    }
    try {
      section.set(option, value);
    } catch (FioException refused) {
      throw new FioException(refused.message() + dropped, refused.listing());
    }
  }

  /** fio takes the file's name last. */
  private static Map<String, String> sorted(Map<String, String> options) {
    Map<String, String> sorted = new LinkedHashMap<>();
    options.entrySet().stream()
        .sorted(Comparator.comparing(entry -> entry.getKey().equals("filename")))
        .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    return sorted;
  }
}
