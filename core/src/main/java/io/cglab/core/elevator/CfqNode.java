package io.cglab.core.elevator;

import org.jspecify.annotations.Nullable;

/** What a {@link CfqTree} puts in order: a queue or a group. */
abstract class CfqNode<N extends CfqNode<N>> {
  /** Whose band is lower comes first, whatever its key. Does not change in a tree. */
  int band;

  /** The least one of a band comes first. Compared by difference, so that it may wrap around. */
  long key;

  // Links of the tree.
  long order;
  int rank;
  @Nullable N left;
  @Nullable N right;
}
