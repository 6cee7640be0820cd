package io.cglab.shell.fio;

import io.cglab.core.task.Blocks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One job as it was described: its own options and those that it has from the global section. */
final class JobSpec {
  private static final int KIBI = 1024;
  private static final int KINDS = 3;
  private static final int PERCENT = 100;
  private static final String DEFAULT_PERCENTILES =
      "1:5:10:20:30:40:50:60:70:80:90:95:99:99.5:99.9:99.95:99.99";

  private final String name;
  private final Map<String, String> global;
  private final Map<String, String> own = new LinkedHashMap<>();

  JobSpec(String name, Map<String, String> global) {
    this.name = name;
    this.global = new LinkedHashMap<>(global);
  }

  String name() {
    return own.getOrDefault("name", name);
  }

  /** The options of the job's own section, as typed. */
  Map<String, String> own() {
    return own;
  }

  /** The options of the global section, as typed. */
  Map<String, String> global() {
    return global;
  }

  /**
   * Sets an option; an empty value is that of a flag which was given without one.
   *
   * @throws FioException if the value is refused
   */
  void set(JobOption option, String value) {
    if (value.isEmpty() && option.takesNoValue()) {
      own.put(option.name(), "");
      return;
    }
    option.check(value, kbBase());
    own.put(option.name(), value);
    if (option.form() == JobOption.Form.TEXT) {
      checkText(option.name(), value);
    }
  }

  private void checkText(String option, String value) {
    try {
      switch (option) {
        case "bs", "bssplit", "bsrange" -> blocks();
        case "rate", "rate_iops" -> rates();
        case "percentile_list" -> percentiles();
        default -> {
          // any text
        }
      }
    } catch (NumberFormatException e) {
      throw new FioException("fio: failed parsing " + option + "=" + value);
    }
  }

  @Nullable String text(String option) {
    return own.containsKey(option) ? own.get(option) : global.get(option);
  }

  String text(String option, String otherwise) {
    String value = text(option);
    return value == null ? otherwise : value;
  }

  boolean has(String option) {
    return text(option) != null;
  }

  long number(String option, long otherwise) {
    String value = text(option);
    return value == null ? otherwise : Long.parseLong(value);
  }

  boolean flag(String option, boolean otherwise) {
    String value = text(option);
    return value == null ? otherwise : value.isEmpty() || !value.equals("0");
  }

  /** A time in ns; 0 if it is not set. */
  long time(String option) {
    String value = text(option);
    JobOption known = JobOption.find(option);
    return value == null || known == null ? 0 : Values.time(value, known.defaultNs()).orElse(0);
  }

  /** A size in bytes or a percentage of {@code whole}. */
  long part(String option, long whole, long otherwise) {
    String value = text(option);
    if (value == null) {
      return otherwise;
    }
    return value.endsWith("%")
        ? (long) (whole / (double) PERCENT * Long.parseLong(value.substring(0, value.length() - 1)))
        : Values.size(value, kbBase()).orElse(otherwise);
  }

  private int kbBase() {
    return (int) number("kb_base", KIBI) == KIBI ? KIBI : 1000;
  }

  RwMode rw() {
    return RwMode.named(text("rw", "read"));
  }

  Engine engine() {
    return Engine.named(text("ioengine", "psync"));
  }

  int ioDepth() {
    return (int) number("iodepth", 1);
  }

  boolean isDirect() {
    return has("buffered") ? !flag("buffered", true) : flag("direct", false);
  }

  int readPercent() {
    return has("rwmixwrite") && !has("rwmixread")
        ? PERCENT - (int) number("rwmixwrite", 50)
        : (int) number("rwmixread", 50);
  }

  List<String> files() {
    List<String> names = new ArrayList<>();
    String joined = text("filename", "");
    String directory = text("directory", "");
    for (String file : joined.split("(?<!\\\\):")) {
      String plain = file.replace("\\:", ":");
      boolean below = !directory.isEmpty() && !plain.startsWith("/") && !plain.isEmpty();
      if (!plain.isEmpty()) {
        names.add(below ? directory + "/" + plain : plain);
      }
    }
    return names;
  }

  /** The names of a clone's own files, where there is no filename. */
  List<String> ownFiles(int clone) {
    String directory = text("directory", "");
    String file = name() + "." + clone + ".0";
    return List.of(directory.isEmpty() ? file : directory + "/" + file);
  }

