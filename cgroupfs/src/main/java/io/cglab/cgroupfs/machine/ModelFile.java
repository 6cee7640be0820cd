package io.cglab.cgroupfs.machine;

import static io.cglab.cgroupfs.machine.MachineFile.bool;
import static io.cglab.cgroupfs.machine.MachineFile.integer;
import static io.cglab.cgroupfs.machine.MachineFile.oneOf;
import static io.cglab.cgroupfs.machine.MachineFile.size;

import com.google.common.collect.ImmutableMap;
import io.cglab.core.device.CopiedDisk;
import io.cglab.core.device.DeviceModel;
import io.cglab.core.device.DiskConfig;
import io.cglab.core.device.FixedLatency;
import io.cglab.core.device.NullBlk;
import io.cglab.core.device.ScsiDebug;
import io.cglab.core.device.Ssd;
import io.cglab.core.device.hdd.Hdd;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a disk of a machine file is made of: its {@code model} and {@code params}
 * (schedulers-and-devices.md 5 and 7).
 */
final class ModelFile {
  private static final int UNBOUND = Integer.MAX_VALUE;
  private static final int MOST_TAGS = 10_240;
  private static final int NULL_BLK_SECTORS = 255;
  private static final int NULL_BLK_DEPTH = 64;
  private static final int NULL_BLK_NSEC = 10_000;
  private static final int NS_PER_SECOND = 1_000_000_000;
  private static final double NS_PER_US = 1000;
  private static final long US_PER_SECOND = 1_000_000;
  private static final int MOST_MEGABYTES = 1_000_000;
  private static final int PAGE = 4096;

  /**
   * A disk's model.
   *
   * @param queueDepth requests that the hardware takes at once
   * @param maxSectors the largest request where the file does not say
   * @param requestBased false for a driver that takes bios
   */
  record Model(DeviceModel device, int queueDepth, int maxSectors, boolean requestBased) {}

  /** Reads the parameters of one kind of model. */
  @FunctionalInterface
  private interface Reader {
    Model read(Map<String, YamlCursor> params, @Nullable YamlCursor maxSectors)
        throws MalformedFileException;
  }

  /**
   * A kind of model.
   *
   * @param params names of its parameters
   */
  private record Kind(Set<String> params, Reader reader) {}

  private static final Set<String> LATENCY = Set.of("completion_nsec", "hw_queue_depth");
  private static final Map<String, Kind> KINDS =
      ImmutableMap.of(
          "fixed",
          new Kind(LATENCY, (params, maxSectors) -> fixed(params, true)),
          "ram",
          new Kind(LATENCY, (params, maxSectors) -> fixed(params, false)),
          "null_blk",
          new Kind(
              Set.of("irqmode", "completion_nsec", "hw_queue_depth", "mbps"), ModelFile::nullBlk),
          "scsi_debug",
          new Kind(
              Set.of("delay", "ndelay", "random", "max_queue"),
              (params, maxSectors) -> scsiDebug(params)),
          "ssd",
          new Kind(
              Set.of(
                  "interface",
                  "hw_queue_depth",
                  "channels",
                  "tR",
                  "tP",
                  "tCmd",
                  "tAck",
                  "bufBytes",
                  "ifRate",
                  "gc",
                  "gcLow",
                  "gcSpare",
                  "tErase"),
              (params, maxSectors) -> ssd(params)),
          "hdd",
          new Kind(HddFile.PARAMS, (params, maxSectors) -> hdd(params)),
          "sata7200-2009",
          new Kind(HddFile.PARAMS, (params, maxSectors) -> hdd(params)),
          "copied",
          new Kind(
              Set.of("completion_nsec", "sector_nsec", "step_nsec", "hw_queue_depth"),
              (params, maxSectors) -> copied(params)));

  private ModelFile() {}

  /**
   * Reads a model.
   *
   * @param model fixed where the file does not say
   * @param maxSectors how long the file lets a request be, in KiB; null if it does not say
   */
  static Model read(
      @Nullable YamlCursor model, @Nullable YamlCursor params, @Nullable YamlCursor maxSectors)
      throws MalformedFileException {
    Kind kind = KINDS.get(oneOf(model, List.copyOf(KINDS.keySet()), "fixed"));
    assert kind != null : "checked by oneOf()";
    return kind.reader.read(
        params == null ? Map.of() : params.map(Set.of(), kind.params), maxSectors);
  }

  private static Model copied(Map<String, YamlCursor> params) throws MalformedFileException {
    return new Model(
        new CopiedDisk(
            integer(params.get("completion_nsec"), 0, 0, Integer.MAX_VALUE),
            integer(params.get("sector_nsec"), 0, 0, Integer.MAX_VALUE),
            integer(params.get("step_nsec"), 0, 0, Integer.MAX_VALUE)),
        number(params.get("hw_queue_depth"), 1, 1, UNBOUND),
        DiskConfig.DEFAULT_MAX_SECTORS,
        true);
  }

