package io.cglab.core.dm.ioband;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The reference results of dm-ioband.md 3.4 and 3.5, 60 s each, within a point. */
class ReferenceTest {
  private static void check(
      IobandProfile profile, String load, int throttle, int limit, int token, String expected)
      throws Exception {
    IobandMachine m = new IobandMachine().profile(profile);
    List<IobandGroup> groups = new ArrayList<>();
    int n = 0;
    for (String each : load.split(" ")) {
      String[] part = each.split("x");
      IobandDevice device = m.member(++n, Integer.parseInt(part[0]));
      if (n == 1) {
        if (limit > 0 && limit < 4) {
          device.setIoThrottle(limit);
        }
        device.setIoLimit(limit);
        device.setIoThrottle(throttle);
        if (token > 0) {
          device.setToken(token);
        }
      }
      groups.add(device.defaultGroup());
      m.clients(device, Integer.parseInt(part[1]));
    }
    m.advance(60);
    double[] shares = IobandMachine.shares(groups);
    String[] wanted = expected.split(" ");
    for (int i = 0; i < wanted.length; i++) {
      assertThat(shares[i]).as(load).isCloseTo(Double.parseDouble(wanted[i]), within(1.0));
    }
  }

  /** Load: weight x clients; throttle, limit and pool 0 for the usual ones. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          40x16 10x16             | 0  | 0 | 0   | 79.7 20.3
          4x16 1x16               | 0  | 0 | 0   | 79.7 20.3
          40x16 10x16             | 0  | 0 | 256 | 80.0 20.0
          40x16 10x16             | 0  | 0 | 64  | 80.9 19.1
          40x16 10x16             | 0  | 0 | 10  | 80 20
          30x16 20x16 40x16 10x16 | 0  | 0 | 0   | 30.0 20.1 39.9 10.1
          30x16 20x16 40x0 10x16  | 0  | 0 | 0   | 49.9 33.4 0 16.7
          80x16 40x16             | 0  | 0 | 0   | 66.5 33.5
          80x16 20x16 40x16       | 0  | 0 | 0   | 56.9 14.5 28.6
          100x0 80x16 40x16       | 0  | 0 | 0   | 0 66.5 33.5
          40x128 20x128 10x128    | 0  | 0 | 0   | 57.2 28.6 14.3
          40x1 10x1               | 0  | 0 | 0   | 50 50
          40x1 10x1               | 1  | 0 | 0   | 50 50
          40x2 10x2               | 0  | 0 | 0   | 50 50
          40x2 10x2               | 1  | 0 | 0   | 79.7 20.3
          40x4 10x4               | 0  | 0 | 0   | 69.4 30.6
          40x4 10x4               | 1  | 0 | 0   | 79.7 20.3
          40x16 10x16             | 16 | 0 | 0   | 76.9 23.1
          40x16 10x16             | 32 | 0 | 0   | 50 50
          40x1 10x16              | 0  | 0 | 0   | 5.9 94.1
          40x1 10x16              | 4  | 4 | 0   | 20 80
          40x1 10x16              | 2  | 2 | 0   | 33 67
          40x1 10x16              | 1  | 1 | 0   | 50 50
          40x16 10x16             | 0  | 8 | 0   | 80 20
          1x16 3000x16            | 0  | 0 | 0   | 0.1 99.9
          """)
  void oneTokenABio(String load, int throttle, int limit, int token, String expected)
      throws Exception {
    check(IobandProfile.CLASSIC, load, throttle, limit, token, expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          40x16 10x16             | 0 | 0 | 0 | 79.9 20.1
          30x16 20x16 40x16 10x16 | 0 | 0 | 0 | 30.0 20.1 39.8 10.1
          80x16 40x16             | 0 | 0 | 0 | 66.6 33.4
          100x0 80x16 40x16       | 0 | 0 | 0 | 0 66.6 33.4
          40x1 10x16              | 0 | 0 | 0 | 5.9 94.1
          40x4 10x4               | 0 | 0 | 0 | 50.5 49.5
          40x16 10x16             | 0 | 8 | 0 | 78.8 21.2
          """)
  void epochs(String load, int throttle, int limit, int token, String expected) throws Exception {
    check(IobandProfile.V1_8, load, throttle, limit, token, expected);
  }

  /** 3.5 and the last rows of 3.4: 4 KiB against 64 KiB, counted in bios or in sectors. */
  @ParameterizedTest
  @CsvSource({"WEIGHT, 50, 5.9", "WEIGHT_IOSIZE, 94.1, 49.8"})
  void countIsNotBytes(PolicyKind policy, double bios, double bytes) throws Exception {
    IobandMachine m = new IobandMachine().profile(IobandProfile.V1_8);
    IobandDevice small = m.member(1, 100);
    IobandDevice large = m.member(2, 100);
    small.setPolicy(policy);
    m.clients(small, 16);
    m.clients(large, 16, 0, 65536);
    m.advance(60);
    GroupStatus a = small.status().get(0);
    GroupStatus b = large.status().get(0);
    assertThat(100.0 * a.reads() / (a.reads() + b.reads())).isCloseTo(bios, within(1.0));
    assertThat(100.0 * a.readSectors() / (a.readSectors() + b.readSectors()))
        .isCloseTo(bytes, within(1.0));
  }
}
