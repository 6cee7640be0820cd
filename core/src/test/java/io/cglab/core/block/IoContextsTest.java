package io.cglab.core.block;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.core.Machine;
import io.cglab.core.MachineConfig;
import io.cglab.core.cgroup.Task;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IoContextsTest {
  private final IoContexts contexts = new IoContexts();

  /** A thread of a task, or of the kernel. */
  private static final class Thread extends Submitter {
    private final @Nullable Task task;

    Thread(@Nullable Task task) {
      this.task = task;
    }

    @Override
    public @Nullable Task onBehalfOf() {
      return task;
    }

    @Override
    protected void resume(long nowNs) {}
  }

  private static Thread ofTask() {
    return new Thread(Machine.boot(MachineConfig.plain()).tasks().init());
  }

  @Test
  void threadsAreNumberedAsTheyCome() {
    assertThat(contexts.submits(ofTask())).isEqualTo(1);
    assertThat(contexts.submits(ofTask())).isEqualTo(2);
    assertThat(contexts.count()).isEqualTo(2);
  }

  @Test
  void threadOfTaskKeepsItsNumberBetweenBios() {
    Thread thread = ofTask();
    int number = contexts.submits(thread);
    contexts.completed(number);
    assertThat(contexts.thread(number)).isSameAs(thread);
    assertThat(contexts.submits(thread)).isEqualTo(number);
  }

  @Test
  void threadThatHasEndedIsKnownUntilItsLastBioIsComplete() {
    Thread thread = ofTask();
    int number = contexts.submits(thread);
    contexts.submits(thread);
    contexts.ended(thread);
    contexts.completed(number);
    assertThat(contexts.thread(number)).isSameAs(thread);
    contexts.completed(number);
    assertThat(contexts.thread(number)).isNull();
  }

  @Test
  void threadThatEndsWithoutBiosIsForgottenAtOnce() {
    Thread thread = ofTask();
    int number = contexts.submits(thread);
    contexts.completed(number);
    contexts.ended(thread);
    assertThat(contexts.thread(number)).isNull();
  }

  @Test
  void threadOfTheKernelIsForgottenWithEachLastBio() {
    Thread thread = new Thread(null);
    int number = contexts.submits(thread);
    contexts.completed(number);
    assertThat(contexts.thread(number)).isNull();
    assertThat(contexts.submits(thread)).isEqualTo(number);
    assertThat(contexts.thread(number)).isSameAs(thread);
  }

  @Test
  void moreThreadsThanThereWasRoomFor() {
    for (int i = 1; i <= 100; i++) {
      Thread thread = ofTask();
      assertThat(contexts.thread(contexts.submits(thread))).isSameAs(thread);
    }
  }
}
