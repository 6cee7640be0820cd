package io.cglab.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cglab.core.elevator.Scheduler;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProfileTest {
  private static MachineConfig config(Set<Feature> features) {
    return MachineConfig.plain()
        .withFeatures(features)
        .withDisks(List.of(TestMachine.disk("sda", TestMachine.DEV, 1000, 1, 256)));
  }

  @ParameterizedTest
  @EnumSource
  void itsNameFindsItAndItMakesAMachine(Profile profile) {
    assertThat(Profile.named(profile.kernel())).isEqualTo(profile);
    Machine machine = Machine.boot(config(profile.features()));
    assertThat(machine.config().features()).isEqualTo(profile.features());
  }

  @Test
  void onlyTheOldKernelHasCfqAndNoKernelHasTwoWeights() {
    assertThat(Profile.named("linux-9")).isNull();
    assertThat(Profile.LINUX_6_12.schedulers()).doesNotContain(Scheduler.CFQ, Scheduler.NOOP);
    assertThat(Profile.LINUX_4_19.schedulers()).contains(Scheduler.CFQ, Scheduler.MQ_DEADLINE);
    assertThatThrownBy(() -> config(EnumSet.allOf(Feature.class)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(config(EnumSet.of(Feature.CFQ_DEBUG, Feature.BFQ_DEBUG)).features()).isEmpty();
  }

  @Test
  void policiesOfOldKernelsAreOnEveryDiskFromTheStart() {
    Machine now = Machine.boot(config(Profile.LINUX_6_12.features()));
    Machine old = Machine.boot(config(Profile.LINUX_4_19.features()));
    Machine without = Machine.boot(config(EnumSet.of(Feature.IOLATENCY)));
    assertThat(now.throttle().isActive(now.disks().get(0))).isFalse();
    assertThat(now.latencyTargets().isActive(now.disks().get(0))).isFalse();
    assertThat(old.throttle().isActive(old.disks().get(0))).isTrue();
    assertThat(old.latencyTargets().isActive(old.disks().get(0))).isTrue();
    assertThat(without.throttle().isActive(without.disks().get(0))).isFalse();
    assertThat(without.latencyTargets().isActive(without.disks().get(0))).isTrue();
  }
}
