package io.cglab.shell.container;

import io.cglab.core.api.DevNo;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What a runtime is asked to write for a cgroup; 0 or empty is left alone, -1 is no limit.
 *
 * @param blkioWeight 10 to 1000
 * @param weightDevices weights of single devices
 * @param rates bytes or I/Os a second of single devices
 * @param cpuShares of v1, 2 to 262144
 * @param cpuWeight of v2, 1 to 10000
 * @param cpuQuota us in each period
 * @param cpuPeriod us
 * @param cpus a list such as 0-1
 * @param memory bytes
 * @param memorySwap bytes of memory and swap together
 * @param pidsLimit tasks
 * @param unified what is written to v2 files as it is
 */
record Resources(
    int blkioWeight,
    List<DeviceValue> weightDevices,
    Map<Rate, List<DeviceValue>> rates,
    long cpuShares,
    long cpuWeight,
    long cpuQuota,
    long cpuPeriod,
    String cpus,
    long memory,
    long memorySwap,
    long pidsLimit,
    Map<String, String> unified) {
  /** Nothing is asked for. */
  static final Resources NONE = new Draft().done();

  private static final long MIN_SHARES = 2;
  private static final long MAX_SHARES = 262144;
  private static final long MAX_CPU_WEIGHT = 10000;
  private static final long MIN_BLKIO = 10;
  private static final long MAX_BLKIO = 1000;

  /** A number for a device. */
  record DeviceValue(DevNo dev, long value) {
    /** {@code MAJ:MIN N}. */
    @Override
    public String toString() {
      return dev + " " + value;
    }
  }

  /** A copy with changes. */
  Resources with(Consumer<Draft> change) {
    Draft draft = draft();
    change.accept(draft);
    return draft.done();
  }

  /** These resources where {@code changes} asks for nothing, and those of it where it does. */
  Resources changedBy(Resources changes) {
    return with(
        draft -> {
          draft.blkioWeight = changes.blkioWeight == 0 ? blkioWeight : changes.blkioWeight;
          draft.cpuShares = changes.cpuShares == 0 ? cpuShares : changes.cpuShares;
          draft.cpuQuota = changes.cpuQuota == 0 ? cpuQuota : changes.cpuQuota;
          draft.cpuPeriod = changes.cpuPeriod == 0 ? cpuPeriod : changes.cpuPeriod;
          draft.cpus = changes.cpus.isEmpty() ? cpus : changes.cpus;
          draft.memory = changes.memory == 0 ? memory : changes.memory;
          draft.memorySwap = changes.memorySwap == 0 ? memorySwap : changes.memorySwap;
          draft.pidsLimit = changes.pidsLimit == 0 ? pidsLimit : changes.pidsLimit;
        });
  }

  /** A copy to change. */
  Draft draft() {
    return new Draft(this);
  }

  /** True where something is asked of the block layer. */
  boolean hasIo() {
    return blkioWeight != 0
        || !weightDevices.isEmpty()
        || rates.values().stream().anyMatch(list -> !list.isEmpty());
  }

  List<DeviceValue> rate(Rate rate) {
    return rates.getOrDefault(rate, List.of());
  }

  /** cpu.shares of v1 as cpu.weight of v2: 2 to 262144 becomes 1 to 10000. */
  static long cpuWeight(long shares) {
    return shares == 0
        ? 0
        : 1 + (shares - MIN_SHARES) * (MAX_CPU_WEIGHT - 1) / (MAX_SHARES - MIN_SHARES);
  }

  /** A blkio weight as io.weight: 10 to 1000 becomes 1 to 10000. */
  static long ioWeight(int blkioWeight) {
    return 1 + (blkioWeight - MIN_BLKIO) * (MAX_CPU_WEIGHT - 1) / (MAX_BLKIO - MIN_BLKIO);
  }

  /** Resources that are being put together. */
  static final class Draft {
    int blkioWeight;
    final List<DeviceValue> weightDevices = new ArrayList<>();
    final Map<Rate, List<DeviceValue>> rates = new EnumMap<>(Rate.class);
    long cpuShares;
    long cpuWeight;
    long cpuQuota;
    long cpuPeriod;
    String cpus = "";
    long memory;
    long memorySwap;
    long pidsLimit;
    final Map<String, String> unified = new LinkedHashMap<>();

    private Draft() {}

    private Draft(Resources of) {
      blkioWeight = of.blkioWeight;
      weightDevices.addAll(of.weightDevices);
      of.rates.forEach((rate, list) -> rates.put(rate, new ArrayList<>(list)));
      cpuShares = of.cpuShares;
      cpuWeight = of.cpuWeight;
      cpuQuota = of.cpuQuota;
      cpuPeriod = of.cpuPeriod;
      cpus = of.cpus;
      memory = of.memory;
      memorySwap = of.memorySwap;
      pidsLimit = of.pidsLimit;
      unified.putAll(of.unified);
    }

    /** Sets a device's value in a list, in place of an earlier one. */
    static void put(List<DeviceValue> list, DevNo dev, long value) {
      list.removeIf(old -> old.dev().equals(dev));
      list.add(new DeviceValue(dev, value));
    }

    void put(Rate rate, DevNo dev, long value) {
      put(rates.computeIfAbsent(rate, unused -> new ArrayList<>()), dev, value);
    }

    /** Adds a device's value behind those that it may already have; the last one counts. */
    void add(Rate rate, DeviceValue value) {
      rates.computeIfAbsent(rate, unused -> new ArrayList<>()).add(value);
    }

    /** The resources with all changes. */
    Resources done() {
      Map<Rate, List<DeviceValue>> lists = new EnumMap<>(Rate.class);
      rates.forEach((rate, list) -> lists.put(rate, List.copyOf(list)));
      return new Resources(
          blkioWeight,
          List.copyOf(weightDevices),
          lists,
          cpuShares,
          cpuWeight,
          cpuQuota,
          cpuPeriod,
          cpus,
          memory,
          memorySwap,
          pidsLimit,
          new LinkedHashMap<>(unified));
    }
  }
}
