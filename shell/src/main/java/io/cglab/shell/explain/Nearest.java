package io.cglab.shell.explain;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The word that was probably meant: the one with the fewest letters to change. */
final class Nearest {
  private Nearest() {}

  /**
   * The candidate that is nearest to {@code word}, or null if all are far: more than a third of its
   * letters would change. Of equally near ones it is the first.
   */
  static @Nullable String to(String word, Collection<String> candidates) {
    String best = null;
    int least = word.length() < 3 ? 1 : Math.max(1, word.length() / 3) + 1;
    for (String candidate : candidates) {
      int distance = distance(word, candidate);
      if (distance < least) {
        least = distance;
        best = candidate;
      }
    }
    return best;
  }

  /** Insertions, deletions, changes, and exchanges of neighbours, each once a place. */
  private static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        cost[i][j] =
            Math.min(
                cost[i - 1][j - 1] + (same ? 0 : 1), Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[a.length()][b.length()];
  }
}
