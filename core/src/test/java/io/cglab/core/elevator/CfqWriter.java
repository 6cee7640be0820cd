package io.cglab.core.elevator;

import io.cglab.core.Machine;
import io.cglab.core.api.KernelException;
import io.cglab.core.api.Op;
import io.cglab.core.block.BioEnd;
import io.cglab.core.block.BlockLayer;
import io.cglab.core.block.Submitter;

/** A thread that writes one block after another, each a little after the one before is complete. */
final class CfqWriter extends Submitter implements BioEnd {
  private static final int BYTES = 4096;
  private static final long TURN_NS = 40_000;

  private final Machine machine;
  private final BlockLayer block;
  private final int blkg;
  private final int flags;
  private long sector;
  long written;

  /**
   * A writer that has yet to begin.
   *
   * @param sector where it begins
   * @param flags of its bios
   */
  CfqWriter(CfqMachine m, String cgroup, long sector, int flags) throws KernelException {
    machine = m.test.machine;
    block = machine.block();
    blkg = m.test.machine.blkgs().obtain(m.test.cgroup(cgroup), m.test.disk());
    this.sector = sector;
    this.flags = flags;
  }

  void submit() {
    int bio = block.bio(blkg, Op.WRITE, sector, BYTES, flags, 0, this, 0);
    sector += BYTES / 512;
    block.submit(bio, this);
  }

  @Override
  public void bioDone(int bio, int cookie, long nowNs) {
    written++;
    machine.at(nowNs + TURN_NS, this::submit);
  }

  @Override
  protected void resume(long nowNs) {
    throw new AssertionError("it never sleeps");
  }
}
