package io.cglab.core.policy.iolatency;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The steps of the cookie (throttle-and-qos.md 3.4 and its TEST). */
class ChildScalingTest {
  @ParameterizedTest(name = "nr_requests {0}")
  @CsvSource({
    "64, '16,32,48,64,80,81,82,83'",
    "128, '32,64,96,128,160,161,162'",
    "256, '64,128,192,256,320,321'",
    "4, '1,2,3,4,5,6,7,8,8'",
    "1, '1,2,2'"
  })
  void down(int requests, String behind) {
    var scaling = new ChildScaling();
    List<String> seen = new ArrayList<>();
    for (String ignored : behind.split(",")) {
      scaling.down(requests);
      seen.add("" + scaling.behind());
    }
    assertThat(String.join(",", seen)).isEqualTo(behind);
  }

  @ParameterizedTest(name = "nr_requests {0} ends at {1}")
  @CsvSource({"64, 128", "128, 256", "256, 512", "4, 8"})
  void downEndsAtTwiceTheRequests(int requests, int most) {
    var scaling = new ChildScaling();
    for (int i = 0; i < 1000; i++) {
      scaling.down(requests);
    }
    assertThat(scaling.behind()).isEqualTo(most);
  }

  @Test
  void upFrom85TakesThirtySevenSteps() {
    var scaling = new ChildScaling();
    scaling.cookie -= 85;
    List<Integer> behind = new ArrayList<>();
    while (!scaling.isDefault()) {
      scaling.up(64);
      behind.add(scaling.behind());
    }
    assertThat(behind).hasSize(37).startsWith(84, 83, 82);
    assertThat(behind.subList(20, 24)).containsExactly(64, 60, 56, 52);
  }
}
