package io.cglab.core.elevator;

import org.jspecify.annotations.Nullable;

/**
 * Nodes by band and key, equal ones by order of coming: a treap linked through the nodes, so that
 * every operation is O(log n) and allocates nothing.
 */
final class CfqTree<N extends CfqNode<N>> {
  private @Nullable N root;
  private int size;
  private long orders;
  private int rankSeed = 0x2545F491;

  boolean isEmpty() {
    return size == 0;
  }

  int size() {
    return size;
  }

  private static <N extends CfqNode<N>> boolean before(N a, N b) {
    if (a.band != b.band) {
      return a.band < b.band;
    }
    long ahead = a.key - b.key;
    return ahead < 0 || (ahead == 0 && a.order < b.order);
  }

  void add(N node) {
    node.order = orders++;
    rankSeed = rankSeed * 1664525 + 1013904223;
    node.rank = rankSeed;
    node.left = null;
    node.right = null;
    root = insert(root, node);
    size++;
  }

  private static <N extends CfqNode<N>> N insert(@Nullable N at, N node) {
    if (at == null) {
      return node;
    }
    if (node.rank > at.rank) {
      split(at, node);
      return node;
    }
    if (before(node, at)) {
      at.left = insert(at.left, node);
    } else {
      at.right = insert(at.right, node);
    }
    return at;
  }

  /** Hangs what lies before {@code pivot} to its left and the rest to its right. */
  private static <N extends CfqNode<N>> void split(@Nullable N at, N pivot) {
    if (at == null) {
      pivot.left = null;
      pivot.right = null;
    } else if (before(at, pivot)) {
      split(at.right, pivot);
      at.right = pivot.left;
      pivot.left = at;
    } else {
      split(at.left, pivot);
      at.left = pivot.right;
      pivot.right = at;
    }
  }

  void remove(N node) {
    root = without(root, node);
    node.left = null;
    node.right = null;
    size--;
  }

  private static <N extends CfqNode<N>> @Nullable N without(@Nullable N at, N node) {
    assert at != null : "not in this tree";
    if (at == node) {
      return join(node.left, node.right);
    }
    if (before(node, at)) {
      at.left = without(at.left, node);
    } else {
      at.right = without(at.right, node);
    }
    return at;
  }

  private static <N extends CfqNode<N>> @Nullable N join(@Nullable N a, @Nullable N b) {
    if (a == null) {
      return b;
    }
    if (b == null) {
      return a;
    }
    if (a.rank > b.rank) {
      a.right = join(a.right, b);
      return a;
    }
    b.left = join(a, b.left);
    return b;
  }

  /** The node that comes first, or null. */
  @Nullable N first() {
    N at = root;
    while (at != null && at.left != null) {
      at = at.left;
    }
    return at;
  }

  /** The node that comes last, or null. */
  @Nullable N last() {
    N at = root;
    while (at != null && at.right != null) {
      at = at.right;
    }
    return at;
  }
}
