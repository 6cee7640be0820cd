package io.cglab.shell.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.cgroupfs.CgroupFs;
import io.cglab.cgroupfs.machine.MachineSpec;
import io.cglab.core.Costs;
import io.cglab.core.Profile;
import io.cglab.core.elevator.Scheduler;
import io.cglab.shell.UnwatchedShell;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What weights do on the disk of 2009 beside the posting's experiments: B15 to B17 of
 * schedulers-and-devices.md 5.5, with a reader in each cgroup. It reads at random offsets where
 * shares are to come out exactly: of sequential readers, who has two slots in a row saves the way
 * there. Under BFQ four reads are in flight, so that it injects nothing of others (4.7).
 */
class DiskSharesTest {
  /** Long enough for a slot more or less of the lightest not to count. */
  private static final int SECONDS = 60;

  /** A cgroup with a reader if it is a leaf, such as {@code a/b=200}. */
  private record Group(String path, int weight) {
    static Group of(String text) {
      String[] parts = text.split("=");
      return new Group(parts[0], Integer.parseInt(parts[1]));
    }
  }

  /** KiB/s of the reader in each cgroup; inner ones have none. */
  private static List<Double> rates(Scheduler scheduler, String rw, String... groups) {
    boolean old = scheduler.isSingleQueue();
    Profile profile = old ? Profile.LINUX_4_19 : Profile.LINUX_6_12;
    String weight = old ? "blkio.weight" : "io.bfq.weight";
    StringBuilder script = new StringBuilder("set -e\nmkdir /cgroup\n");
    script.append(
        old ? "mount -t cgroup -o blkio none /cgroup\n" : "mount -t cgroup2 none /cgroup\n");
    String name = scheduler.name().toLowerCase(Locale.ROOT).replace('_', '-');
    script.append("echo " + name + " > /sys/block/sda/queue/scheduler\n");
    if (scheduler == Scheduler.BFQ || scheduler == Scheduler.CFQ) {
      script.append("echo 0 > /sys/block/sda/queue/iosched/low_latency\n");
    }
    String depth = scheduler == Scheduler.BFQ ? "--ioengine=libaio --iodepth=4" : "";
    script.append("cd /cgroup\n");
    List<Group> leaves = new ArrayList<>();
    for (String text : groups) {
      Group group = Group.of(text);
      String parent = group.path().contains("/") ? group.path().replaceAll("/[^/]*$", "/") : "";
      script.append(old ? "" : "echo +io > " + parent + "cgroup.subtree_control\n");
      script.append("mkdir " + group.path() + "\n");
      script.append("echo " + group.weight() + " > " + group.path() + "/" + weight + "\n");
      if (List.of(groups).stream().noneMatch(other -> other.startsWith(group.path() + "/"))) {
        leaves.add(group);
      }
    }
    for (int i = 0; i < leaves.size(); i++) {
      String procs = "/cgroup/" + leaves.get(i).path() + "/cgroup.procs";
      script.append(
          "(echo 0 > "
              + procs
              + "; cd /mnt; fio --name=r"
              + i
              + " --rw="
              + rw
              + " --bs=4K --size=2G"
              + " --direct=1 "
              + depth
              + " --runtime="
              + SECONDS
              + " --minimal --output=/tmp/"
              + i
              + ") &\n");
    }
    script.append("wait\n");
    return run(profile, scheduler, script.toString(), leaves.size());
  }

  private static List<Double> run(Profile profile, Scheduler scheduler, String script, int jobs) {
    try {
      MachineSpec of = MachineSpec.find("sata7200-2009", profile);
      MachineSpec spec = of.withConfig(of.config().withCosts(Costs.RECORDED));
      if (scheduler.isSingleQueue()) {
        spec = spec.withConfig(spec.config().withSchedulers(Map.of("sda", scheduler)));
      }
      try (CgroupFs machine = CgroupFs.boot(spec)) {
        assertThat(UnwatchedShell.complaints(machine, script)).isEmpty();
        List<Double> rates = new ArrayList<>();
        for (int i = 0; i < jobs; i++) {
          String terse = Files.readString(machine.fileSystem().getPath("/tmp/" + i));
          rates.add(Double.parseDouble(terse.split(";")[6]));
        }
        return rates;
      }
    } catch (IOException | io.cglab.cgroupfs.machine.MalformedFileException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 200, 500, 1000})
  void b15BfqSharesByWeight(int weight) {
    List<Double> rates = rates(Scheduler.BFQ, "randread", "a=100", "b=" + weight);
    double ratio = rates.get(1) / rates.get(0);
    assertThat(ratio).isBetween(weight / 100.0 * 0.95, weight / 100.0 * 1.05);
  }

  @ParameterizedTest
  @CsvSource({"BFQ", "CFQ"})
  void b16SharesAreProductsOverTheLevels(Scheduler scheduler) {
    List<Double> rates = rates(scheduler, "randread", "a=300", "a/one=100", "a/two=200", "b=100");
    double all = rates.stream().mapToDouble(Double::doubleValue).sum();
    assertThat(rates.get(0) / all).isBetween(0.23, 0.27);
    assertThat(rates.get(1) / all).isBetween(0.48, 0.52);
    assertThat(rates.get(2) / all).isBetween(0.23, 0.27);
  }

  @ParameterizedTest
  @CsvSource({"NOOP", "DEADLINE", "MQ_DEADLINE", "KYBER"})
  void b17OthersKnowNoWeights(Scheduler scheduler) {
    List<Double> plain = rates(scheduler, "read", "a=100", "b=100");
    List<Double> weighted = rates(scheduler, "read", "a=100", "b=1000");
    assertThat(weighted.get(1) / weighted.get(0))
        .isBetween(plain.get(1) / plain.get(0) * 0.9, plain.get(1) / plain.get(0) * 1.1);
  }
}
