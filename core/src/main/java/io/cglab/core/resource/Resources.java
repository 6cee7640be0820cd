package io.cglab.core.resource;

import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.cgroup.Gate;
import io.cglab.core.cgroup.Hierarchies;
import io.cglab.core.cgroup.Task;
import java.util.List;

/** The controllers beside io, of one machine. */
public final class Resources implements Gate {
  private final Hierarchies hierarchies;
  private final CpuController cpu = new CpuController();
  private final CpusetController cpuset = new CpusetController();
  private final MemoryController memory = new MemoryController();
  private final PidsController pids = new PidsController();
  private final DevicesController devices = new DevicesController();

  /** Listens to all trees, and stands at their gate. */
  public Resources(Hierarchies hierarchies) {
    this.hierarchies = hierarchies;
    // The settings first: what a new cgroup takes over from its parent comes into a clean place.
    List.of(cpu.settings(), cpuset.settings(), memory.settings(), pids.settings())
        .forEach(hierarchies::addListener);
    List.of(cpuset, memory, pids, devices).forEach(hierarchies::addListener);
    hierarchies.setGate(this);
  }

  public CpuController cpu() {
    return cpu;
  }

  public CpusetController cpuset() {
    return cpuset;
  }

  public MemoryController memory() {
    return memory;
  }

  public PidsController pids() {
    return pids;
  }

  public DevicesController devices() {
    return devices;
  }

  @Override
  public void checkFork(Task parent) throws KernelException {
    pids.checkFork(parent.cgroup(hierarchies.of(Controller.PIDS)));
  }

  @Override
  public void checkAttach(Task task, Cgroup to) throws KernelException {
    cpuset.checkAttach(to);
  }
}
