package io.cglab.core.elevator;

/** The busy queues of one kind in a group, in the order in which they get their slices. */
final class CfqServiceTree {
  final CfqTree<CfqQueue> queues = new CfqTree<>();

  /** How long the threads of all its queues take, from any completion to the next request. */
  final ThinkTime think = new ThinkTime();
}
