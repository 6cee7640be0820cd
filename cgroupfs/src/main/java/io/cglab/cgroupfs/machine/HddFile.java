package io.cglab.cgroupfs.machine;

import static io.cglab.cgroupfs.machine.MachineFile.bool;
import static io.cglab.cgroupfs.machine.MachineFile.integer;
import static io.cglab.cgroupfs.machine.MachineFile.oneOf;
import static io.cglab.cgroupfs.machine.MachineFile.size;

import io.cglab.core.device.hdd.Hdd;
import io.cglab.core.device.hdd.Hdd.Order;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the parameters of a hard disk under the names of schedulers-and-devices.md 5.1, 5.2 and
 * 5.4; those that a file leaves out are those of the disk of 2009.
 */
final class HddFile {
  /** A data sheet's seek times, in place of a, b and c. */
  private static final List<String> DATA_SHEET = List.of("s1", "s_avg", "s_full");

  static final Set<String> PARAMS =
      Set.of(
          "rpm",
          "spt0",
          "spt1",
          "zones",
          "a",
          "b",
          "c",
          "s1",
          "s_avg",
          "s_full",
          "wSettle",
          "cmdRead",
          "cmdWrite",
          "busRate",
          "raTrigger",
          "raAhead",
          "ncq",
          "policy",
          "ncqAge",
          "wce",
          "wcBytes",
          "wcCmds",
          "wcHigh",
          "wcLow",
          "readsPerDestage",
          "readAnticipate",
          "destageIdle");

  private static final int NS_PER_MS = 1_000_000;
  private static final long MOST_MS = 60_000;
  private static final int MOST = 1_000_000_000;

  private final Map<String, YamlCursor> params;

  private HddFile(Map<String, YamlCursor> params) {
    this.params = params;
  }

  /** Reads a disk; the keys were checked against {@link #PARAMS}. */
  static Hdd read(Map<String, YamlCursor> params) throws MalformedFileException {
    return new HddFile(params).read(Hdd.sata2009());
  }

  private Hdd read(Hdd usual) throws MalformedFileException {
    Hdd.Link link = usual.link();
    return new Hdd(
        platters(usual.platters()),
        arm(usual.arm()),
        new Hdd.Link(
            ms("cmdRead", link.readNs(), 1),
            ms("cmdWrite", link.writeNs(), 1),
            number("busRate", link.megabytes(), MOST)),
        new Hdd.ReadAhead(
            number("raTrigger", usual.readAhead().trigger(), MOST),
            number("raAhead", usual.readAhead().sectors(), MOST)),
        queue(usual.queue()),
        cache(usual.cache()));
  }

  private Hdd.Platters platters(Hdd.Platters usual) throws MalformedFileException {
    int outer = number("spt0", usual.outerSpt(), MOST);
    int inner = number("spt1", Math.min(outer, usual.innerSpt()), MOST);
    if (inner > outer) {
      throw at("spt1").expected("a number up to spt0, which is " + outer);
    }
    int zones = (int) integer(params.get("zones"), usual.zones(), 0, 1000);
    return new Hdd.Platters(number("rpm", usual.rpm(), 100_000), outer, inner, zones);
  }

  private Hdd.Arm arm(Hdd.Arm usual) throws MalformedFileException {
    long settleNs = ms("wSettle", usual.settleNs(), 0);
    YamlCursor sheet = null;
    for (String key : DATA_SHEET) {
      sheet = params.getOrDefault(key, sheet);
    }
    if (sheet == null) {
      return new Hdd.Arm(
          ms("a", usual.aNs(), 0), ms("b", usual.bNs(), 0), ms("c", usual.cNs(), 0), settleNs);
    }
    if (!params.keySet().containsAll(DATA_SHEET)) {
      throw sheet.expected("s1, s_avg and s_full together");
    }
    for (String key : List.of("a", "b", "c")) {
      if (params.containsKey(key)) {
        throw at(key).expected("no such key beside s1, s_avg and s_full");
      }
    }
    try {
      Hdd.Arm fit = Hdd.Arm.fitted(ms("s1", 0, 0), ms("s_avg", 0, 0), ms("s_full", 0, 0));
      return new Hdd.Arm(fit.aNs(), fit.bNs(), fit.cNs(), settleNs);
    } catch (IllegalArgumentException none) {
      throw sheet.expected("seek times that a curve a + b·√d + c·d goes through");
    }
  }

  private Hdd.Queue queue(Hdd.Queue usual) throws MalformedFileException {
    String policy = oneOf(params.get("policy"), List.of("fifo", "sptf", "clook"), "fifo");
    return new Hdd.Queue(
        number("ncq", usual.depth(), Hdd.MOST_QUEUED),
        Order.valueOf(policy.toUpperCase(Locale.ROOT)),
        ms("ncqAge", usual.ageNs(), 1));
  }

  private Hdd.Cache cache(Hdd.Cache usual) throws MalformedFileException {
    YamlCursor bytesAt = params.get("wcBytes");
    long bytes = size(bytesAt, usual.bytes());
    if (bytesAt != null && bytes < 1) {
      throw bytesAt.expected("a size above 0");
    }
    double high = fill("wcHigh", usual.high(), 1);
    double low = fill("wcLow", Math.min(usual.low(), high), high);
    return new Hdd.Cache(
        bool(params.get("wce"), usual.enabled()),
        bytes,
        number("wcCmds", usual.commands(), Hdd.MOST_CACHED),
        high,
        low,
        number("readsPerDestage", usual.readsPerDestage(), MOST),
        ms("readAnticipate", usual.anticipateNs(), 1),
        ms("destageIdle", usual.idleNs(), 1));
  }

  private YamlCursor at(String key) {
    return MachineFile.required(params, key);
  }

  /** A whole number from 1 on. */
  private int number(String key, int otherwise, int most) throws MalformedFileException {
    return (int) integer(params.get(key), otherwise, 1, most);
  }

  /** A share of the cache above 0. */
  private double fill(String key, double otherwise, double most) throws MalformedFileException {
    YamlCursor at = params.get(key);
    double value = at == null ? otherwise : at.number();
    if (at != null && (value <= 0 || value > most)) {
      throw at.expected("a number above 0 and up to " + most);
    }
    return value;
  }

  /** A number of ms, as ns that are at least {@code leastNs}. */
  private long ms(String key, long otherwiseNs, long leastNs) throws MalformedFileException {
    @Nullable YamlCursor at = params.get(key);
    if (at == null) {
      return otherwiseNs;
    }
    long ns = Math.round(Math.min(at.number(), 2.0 * MOST_MS) * NS_PER_MS);
    if (ns < leastNs || ns > MOST_MS * NS_PER_MS) {
      throw at.expected(
          "a number of ms " + (leastNs > 0 ? "above 0" : "from 0") + " to " + MOST_MS);
    }
    return ns;
  }
}
