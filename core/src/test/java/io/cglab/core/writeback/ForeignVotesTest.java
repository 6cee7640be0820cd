package io.cglab.core.writeback;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.core.cgroup.Cgroup;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The worked examples of throttle-and-qos.md 6.2. */
class ForeignVotesTest {
  /** 100 MiB/s. */
  private static final long BANDWIDTH = 25_600;

  private final ForeignVotes votes = new ForeignVotes();
  private MemoryGroup own;
  private MemoryGroup foreign;
  private MemoryGroup third;
  private Writers writers;

  @BeforeEach
  void groups() throws Exception {
    writers = Writers.v2();
    own = group("own");
    foreign = group("foreign");
    third = group("third");
  }

  private MemoryGroup group(String name) throws Exception {
    Cgroup cgroup = writers.cgroup(name);
    return new MemoryGroup(cgroup, null);
  }

  private @Nullable MemoryGroup round(MemoryGroup writer, long mib) {
    votes.begin(own);
    votes.count(writer, mib * 256);
    return votes.end(BANDWIDTH);
  }

  /**
   * Rounds in a row: f is a foreign one, o an own one.
   *
   * @param switchesAt the round that asks for the switch, from 1; 0 for none
   */
  @ParameterizedTest
  @CsvSource({
    "ff, 52, 2",
    "fof, 52, 3",
    "foof, 52, 0",
    "fffffffff, 12, 9",
    "ffffffff, 12, 0",
    "ooooo, 52, 0"
  })
  void switches(String rounds, long mib, int switchesAt) {
    int asked = 0;
    for (int i = 0; i < rounds.length() && asked == 0; i++) {
      if (round(rounds.charAt(i) == 'f' ? foreign : own, mib) == foreign) {
        asked = i + 1;
      }
    }
    assertThat(asked).isEqualTo(switchesAt);
  }

  @Test
  void shortRoundLeavesHistory() {
    round(own, 52);
    int before = votes.history();
    assertThat(round(foreign, 1)).isNull();
    assertThat(votes.history()).isEqualTo(before);
  }

  @Test
  void majorityWins() {
    for (int i = 0; i < 2; i++) {
      votes.begin(own);
      votes.count(third, 100);
      votes.count(own, 5000);
      votes.count(foreign, 20_000);
      assertThat(votes.end(BANDWIDTH)).isEqualTo(i == 0 ? null : foreign);
    }
  }

  @Test
  void cgroupThatIsGoneHasNoVote() throws Exception {
    writers.hierarchy.rmdir(foreign.cgroup);
    assertThat(round(foreign, 52)).isNull();
    assertThat(round(foreign, 52)).isNull();
    assertThat(votes.history()).isZero();
  }
}
