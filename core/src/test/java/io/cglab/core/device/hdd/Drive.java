package io.cglab.core.device.hdd;

import io.cglab.core.api.Op;
import io.cglab.core.device.Device;
import io.cglab.core.sim.EventQueue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A drive with nothing in front of it, for which somebody notes down what it does when. */
final class Drive {
  static final long US = 1_000;
  static final long MS = 1_000_000;

  /** What a command of 4 KiB costs the controller: cmdRead or cmdWrite, and the bus. */
  static final long READ_NS = 60_000 + 13_653;

  static final long WRITE_NS = 119_000 + 13_653;

  /** A time that has not come. */
  static final long PENDING = -1;

  /** An access to the platters. */
  record Access(long sector, long sectors, boolean write, long fromNs, long toNs) {}

  final List<Access> accesses = new ArrayList<>();
  final Mechanism mechanism;
  private final EventQueue events = new EventQueue();
  private final HddDevice device;
  private long[] doneNs = new long[16];
  private int commands;
  private long nowNs;

  Drive(Hdd hdd) {
    this(hdd, Hdd.SATA_2009_SECTORS);
  }

  Drive(Hdd hdd, long sectors) {
    device = new HddDevice(hdd, sectors);
    mechanism = new Mechanism(hdd, new Geometry(hdd.platters(), sectors));
    device.setLog(
        (sector, length, write, fromNs, toNs) ->
            accesses.add(new Access(sector, length, write, fromNs, toNs)));
    device.connect(
        events,
        (command, now) -> {
          if (doneNs[command] != PENDING) {
            throw new AssertionError("complete twice: " + command);
          }
          doneNs[command] = now;
        });
  }

  /** Gives it a command at this time; returns its number. */
  int at(long ns, Op op, long sector, int sectors, boolean forced) {
    until(ns);
    int command = commands++;
    if (command == doneNs.length) {
      doneNs = Arrays.copyOf(doneNs, 2 * command);
    }
    doneNs[command] = PENDING;
    long answer = device.start(command, op, sector, sectors, forced, ns);
    if (answer != Device.LATER) {
      throw new AssertionError("it completes later");
    }
    return command;
  }

  int at(long ns, Op op, long sector, int sectors) {
    return at(ns, op, sector, sectors, false);
  }

  /** Gives it a command and waits for its completion; returns when that was. */
  long run(long ns, Op op, long sector, int sectors) {
    return await(at(ns, op, sector, sectors));
  }

  long await(int command) {
    while (doneNs[command] == PENDING) {
      step();
    }
    return doneNs[command];
  }

  /** When a command was complete, or PENDING. */
  long doneNs(int command) {
    return doneNs[command];
  }

  long nowNs() {
    return nowNs;
  }

  boolean isQuiet() {
    return events.isEmpty();
  }

  void step() {
    nowNs = events.nextNs();
    events.fireNext();
  }

  void until(long ns) {
    while (events.nextNs() <= ns) {
      step();
    }
    nowNs = Math.max(nowNs, ns);
  }

  Access last() {
    return accesses.get(accesses.size() - 1);
  }
}
