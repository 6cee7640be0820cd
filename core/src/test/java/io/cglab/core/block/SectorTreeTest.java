package io.cglab.core.block;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.core.Seeds;
import io.cglab.core.api.Op;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Random additions, removals and look-ups against a sorted set; few sectors, so that ties abound.
 */
class SectorTreeTest {
  private static final int SECTORS = 60;

  private static int request(BioTable bios, RequestTable requests, long sector) {
    int bio = bios.alloc();
    bios.setOp(bio, Op.READ);
    bios.flags[bio] = 0;
    bios.sector[bio] = sector;
    bios.sectors[bio] = 8;
    return requests.alloc(bio, 0, 0);
  }

  private static int orNone(@Nullable Integer request) {
    return request == null ? RequestTable.NONE : request;
  }

  @Test
  void agreesWithASortedSet() {
    Seeds.forEach(
        100,
        seed -> {
          var random = new SplittableRandom(seed);
          var bios = new BioTable(new IoContexts());
          var requests = new RequestTable(bios);
          var tree = new SectorTree(requests);
          var model =
              new TreeSet<Integer>(
                  Comparator.<Integer>comparingLong(requests::sector).thenComparing(r -> r));
          for (int step = 0; step < 1_000; step++) {
            if (model.isEmpty() || random.nextInt(5) < 3) {
              int request = request(bios, requests, random.nextInt(SECTORS));
              tree.add(request);
              model.add(request);
            } else {
              int request =
                  model.stream().skip(random.nextInt(model.size())).findFirst().orElseThrow();
              tree.remove(request);
              model.remove(request);
              requests.free(request);
            }
            check(random, requests, tree, model);
          }
        });
  }

  private static void check(
      SplittableRandom random, RequestTable requests, SectorTree tree, TreeSet<Integer> model) {
    assertThat(tree.size()).isEqualTo(model.size());
    assertThat(tree.isEmpty()).isEqualTo(model.isEmpty());
    assertThat(tree.first()).isEqualTo(orNone(model.isEmpty() ? null : model.first()));
    long sector = random.nextInt(SECTORS + 2);
    Integer above = null;
    Integer below = null;
    for (int request : model) {
      if (requests.sector(request) < sector) {
        below = request;
      } else if (above == null) {
        above = request;
      }
    }
    assertThat(tree.ceiling(sector)).isEqualTo(orNone(above));
    assertThat(tree.lower(sector)).isEqualTo(orNone(below));
    for (int request : model) {
      assertThat(tree.next(request)).isEqualTo(orNone(model.higher(request)));
      assertThat(tree.previous(request)).isEqualTo(orNone(model.lower(request)));
    }
  }
}
