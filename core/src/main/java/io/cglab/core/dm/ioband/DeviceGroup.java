package io.cglab.core.dm.ioband;

import io.cglab.core.block.BioTable;
import io.cglab.core.block.BlockLayer;
import io.cglab.core.sim.EventHandler;
import io.cglab.core.trace.Trace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * A device group: the ioband devices that share one bandwidth, whatever they lie on. Bios pass
 * while few are in progress; beyond that {@link TokenPolicy} says whose turn it is, and the others
 * are held here, above all schedulers. With a completion those that may go on are sent, before
 * whoever waits for the completed bio can act on it.
 */
public final class DeviceGroup {
  /** The largest io_throttle and io_limit. */
  static final int MOST_IN_PROGRESS = 32767;

  static final int DEFAULT_THROTTLE = 4;

  private final Ioband target;
  private final String id;
  private final int number;
  private final BlockLayer block;
  private final BioTable bios;
  private final List<IobandDevice> members = new ArrayList<>();
  private final List<IobandGroup> groups = new ArrayList<>();
  private final EventHandler pumpEvent = (arg, now) -> pumpIfPending(now);

  private final EventHandler timedPump = (arg, now) -> pump(now);

  private PolicyKind kind;
  private TokenPolicy policy;
  private int throttle;
  private int limit;
  private long token;
  private long totalWeight;
  private int inFlight;
  private final int[] inFlightOf = new int[IobandGroup.CLASSES];
  private int held;
  private boolean pumpPending;
  private boolean pumping;

  DeviceGroup(Ioband target, String id, int number, IobandSpec spec) {
    this.target = target;
    this.id = id;
    this.number = number;
    block = target.block();
    bios = block.bios();
    throttle = spec.ioThrottle() == 0 ? DEFAULT_THROTTLE : (int) spec.ioThrottle();
    limit = spec.ioLimit() == 0 ? target.defaultLimit() : (int) spec.ioLimit();
    limit = Math.max(limit, throttle);
    kind = spec.policy();
    policy = target.policy(kind, this);
    token = spec.token() == 0 ? policy.defaultToken() : spec.token();
  }

  /** As it was typed. */
  public String id() {
    return id;
  }

  /** Its number on this machine, as {@code Trace} names it. */
  public int number() {
    return number;
  }

  /** Its ioband devices, in order of making. */
  public List<IobandDevice> members() {
    return Collections.unmodifiableList(members);
  }

  /** The groups that compete, in the order in which they are asked. */
  public List<IobandGroup> groups() {
    return Collections.unmodifiableList(groups);
  }

  /** The sum of all weights. */
  public long totalWeight() {
    return totalWeight;
  }

  public PolicyKind policyKind() {
    return kind;
  }

  TokenPolicy policy() {
    return policy;
  }

  /** More bios in progress than this, and control begins. */
  public int ioThrottle() {
    return throttle;
  }

  /** The most bios in progress; in 1.x of each class. */
  public int ioLimit() {
    return limit;
  }

  /** The pool of tokens of a round, or their base in 1.x. */
  public long token() {
    return token;
  }

  /** Bios that went on and are not complete. */
  public int inFlight() {
    return inFlight;
  }

  /** Bios in flight of the class of a list. */
  int inFlight(int list) {
    return inFlightOf[list % IobandGroup.CLASSES];
  }

  /** Bios held now. */
  public int held() {
    return held;
  }

  Ioband target() {
    return target;
  }

  Trace trace() {
    return target.trace();
  }

  // ---- settings

  void setThrottle(int value) {
    throttle = value;
    changed();
  }

  void setLimit(int value) {
    limit = value;
    changed();
  }

  /** Sets the pool; 0 for the usual one. */
  void setToken(long value) {
    token = value == 0 ? policy.defaultToken() : value;
    changed();
  }

