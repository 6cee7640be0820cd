package io.cglab.shell.container;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * dockerd's look at what is asked for before it asks runc: what is out of range is refused, what
 * the kernel lacks is left out with a warning.
 */
final class HostChecks {
  private static final long LEAST_MEMORY = 6L << 20;
  private static final int LEAST_WEIGHT = 10;
  private static final int MOST_WEIGHT = 1000;
  private static final long NANO = 1_000_000_000L;
  private static final long PERIOD_US = 100_000;

  private final Writes writes;
  private final CgroupSetup setup;
  private final Consumer<String> warn;

  HostChecks(Writes writes, CgroupSetup setup, Consumer<String> warn) {
    this.writes = writes;
    this.setup = setup;
    this.warn = warn;
  }

  /** Limits of CPU as Docker takes them: {@code nanoCpus} are billionths of a CPU, 0 for none. */
  Resources checked(Resources asked, long nanoCpus, boolean isUpdate) throws DockerException {
    Resources kept = memory(asked, isUpdate);
    kept = pids(kept);
    kept = cpu(kept, nanoCpus);
    return blkio(kept);
  }

  private Resources memory(Resources r, boolean isUpdate) throws DockerException {
    if (r.memory() > 0 && r.memory() < LEAST_MEMORY) {
      throw new DockerException("Minimum memory limit allowed is 6MB");
    }
    if (r.memory() > 0 && !setup.has("memory")) {
      warn.accept(
          "Your kernel does not support memory limit capabilities or the cgroup is not mounted."
              + " Limitation discarded.");
      return r.with(
          draft -> {
            draft.memory = 0;
            draft.memorySwap = 0;
          });
    }
    if (r.memory() > 0 && r.memorySwap() > 0 && r.memorySwap() < r.memory()) {
      throw new DockerException(
          "Minimum memoryswap limit should be larger than memory limit, see usage");
    }
    if (r.memory() == 0 && r.memorySwap() > 0 && !isUpdate) {
      throw new DockerException(
          "You should always set the Memory limit when using Memoryswap limit, see usage");
    }
    boolean doubles = r.memory() > 0 && r.memorySwap() == 0 && !isUpdate;
    return doubles ? r.with(draft -> draft.memorySwap = 2 * r.memory()) : r;
  }

  private Resources pids(Resources r) {
    if (r.pidsLimit() > 0 && !setup.has("pids")) {
      warn.accept(
          "Your kernel does not support PIDs limit capabilities or the cgroup is not mounted. PIDs"
              + " limit discarded.");
      return r.with(draft -> draft.pidsLimit = 0);
    }
    return r;
  }

  private Resources cpu(Resources r, long nanoCpus) throws DockerException {
    if (nanoCpus > 0 && !setup.has("cpu")) {
      throw new DockerException(
          "NanoCPUs can not be set, as your kernel does not support CPU CFS scheduler or the"
              + " cgroup is not mounted");
    }
    List<Integer> online = Cpus.parse(Cpus.online(writes, setup));
    int count = online == null || online.isEmpty() ? 1 : online.size();
    if (nanoCpus < 0 || nanoCpus > count * NANO) {
      throw new DockerException(
          String.format(
              "range of CPUs is from 0.01 to %d.00, as there are only %d CPUs available",
              count, count));
    }
    Resources kept = r;
    if (r.cpuShares() != 0 && !setup.has("cpu")) {
      warn.accept(
          "Your kernel does not support CPU shares or the cgroup is not mounted. Shares"
              + " discarded.");
      kept = kept.with(draft -> draft.cpuShares = 0);
    }
    if (!r.cpus().isEmpty() && !setup.has("cpuset")) {
      warn.accept(
          "Your kernel does not support cpuset or the cgroup is not mounted. CPUset discarded.");
      kept = kept.with(draft -> draft.cpus = "");
    } else if (!r.cpus().isEmpty()) {
      cpuset(r.cpus(), online);
    }
    return nanoCpus == 0
        ? kept
        : kept.with(
            draft -> {
              draft.cpuPeriod = PERIOD_US;
              draft.cpuQuota = nanoCpus * PERIOD_US / NANO;
            });
  }

  private void cpuset(String asked, @Nullable List<Integer> online) throws DockerException {
    List<Integer> cpus = Cpus.parse(asked);
    if (cpus == null) {
      throw new DockerException("Invalid value " + asked + " for cpuset cpus");
    }
    if (online != null && !online.containsAll(cpus)) {
      throw new DockerException(
          "Requested CPUs are not available - requested "
              + asked
              + ", available: "
              + Cpus.online(writes, setup));
    }
  }

  private Resources blkio(Resources r) throws DockerException {
    Resources kept = r;
    // v2 is trusted to take weights; a kernel that does not is runc's to find out.
    String root = setup.mounts().get("blkio");
    if (r.blkioWeight() > 0 && !setup.unified() && !writes.exists(root + "/blkio.weight")) {
      warn.accept(
          "Your kernel does not support Block I/O weight or the cgroup is not mounted. Weight"
              + " discarded.");
      kept = kept.with(draft -> draft.blkioWeight = 0);
    } else if (r.blkioWeight() != 0
        && (r.blkioWeight() < LEAST_WEIGHT || r.blkioWeight() > MOST_WEIGHT)) {
      throw new DockerException("Range of blkio weight is from 10 to 1000");
    }
    if (!r.weightDevices().isEmpty()
        && !setup.unified()
        && !writes.exists(root + "/blkio.weight_device")) {
      warn.accept(
          "Your kernel does not support Block I/O weight_device or the cgroup is not mounted."
              + " Weight-device discarded.");
      kept = kept.with(draft -> draft.weightDevices.clear());
    }
    boolean throttles =
        setup.unified() ? setup.has("io") : writes.exists(root + "/" + Rate.READ_BPS.v1File());
    for (Rate rate : Rate.values()) {
      if (!r.rate(rate).isEmpty() && !throttles) {
        warn.accept(discarded(rate));
        kept = kept.with(draft -> draft.rates.remove(rate));
      }
    }
    return kept;
  }

  private static String discarded(Rate rate) {
    String what =
        switch (rate) {
          case READ_BPS -> "BPS Block I/O read limit";
          case WRITE_BPS -> "BPS Block I/O write limit";
          case READ_IOPS -> "IOPS Block read limit";
          case WRITE_IOPS -> "IOPS Block write limit";
        };
    String limit =
        switch (rate) {
          case READ_BPS -> "Block I/O BPS read limit";
          case WRITE_BPS -> "Block I/O BPS write limit";
          case READ_IOPS -> "Block I/O IOPS read limit";
          case WRITE_IOPS -> "Block I/O IOPS write limit";
        };
    return "Your kernel does not support "
        + what
        + " or the cgroup is not mounted. "
        + limit
        + " discarded.";
  }
}
