package io.cglab.shell.observe;

import io.cglab.core.Machine;
import io.cglab.core.block.BioTable;
import io.cglab.core.trace.Trace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes down every bio and each step of it: the obvious way to keep what happened. */
final class Diary implements Trace {
  /** Where a bio is from {@code ns} on. */
  record Step(long ns, String where) {}

  /** One bio, or a piece of one; {@code doneNs} is −1 until it is complete. */
  static final class Bio {
    final String owner;
    final boolean write;
    final boolean piece;
    final long bytes;
    final List<Step> steps = new ArrayList<>();
    long doneNs = -1;

    Bio(String owner, boolean write, boolean piece, long bytes) {
      this.owner = owner;
      this.write = write;
      this.piece = piece;
      this.bytes = bytes;
    }
  }

  private final Machine machine;
  private final BioTable table;
  private final Map<Integer, Bio> open = new HashMap<>();
  final List<Bio> all = new ArrayList<>();

  Diary(Machine machine) {
    this.machine = machine;
    this.table = machine.block().bios();
  }

  private void begin(long nowNs, int bio, boolean piece) {
    var blkgs = machine.blkgs();
    int blkg = table.blkg(bio);
    String owner = blkgs.cgroup(blkg).path() + " " + blkgs.disk(blkg).name();
    Bio entry = new Bio(owner, table.isWrite(bio), piece, table.bytes(bio));
    entry.steps.add(new Step(nowNs, "queued"));
    open.put(bio, entry);
    all.add(entry);
  }

  private void step(long nowNs, int bio, String where) {
    Bio entry = open.get(bio);
    if (entry != null) {
      entry.steps.add(new Step(nowNs, where));
    }
  }

  @Override
  public void submitted(long nowNs, int bio) {
    begin(nowNs, bio, false);
  }

  @Override
  public void split(long nowNs, int bio, int front) {
    begin(nowNs, front, true);
  }

  @Override
  public void parked(long nowNs, int bio, int blkg, Reason reason, long waitTicks) {
    step(nowNs, bio, "parked");
  }

  @Override
  public void released(long nowNs, int bio) {
    step(nowNs, bio, "queued");
  }

  @Override
  public void dispatched(long nowNs, int request, int bio) {
    for (int at = bio; at != BioTable.NONE; at = table.next(at)) {
      step(nowNs, at, "device");
    }
  }

  @Override
  public void completed(long nowNs, int bio) {
    Bio entry = open.remove(bio);
    if (entry != null) {
      entry.doneNs = nowNs;
    }
  }
}
