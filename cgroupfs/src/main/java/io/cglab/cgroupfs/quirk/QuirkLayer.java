package io.cglab.cgroupfs.quirk;

import io.cglab.cgroupfs.kernfs.Interposer;
import io.cglab.cgroupfs.kernfs.Mount;
import io.cglab.core.api.KernelException;
import io.cglab.core.device.Disks;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** The quirks of one machine, each from its time on. */
public final class QuirkLayer implements Interposer {
  private record Active(Quirk quirk, long fromNs, Interposer effect) {}

  private final LongSupplier nowNs;
  private final Disks disks;
  private final List<Active> all = new ArrayList<>();

  /** None yet. */
  public QuirkLayer(LongSupplier nowNs, Disks disks) {
    this.nowNs = nowNs;
    this.disks = disks;
  }

  /**
   * Adds a quirk, behind those that there are.
   *
   * @throws IllegalArgumentException if it names a device that the machine does not have
   */
  public void add(Quirk quirk) {
    Interposer effect = quirk.kind().effect(quirk.arguments(), disks);
    all.add(new Active(quirk, nowNs.getAsLong() + quirk.after().toNanos(), effect));
  }

  /** Ends them all. */
  public void clear() {
    all.clear();
  }

  /** The quirks that were added, in order, be their time yet to come. */
  public List<Quirk> quirks() {
    return all.stream().map(Active::quirk).toList();
  }

  private List<Interposer> effects() {
    long now = nowNs.getAsLong();
    return all.stream().filter(active -> active.fromNs() <= now).map(Active::effect).toList();
  }

  @Override
  public String shown(Mount tree, String path, String text) {
    String shown = text;
    for (Interposer effect : effects()) {
      shown = effect.shown(tree, path, shown);
    }
    return shown;
  }

  @Override
  public int readLength(Mount tree, String path, int wanted) {
    int length = wanted;
    for (Interposer effect : effects()) {
      length = effect.readLength(tree, path, length);
    }
    return length;
  }

  @Override
  public void reading(Mount tree, String path, long position) throws KernelException {
    for (Interposer effect : effects()) {
      effect.reading(tree, path, position);
    }
  }

  @Override
  public void writing(Mount tree, String path, ByteBuffer bytes) throws KernelException {
    for (Interposer effect : effects()) {
      effect.writing(tree, path, bytes.duplicate());
    }
  }

  @Override
  public void removing(Mount tree, String path) throws KernelException {
    for (Interposer effect : effects()) {
      effect.removing(tree, path);
    }
  }
}