  List<Double> percentiles() {
    List<Double> list = new ArrayList<>();
    for (String number : text("percentile_list", DEFAULT_PERCENTILES).split(":")) {
      list.add(Double.valueOf(number));
    }
    list.sort(null);
    return list;
  }

  /** Sizes of reads, writes and discards. */
  Blocks[] blocks() {
    String split = text("bssplit");
    if (split != null) {
      return byKind(split, this::splitOf);
    }
    String range = text("bsrange");
    if (range != null) {
      return byKind(range, this::rangeOf);
    }
    return byKind(text("bs", "4k").replace('-', ','), this::sizeOf);
  }

  private interface Form {
    Blocks of(String text);
  }

  /** What is left out is as the one before; a missing first is 4 KiB. */
  private static Blocks[] byKind(String text, Form form) {
    String[] parts = text.split(",", -1);
    Blocks[] blocks = new Blocks[KINDS];
    for (int i = 0; i < KINDS; i++) {
      String part = i < parts.length ? parts[i] : "";
      Blocks before = i == 0 ? Blocks.of(4 * KIBI) : blocks[i - 1];
      blocks[i] = part.isEmpty() ? before : form.of(part);
    }
    return blocks;
  }

  private int bytes(String text) {
    long size = Values.size(text, kbBase()).orElseThrow(NumberFormatException::new);
    if (size > Integer.MAX_VALUE) {
      throw new NumberFormatException(text);
    }
    if (size < 1) {
      throw new FioException(
          "bs: min value out of range: " + text + " (1 min)\nfio: failed parsing bs=" + text);
    }
    if (size % Targets.SECTOR != 0) {
      throw new FioException(
          "fio: bs="
              + text
              + ": direct I/O on a disk takes multiples of its block of "
              + Targets.SECTOR
              + " bytes");
    }
    return (int) size;
  }

  private Blocks sizeOf(String text) {
    return Blocks.of(bytes(text));
  }

  /** All multiples of the lower bound up to the upper one are equally likely; at most 100 sizes. */
  private Blocks rangeOf(String text) {
    String[] ends = text.split("-", -1);
    int from = bytes(ends[0]);
    int to = ends.length == 2 ? bytes(ends[1]) : from;
    int count = to / from;
    if (count < 1 || count > PERCENT) {
      throw new NumberFormatException(text);
    }
    List<Integer> sizes = new ArrayList<>();
    List<Integer> percents = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sizes.add(from * (i + 1));
      percents.add(PERCENT * (i + 1) / count - PERCENT * i / count);
    }
    return new Blocks(sizes, percents);
  }

  private Blocks splitOf(String text) {
    List<Integer> sizes = new ArrayList<>();
    List<Integer> percents = new ArrayList<>();
    int left = PERCENT;
    int open = 0;
    for (String entry : text.split(":", -1)) {
      String[] pair = entry.split("/", -1);
      sizes.add(bytes(pair[0]));
      boolean isOpen = pair.length < 2 || pair[1].isEmpty();
      percents.add(isOpen ? -1 : Integer.parseInt(pair[1]));
      left -= Math.max(0, percents.get(percents.size() - 1));
      open += isOpen ? 1 : 0;
    }
    if (left < 0 || (open == 0 && left > 0)) {
      throw new FioException("fio: bssplit percentages are not 100% in all: " + text);
    }
    for (int i = 0; i < percents.size(); i++) {
      if (percents.get(i) < 0) {
        percents.set(i, left / open);
        left -= percents.get(i);
        open--;
      }
    }
    return new Blocks(sizes, percents);
  }

  /** Bytes a second of reads, writes and discards; 0 for no bound. */
  long[] rates() {
    long[] rates = new long[KINDS];
    String bytes = text("rate");
    String ios = text("rate_iops");
    String[] parts = (bytes != null ? bytes : ios != null ? ios : "").split(",", -1);
    Blocks[] blocks = blocks();
    for (int i = 0; i < KINDS; i++) {
      String part = i < parts.length ? parts[i] : parts.length == 1 ? parts[0] : "";
      if (!part.isEmpty()) {
        long rate = Values.size(part, kbBase()).orElseThrow(NumberFormatException::new);
        rates[i] = bytes != null ? rate : rate * blocks[i].smallest();
      }
    }
    return rates;
  }
}
