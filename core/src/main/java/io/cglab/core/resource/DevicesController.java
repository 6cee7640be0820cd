package io.cglab.core.resource;

import io.cglab.core.api.Errno;
import io.cglab.core.api.KernelException;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Controller;
import io.cglab.core.cgroup.TreeListener;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * v1's devices controller: all devices but exceptions are allowed, or none but exceptions. A cgroup
 * never has more than its parent. The lists are kept; opening a device does not look at them.
 */
public final class DevicesController implements TreeListener {
  /**
   * A cgroup's list.
   *
   * @param allow true if all but the exceptions is allowed
   */
  private record Access(boolean allow, List<DeviceRule> exceptions) {
    static final Access ALL = new Access(true, List.of());

    Access {
      exceptions = List.copyOf(exceptions);
    }

    Access plus(DeviceRule rule) {
      List<DeviceRule> rules = new ArrayList<>(exceptions);
      for (int i = 0; i < rules.size(); i++) {
        if (rules.get(i).isSameDevice(rule)) {
          rules.set(i, rule.withAccess(rules.get(i).access() | rule.access()));
          return new Access(allow, rules);
        }
      }
      rules.add(rule);
      return new Access(allow, rules);
    }

    Access minus(DeviceRule rule) {
      List<DeviceRule> rules = new ArrayList<>();
      for (DeviceRule each : exceptions) {
        int left = each.isSameDevice(rule) ? each.access() & ~rule.access() : each.access();
        if (left != 0) {
          rules.add(each.withAccess(left));
        }
      }
      return new Access(allow, rules);
    }

    boolean permits(DeviceRule rule) {
      return allow
          ? exceptions.stream().noneMatch(each -> each.overlaps(rule))
          : exceptions.stream().anyMatch(each -> each.covers(rule));
    }
  }

  private final Map<Cgroup, Access> restricted = new LinkedHashMap<>();

  private Access of(Cgroup cgroup) {
    return restricted.getOrDefault(cgroup, Access.ALL);
  }

  private void set(Cgroup cgroup, Access access) {
    if (access.equals(Access.ALL)) {
      restricted.remove(cgroup);
    } else {
      restricted.put(cgroup, access);
    }
  }

  /** True if all devices are allowed, but for what was denied. */
  public boolean allowsByDefault(Cgroup cgroup) {
    return of(cgroup).allow();
  }

  /** What is allowed where not all is, in order of writing. */
  public List<DeviceRule> allowed(Cgroup cgroup) {
    return of(cgroup).allow() ? List.of() : of(cgroup).exceptions();
  }

  /** True if the cgroup may do what the rule names. */
  public boolean permits(Cgroup cgroup, DeviceRule rule) {
    return of(cgroup).permits(rule);
  }

  /**
   * Allows all devices, or as many as the parent's list.
   *
   * @throws KernelException EINVAL with child cgroups, EPERM if the parent does not allow by
   *     default
   */
  public void allowAll(Cgroup cgroup) throws KernelException {
    checkNoChildren(cgroup);
    Cgroup parent = cgroup.parent();
    if (parent != null && !of(parent).allow()) {
      throw new KernelException(Errno.EPERM, "the parent does not allow all devices");
    }
    set(cgroup, parent == null ? Access.ALL : of(parent));
  }

  /**
   * Denies all devices.
   *
   * @throws KernelException EINVAL with child cgroups
   */
  public void denyAll(Cgroup cgroup) throws KernelException {
    checkNoChildren(cgroup);
    set(cgroup, new Access(false, List.of()));
  }

  private static void checkNoChildren(Cgroup cgroup) throws KernelException {
    if (!cgroup.children().isEmpty()) {
      throw new KernelException(Errno.EINVAL, "it has child cgroups");
    }
  }

  /**
   * Allows some devices.
   *
   * @throws KernelException EPERM if the parent does not have them
   */
  public void allow(Cgroup cgroup, DeviceRule rule) throws KernelException {
    Cgroup parent = cgroup.parent();
    if (parent != null && !of(parent).permits(rule)) {
      throw new KernelException(Errno.EPERM, "the parent may not do that");
    }
    Access access = of(cgroup);
    set(cgroup, access.allow() ? access.minus(rule) : access.plus(rule));
  }

  /** Denies some devices here and below. */
  public void deny(Cgroup cgroup, DeviceRule rule) {
    Access access = of(cgroup);
    set(cgroup, access.allow() ? access.plus(rule) : access.minus(rule));
    for (Cgroup child : cgroup.children()) {
      denyBelow(child, rule);
    }
  }

  private void denyBelow(Cgroup cgroup, DeviceRule rule) {
    Access access = of(cgroup);
    if (access.allow()) {
      set(cgroup, access.plus(rule));
    } else {
      List<DeviceRule> left = new ArrayList<>(access.exceptions());
      Cgroup parent = cgroup.parent();
      left.removeIf(each -> parent != null && !of(parent).permits(each));
      set(cgroup, new Access(false, left));
    }
    cgroup.children().forEach(child -> denyBelow(child, rule));
  }

  /** A new cgroup has what its parent has. */
  @Override
  public void online(Cgroup cgroup, Controller controller) {
    Cgroup parent = cgroup.parent();
    if (controller == Controller.DEVICES && parent != null) {
      set(cgroup, of(parent));
    }
  }

  @Override
  public void hidden(Cgroup cgroup, Controller controller) {
    if (controller == Controller.DEVICES) {
      restricted.remove(cgroup);
    }
  }

  @Override
  public void removed(Cgroup cgroup) {
    restricted.remove(cgroup);
  }
}