  private static Model fixed(Map<String, YamlCursor> params, boolean requestBased)
      throws MalformedFileException {
    return new Model(
        new FixedLatency(integer(params.get("completion_nsec"), 0, 0, Long.MAX_VALUE)),
        number(params.get("hw_queue_depth"), 1, 1, UNBOUND),
        DiskConfig.DEFAULT_MAX_SECTORS,
        requestBased);
  }

  private static Model nullBlk(Map<String, YamlCursor> params, @Nullable YamlCursor maxSectors)
      throws MalformedFileException {
    int longest = Math.max(NULL_BLK_SECTORS, MachineFile.maxSectors(maxSectors, NULL_BLK_SECTORS));
    YamlCursor mbps = params.get("mbps");
    int rate = number(mbps, 0, 0, NullBlk.MOST_MBPS);
    int least = NullBlk.leastMbps(longest);
    if (mbps != null && rate != 0 && rate < least) {
      throw mbps.expected(
          "0 or a number from " + least + ", since the longest request must fit into 20 ms");
    }
    return new Model(
        new NullBlk(
            number(params.get("irqmode"), 1, 0, NullBlk.TIMER),
            integer(params.get("completion_nsec"), NULL_BLK_NSEC, 0, Long.MAX_VALUE),
            rate),
        number(params.get("hw_queue_depth"), NULL_BLK_DEPTH, 1, MOST_TAGS),
        NULL_BLK_SECTORS,
        true);
  }

  private static Model scsiDebug(Map<String, YamlCursor> params) throws MalformedFileException {
    return new Model(
        new ScsiDebug(
            number(params.get("delay"), 1, 0, UNBOUND),
            number(params.get("ndelay"), 0, 0, NS_PER_SECOND - 1),
            number(params.get("random"), 0, 0, 1) == 1),
        number(params.get("max_queue"), ScsiDebug.MOST_COMMANDS, 1, ScsiDebug.MOST_COMMANDS),
        DiskConfig.DEFAULT_MAX_SECTORS,
        true);
  }

  private static Model ssd(Map<String, YamlCursor> params) throws MalformedFileException {
    boolean nvme = oneOf(params.get("interface"), List.of("sata", "nvme"), "sata").equals("nvme");
    Ssd usual = nvme ? Ssd.nvme() : Ssd.sata();
    return new Model(
        new Ssd(
            number(params.get("channels"), usual.channels(), 1, Ssd.MOST_CHANNELS),
            microseconds(params.get("tR"), usual.readNs()),
            microseconds(params.get("tP"), usual.programNs()),
            microseconds(params.get("tCmd"), usual.commandNs()),
            microseconds(params.get("tAck"), usual.ackNs()),
            bufferBytes(params.get("bufBytes"), usual.bufferBytes()),
            number(params.get("ifRate"), usual.linkMegabytes(), 1, MOST_MEGABYTES),
            collection(params)),
        number(params.get("hw_queue_depth"), nvme ? Ssd.NVME_DEPTH : Ssd.SATA_DEPTH, 1, MOST_TAGS),
        DiskConfig.DEFAULT_MAX_SECTORS,
        true);
  }

  private static Model hdd(Map<String, YamlCursor> params) throws MalformedFileException {
    Hdd hdd = HddFile.read(params);
    return new Model(hdd, hdd.queue().depth(), DiskConfig.DEFAULT_MAX_SECTORS, true);
  }

  private static Ssd.@Nullable Collection collection(Map<String, YamlCursor> params)
      throws MalformedFileException {
    boolean on = bool(params.get("gc"), false);
    for (String key : List.of("gcLow", "gcSpare", "tErase")) {
      YamlCursor at = params.get(key);
      if (at != null && !on) {
        throw at.expected("gc: true beside it");
      }
    }
    Ssd.Collection usual = Ssd.Collection.DEFAULT;
    return on
        ? new Ssd.Collection(
            number(params.get("gcLow"), usual.lowPercent(), 1, 50),
            number(params.get("gcSpare"), usual.sparePercent(), 1, 100),
            microseconds(params.get("tErase"), usual.eraseNs()))
        : null;
  }

  private static long bufferBytes(@Nullable YamlCursor at, long otherwise)
      throws MalformedFileException {
    long bytes = size(at, otherwise);
    if (at != null && (bytes < PAGE || bytes > Ssd.MOST_BUFFER_BYTES)) {
      throw at.expected("a size from 4K to 1G");
    }
    return bytes;
  }

  private static int number(@Nullable YamlCursor at, int otherwise, int lowest, int highest)
      throws MalformedFileException {
    return (int) integer(at, otherwise, lowest, highest);
  }

  private static int microseconds(@Nullable YamlCursor at, int otherwiseNs)
      throws MalformedFileException {
    if (at == null) {
      return otherwiseNs;
    }
    if (at.number() > US_PER_SECOND) {
      throw at.expected("a number of us from 0 to " + US_PER_SECOND);
    }
    return (int) Math.round(at.number() * NS_PER_US);
  }
}
