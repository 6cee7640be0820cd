package io.cglab.core.elevator;

/** The I/O schedulers of blk-mq, in the order in which queue/scheduler lists them. */
public enum Scheduler {
  NONE,
  MQ_DEADLINE,
  KYBER,
  BFQ
}
