package io.cglab.shell.observe;

/** What the time of a task, or of one of its bios, goes into. */
public enum WaitReason {
  /** A limit of bytes read. */
  RBPS("rbps"),
  WBPS("wbps"),
  RIOPS("riops"),
  WIOPS("wiops"),
  /** Let go by the throttle; the worker that issues it has not come to it. */
  RELEASE("release worker of the throttle"),
  /** io.latency lets few I/Os be in flight. */
  LATENCY("io.latency of others"),
  /** Throttling of buffered writes. */
  WBT("throttling of buffered writes (wbt)"),
  /** iocost: no budget. */
  COST("iocost: share of the disk used up"),
  /** All requests that it may use are taken. */
  TAG("no free request (nr_requests)"),
  /** A piece of the same I/O goes first. */
  BEHIND("behind another piece of the same I/O"),
  /** In the scheduler, or between it and the device. */
  QUEUE("queued in the scheduler"),
  /** In the device. */
  DEVICE("in the device"),
  /** Nothing outstanding, and system calls take the time. */
  CPU("CPU, in system calls"),
  /** Nothing outstanding and nothing asked for. */
  NO_IO("no I/O asked for (thinks, sleeps, is frozen)");

  private final String text;

  WaitReason(String text) {
    this.text = text;
  }

  /** True for a limit of blk-throttle. */
  public boolean isLimit() {
    return ordinal() <= WIOPS.ordinal();
  }

  /** A limit's key in io.max; for the others some words. */
  public String text() {
    return text;
  }

  /** The limit of a direction, of bytes or of I/Os. */
  public static WaitReason limit(boolean write, boolean bytes) {
    return bytes ? write ? WBPS : RBPS : write ? WIOPS : RIOPS;
  }
}
