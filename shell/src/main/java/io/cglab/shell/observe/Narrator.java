package io.cglab.shell.observe;

import io.cglab.core.Machine;
import io.cglab.core.api.IoMax;
import io.cglab.core.api.Op;
import io.cglab.core.block.BioEnd;
import io.cglab.core.block.BioTable;
import io.cglab.core.task.Run;
import io.cglab.core.trace.Trace;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/** Tells in words what happens to bios while it listens; silent and free of cost otherwise. */
public final class Narrator implements Trace {
  private static final int MOST_LINES = 32;
  private static final double NS_PER_MS = 1e6;
  private static final int MS_PER_S = 1000;
  private static final int KIB = 1024;

  private final Machine machine;
  private final Waits waits;

  /** What happened, and when. */
  public record Told(long atNs, String what) {}

  private final Deque<Told> lines = new ArrayDeque<>();
  private boolean listens;

  /** How many of the latest lines are kept; 0 to keep the first. */
  private int latest;

  Narrator(Machine machine, Waits waits) {
    this.machine = machine;
    this.waits = waits;
  }

  /** Forgets what was told and listens from now on. */
  public void listen() {
    lines.clear();
    latest = 0;
    listens = true;
  }

  /** Forgets what was told and listens from now on, without an end; keeps the latest lines. */
  public void follow(int most) {
    listen();
    latest = most;
  }

  /** What was told and is kept, oldest first. */
  public List<Told> told() {
    return List.copyOf(lines);
  }

  /** Stops to listen; returns what has happened, the last left out where it was very much. */
  public List<Told> take() {
    listens = false;
    return told();
  }

  private void tell(String line) {
    if (latest > 0 && lines.size() == latest) {
      lines.remove();
    }
    if (latest > 0 || lines.size() < MOST_LINES) {
      lines.add(new Told(machine.nowNs(), line));
    }
  }

  @Override
  public void submitted(long nowNs, int bio) {
    if (listens) {
      tell(who(bio) + " submits a " + what(bio) + " to " + disk(bio));
    }
  }

  @Override
  public void parked(long nowNs, int bio, int blkg, Reason reason, long waitTicks) {
    if (!listens) {
      return;
    }
    WaitReason limit = waits.limitAt(blkg, bios().isWrite(bio));
    if (reason != Reason.QUEUED_BEHIND) {
      limit = WaitReason.limit(bios().isWrite(bio), reason == Reason.BPS);
    }
    String where = limit.text() + " of " + cgroup(blkg);
    tell(
        reason == Reason.QUEUED_BEHIND
            ? "a " + of(bio) + " queues behind others under " + where
            : "a "
                + of(bio)
                + " does not fit "
                + where
                + " and is parked, for about "
                + ms(waitTicks * MS_PER_S / machine.config().hz() * 1_000_000));
  }

  @Override
  public void released(long nowNs, int bio) {
    if (listens) {
      tell("the throttle lets a " + of(bio) + " go, after " + ms(waits.ageNs(bio, nowNs)));
    }
  }

  @Override
  public void mapped(long nowNs, int bio, int clone) {
    if (listens) {
      tell(disk(bio) + " sends a " + of(clone) + " on to " + disk(clone));
    }
  }

  @Override
  public void split(long nowNs, int bio, int front) {
    if (listens) {
      tell("a " + what(front) + " is cut off the front, as long as " + disk(bio) + " takes");
    }
  }

  @Override
  public void tagWait(long nowNs, int bio) {
    if (listens) {
      tell("a " + of(bio) + " finds no free request of " + disk(bio) + " and waits for one");
    }
  }

  @Override
  public void policyWait(long nowNs, int bio, Policy policy, int blkg, int depth) {
    if (listens) {
      tell(
          policy == Policy.WBT
              ? "a " + of(bio) + " waits: wbt lets " + depth + " writes be in flight"
              : "a "
                  + of(bio)
                  + " waits: io.latency lets "
                  + depth
                  + " I/Os of "
                  + cgroup(blkg)
                  + " be in flight");
    }
  }

  @Override
  public void costWait(long nowNs, int bio, int blkg, long budget, long cost) {
    if (listens) {
      tell("a " + of(bio) + " waits: " + cgroup(blkg) + " has used up its share (iocost)");
    }
  }

  @Override
  public void merged(long nowNs, int bio, int request) {
    if (listens) {
      tell("a " + of(bio) + " joins a request that is queued for " + disk(bio));
    }
  }

  @Override
  public void dispatched(long nowNs, int request, int bio) {
    if (listens) {
      tell(disk(bio) + " begins a " + of(bio));
    }
  }

  @Override
  public void completed(long nowNs, int bio) {
    if (listens) {
      String held = waits.held(bio);
      tell(
          disk(bio)
              + " completed a "
              + of(bio)
              + ", "
              + (held.isEmpty()
                  ? "in " + ms(waits.ageNs(bio, nowNs))
                  : held + ", " + ms(waits.ageNs(bio, nowNs)) + " in all"));
    }
  }

  @Override
  public void latencyDepth(long nowNs, int blkg, int depth, int uses, Step why) {
    if (listens) {
      tell(
          "io.latency lets "
              + (depth == Integer.MAX_VALUE ? "any number of" : Integer.toString(depth))
              + " I/Os of "
              + cgroup(blkg)
              + " be in flight");
    }
  }

  @Override
  public void costPeriod(
      long nowNs, int disk, int vratePpm, int busyLevel, int lagging, int shortages) {
    if (listens) {
      tell(
          String.format(
              Locale.ROOT,
              "iocost ends a period on %s: virtual time runs at %.2f %%",
              machine.disks().get(disk).name(),
              vratePpm / 10_000.0));
    }
  }

  @Override
  public void limited(long nowNs, int blkg, IoMax limits) {
    if (listens) {
      tell("the limits of " + cgroup(blkg) + " change");
    }
  }

  // ---- words

  private BioTable bios() {
    return machine.block().bios();
  }

  private String disk(int bio) {
    return machine.disks().get(bios().disk(bio)).name();
  }

  private String cgroup(int blkg) {
    return machine.blkgs().isUsed(blkg)
        ? machine.blkgs().cgroup(blkg).path()
        : "a cgroup that is gone";
  }

  private String what(int bio) {
    long bytes = bios().bytes(bio);
    String size = bytes % KIB == 0 ? bytes / KIB + " KiB " : bytes + " B ";
    Op op = bios().op(bio);
    return (bytes == 0 ? "" : size) + op.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private String who(int bio) {
    String name = name(bio);
    int comma = name.indexOf(", ");
    return comma < 0 ? name : name.substring(0, comma) + " (" + name.substring(comma + 2) + ")";
  }

  private String name(int bio) {
    int whole = bio;
    while (bios().whole(whole) != BioTable.NONE) {
      whole = bios().whole(whole);
    }
    BioEnd end = bios().end(whole);
    return end instanceof Run run
        ? "pid " + run.task().pid() + ", " + run.task().process().name()
        : "the kernel";
  }

  private String of(int bio) {
    return what(bio) + " of " + cgroup(bios().blkg(bio)) + " (" + name(bio) + ")";
  }

  static String ms(long ns) {
    return String.format(Locale.ROOT, "%.3f ms", ns / NS_PER_MS);
  }
}
