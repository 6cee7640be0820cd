package io.cglab.core.elevator;

import org.jspecify.annotations.Nullable;

/**
 * Entities by finish, equal ones by order of coming, with the least start of each subtree: a treap
 * linked through the entities, so that every operation is O(log n) and allocates nothing.
 */
final class BfqEntityTree {
  private @Nullable BfqEntity root;
  private int size;
  private long orders;
  private int rankSeed = 0x2545F491;

  boolean isEmpty() {
    return root == null;
  }

  int size() {
    return size;
  }

  private static boolean before(BfqEntity a, BfqEntity b) {
    return a.finish - b.finish < 0 || (a.finish == b.finish && a.order < b.order);
  }

  void add(BfqEntity entity) {
    entity.order = orders++;
    rankSeed = rankSeed * 1664525 + 1013904223;
    entity.rank = rankSeed;
    entity.left = null;
    entity.right = null;
    entity.minStart = entity.start;
    root = insert(root, entity);
    size++;
  }

  private static BfqEntity insert(@Nullable BfqEntity node, BfqEntity entity) {
    if (node == null) {
      return entity;
    }
    if (entity.rank > node.rank) {
      split(node, entity);
      update(entity);
      return entity;
    }
    if (before(entity, node)) {
      node.left = insert(node.left, entity);
    } else {
      node.right = insert(node.right, entity);
    }
    update(node);
    return node;
  }

  /** Hangs what lies before {@code pivot} to its left and the rest to its right. */
  private static void split(@Nullable BfqEntity node, BfqEntity pivot) {
    if (node == null) {
      pivot.left = null;
      pivot.right = null;
    } else if (before(node, pivot)) {
      split(node.right, pivot);
      node.right = pivot.left;
      update(node);
      pivot.left = node;
    } else {
      split(node.left, pivot);
      node.left = pivot.right;
      update(node);
      pivot.right = node;
    }
  }

  void remove(BfqEntity entity) {
    root = without(root, entity);
    entity.left = null;
    entity.right = null;
    size--;
  }

  private static @Nullable BfqEntity without(@Nullable BfqEntity node, BfqEntity entity) {
    assert node != null : "not in this tree";
    if (node == entity) {
      return join(entity.left, entity.right);
    }
    if (before(entity, node)) {
      node.left = without(node.left, entity);
    } else {
      node.right = without(node.right, entity);
    }
    update(node);
    return node;
  }

  private static @Nullable BfqEntity join(@Nullable BfqEntity a, @Nullable BfqEntity b) {
    if (a == null) {
      return b;
    }
    if (b == null) {
      return a;
    }
    if (a.rank > b.rank) {
      a.right = join(a.right, b);
      update(a);
      return a;
    }
    b.left = join(a, b.left);
    update(b);
    return b;
  }

  private static void update(BfqEntity node) {
    long least = node.start;
    BfqEntity left = node.left;
    if (left != null && left.minStart - least < 0) {
      least = left.minStart;
    }
    BfqEntity right = node.right;
    if (right != null && right.minStart - least < 0) {
      least = right.minStart;
    }
    node.minStart = least;
  }

  /** The least start of all, of a tree that is not empty. */
  long minStart() {
    BfqEntity top = root;
    assert top != null : "empty tree";
    return top.minStart;
  }

  /** The entity with the least finish among those that start at {@code vtime} or before. */
  @Nullable BfqEntity firstEligible(long vtime) {
    BfqEntity node = root;
    while (node != null) {
      BfqEntity left = node.left;
      if (left != null && left.minStart - vtime <= 0) {
        node = left;
      } else if (node.start - vtime <= 0) {
        return node;
      } else {
        node = node.right;
      }
    }
    return null;
  }

  /** The entity with the least finish, or null. */
  @Nullable BfqEntity first() {
    BfqEntity node = root;
    while (node != null && node.left != null) {
      node = node.left;
    }
    return node;
  }

  /** The entity with the greatest finish, or null. */
  @Nullable BfqEntity last() {
    BfqEntity node = root;
    while (node != null && node.right != null) {
      node = node.right;
    }
    return node;
  }
}
