package io.cglab.core.policy.iocost;

import io.cglab.core.device.Disk;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * io.cost.qos and io.cost.model of all disks (control-files.md 3.5). A disk has settings from the
 * first time that one of the two files names it, and then for good. Each method is one command.
 */
public final class IocostSettings {
  private final List<@Nullable DiskSettings> disks = new ArrayList<>(); // by index of the disk
  private BiConsumer<Disk, DiskSettings> listener = (disk, settings) -> {};

  /** Calls {@code newListener} with the new settings of a disk whenever they may have changed. */
  void setListener(BiConsumer<Disk, DiskSettings> newListener) {
    listener = newListener;
  }

  /** The settings of a disk; null if iocost was never set up on it. */
  public @Nullable DiskSettings of(Disk disk) {
    return disk.index() < disks.size() ? disks.get(disk.index()) : null;
  }

  /**
   * Returns the settings of a request-based disk, and sets iocost up on it if it has none:
   * disabled, with the parameters of the disk's class.
   */
  public DiskSettings setUp(Disk disk) {
    assert disk.isRequestBased() : "no requests: " + disk.name();
    DiskSettings settings = of(disk);
    if (settings == null) {
      settings = DiskSettings.initial(DiskClass.of(disk));
      while (disks.size() <= disk.index()) {
        disks.add(null);
      }
      put(disk, settings);
    }
    return settings;
  }

  /**
   * A write to io.cost.qos.
   *
   * @param user false for the parameters of the disk's class in place of {@code params}
   */
  public void setQos(Disk disk, boolean enabled, boolean user, QosParams params) {
    put(disk, rechosen(disk).withEnabled(enabled).withQos(user, params));
  }

  /**
   * A write to io.cost.model.
   *
   * @param user false for the coefficients of the disk's class in place of {@code model}
   */
  public void setModel(Disk disk, boolean user, CostModel model) {
    put(disk, rechosen(disk).withModel(user, model));
  }

  /** A solid disk was seen to be faster or slower than its class. */
  public void reclassify(Disk disk, DiskClass seen) {
    put(disk, setUp(disk).withClass(seen));
  }

  /** Settings after another look at the disk, which may have become rotational or ceased to be. */
  private DiskSettings rechosen(Disk disk) {
    DiskSettings settings = setUp(disk);
    DiskClass chosen = DiskClass.of(disk);
    boolean seenFast = settings.diskClass() == DiskClass.SSD_FAST;
    return chosen == DiskClass.SSD_DEFAULT && seenFast ? settings : settings.withClass(chosen);
  }

  private void put(Disk disk, DiskSettings settings) {
    disks.set(disk.index(), settings);
    listener.accept(disk, settings);
  }
}