  void setPolicy(PolicyKind newKind) {
    if (newKind == kind) {
      return;
    }
    kind = newKind;
    token = 0;
    for (IobandDevice member : members) {
      for (IobandGroup group : member.groups()) {
        group.weight = IobandGroup.DEFAULT_WEIGHT;
        group.minimum = 0;
        group.maximum = 0;
      }
    }
    for (IobandGroup group : groups) {
      group.share = 0;
      group.tokens = 0;
      group.round = 0;
      group.used = 0;
      group.active = false;
      Arrays.fill(group.heapAt, -1);
    }
    policy = target.policy(kind, this);
    token = policy.defaultToken();
    changed();
  }

  /** Members, groups, weights or limits are others. */
  void changed() {
    groups.clear();
    totalWeight = 0;
    for (IobandDevice member : members) {
      if (member.hasJoined()) {
        groups.addAll(member.groups());
      }
    }
    groups.sort((a, b) -> a.isBefore(b) ? -1 : b.isBefore(a) ? 1 : 0);
    for (IobandGroup group : groups) {
      totalWeight += group.weight;
    }
    policy.sharesChanged();
    pumpLater(target.nowNs());
  }

  void add(IobandDevice member) {
    members.add(member);
  }

  /** A device goes: the group does too with its last one. */
  void remove(IobandDevice member) {
    members.remove(member);
    changed();
    if (members.isEmpty()) {
      target.forget(this);
    }
  }

  // ---- bios

  /** True if the clone is held; its submitter sends it on otherwise. */
  boolean keeps(IobandGroup group, int clone, long now) {
    pumpIfPending(now);
    int list = policy.list(clone);
    group.arrived(bios.op(clone), now);
    if (policy.passes(group, clone, list)) {
      bios.setCloneEnd(clone, group, 0);
      issue(group, clone, list, false, now);
      pumpLater(now); // behind this one, which its submitter has yet to send on
      return false;
    }
    bios.setCloneEnd(clone, group, 1);
    group.append(clone, list);
    held++;
    trace().iobandHeld(now, clone, group.number());
    policy.changed(group, list);
    pump(now);
    return true;
  }

  private void issue(IobandGroup group, int clone, int list, boolean delayed, long now) {
    inFlight++;
    inFlightOf[list % IobandGroup.CLASSES]++;
    group.inFlight++;
    group.countIssue(clone, delayed);
    trace().iobandIssued(now, clone, group.number(), delayed);
    policy.charge(group, clone, list, now);
  }

  void completed(IobandGroup group, int clone, long now) {
    int list = policy.list(clone);
    inFlight--;
    inFlightOf[list % IobandGroup.CLASSES]--;
    group.inFlight--;
    if (!group.gone) {
      policy.changed(group, list);
    }
    pumpLater(now);
  }

  /** Sends all that a group holds on, whatever its tokens. */
  void flush(IobandGroup group, long now) {
    for (int list = 0; list < IobandGroup.LISTS; list++) {
      while (group.held[list] > 0) {
        release(group, list, now);
      }
    }
  }

  private void release(IobandGroup group, int list, long now) {
    int clone = group.poll(list);
    held--;
    issue(group, clone, list, true, now);
    block.release(clone, target.releasesAsSubmitter());
  }

  /**
   * Sends on what may go, in an event of its own: the device below has to finish its completion
   * first, and whoever is woken by that comes behind.
   */
  void pumpLater(long now) {
    if (held > 0 && !pumpPending) {
      pumpPending = true;
      target.events().push(now, pumpEvent, 0);
    }
  }

  /** Sends on what may go, at a time that is not before now. */
  void pumpAt(long ns) {
    target.events().push(ns, timedPump, 0);
  }

  private void pumpIfPending(long now) {
    if (pumpPending) {
      pumpPending = false;
      pump(now);
    }
  }

  private void pump(long now) {
    if (pumping) {
      return; // what is sent on came back to this group: the loop below sees it
    }
    pumping = true;
    for (IobandGroup group = policy.next(now); group != null; group = policy.next(now)) {
      release(group, policy.nextList(), now);
    }
    pumping = false;
  }
}
