package io.cglab.core.writeback;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random changes against an array with a place for each page. */
class PageRunsTest {
  private static final int PAGES = 200;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void asPageByPage(long seed) throws Exception {
    Writers writers = Writers.v2();
    MemoryGroup[] owners = {
      new MemoryGroup(writers.cgroup("a"), null), new MemoryGroup(writers.cgroup("b"), null)
    };
    PageRuns runs = new PageRuns();
    PageState[] states = new PageState[PAGES];
    MemoryGroup[] of = new MemoryGroup[PAGES];
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 2000; i++) {
      int from = random.nextInt(PAGES);
      int to = Math.min(PAGES, from + 1 + random.nextInt(20));
      PageState state = PageState.values()[random.nextInt(PageState.values().length)];
      MemoryGroup owner = owners[random.nextInt(2)];
      boolean removes = random.nextInt(4) == 0;
      for (int page = from; page < to; ) {
        PageRuns.Run run = runs.from(page);
        if (run == null || run.start > page) {
          int end = run == null ? to : (int) Math.min(to, run.start);
          runs.put(page, end, state, owner, owner.cgroup);
          for (; page < end; page++) {
            states[page] = state;
            of[page] = owner;
          }
          continue;
        }
        int end = (int) Math.min(to, run.end);
        if (removes) {
          runs.remove(run, page, end);
        } else {
          runs.change(run, page, end, state);
        }
        for (; page < end; page++) {
          states[page] = removes ? null : state;
        }
      }
      check(runs, states, of);
    }
  }

  private static void check(PageRuns runs, PageState[] states, MemoryGroup[] of) {
    int expected = 0;
    for (int page = 0; page < PAGES; page++) {
      PageRuns.Run run = runs.at(page);
      assertThat(run == null ? null : run.state).isEqualTo(states[page]);
      if (run != null) {
        assertThat(run.owner).isEqualTo(of[page]);
      }
      boolean begins =
          states[page] != null
              && (page == 0 || states[page - 1] != states[page] || of[page - 1] != of[page]);
      expected += begins ? 1 : 0;
    }
    assertThat(runs.size()).isEqualTo(expected);
  }
}
