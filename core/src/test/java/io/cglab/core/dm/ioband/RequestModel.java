package io.cglab.core.dm.ioband;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * dm-ioband.md 3.2 written straight down: one device group over a server that takes one bio at a
 * time, closed-loop clients, everything looked at anew each time.
 */
final class RequestModel {
  static final class Device {
    final int number;
    final List<Group> groups = new ArrayList<>();
    boolean suspended;
    final List<Client> deferred = new ArrayList<>();

    Device(int number) {
      this.number = number;
    }

    /** Where the bios of a user go. */
    Group of(int uid) {
      for (Group group : groups) {
        if (group.id == uid) {
          return group;
        }
      }
      return groups.get(0);
    }
  }

  static final class Group {
    final Device device;
    final int id;
    long weight = 100;
    long share;
    long tokens;
    int inFlight;
    final Deque<Client> held = new ArrayDeque<>();

    Group(Device device, int id) {
      this.device = device;
      this.id = id;
    }

    boolean isActive() {
      return !device.suspended && (!held.isEmpty() || inFlight > 0);
    }
  }

  /** A client, and where its bio is. */
  record Client(Device device, int uid, long thinkNs) {}

  /** A bio went on. */
  record Issue(long ns, int device, int group, boolean delayed) {}

  private record Event(long ns, long order, Runnable action) {}

  final List<Device> devices = new ArrayList<>();
  final List<Issue> issues = new ArrayList<>();
  long pool = 2048;
  int throttle = 4;
  int limit = 128;
  int refills;
  private final long serviceNs;
  private int inFlight;
  private long now;
  private long order;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::ns).thenComparingLong(Event::order));
  private final Deque<Runnable> queue = new ArrayDeque<>();
  private boolean busy;

  RequestModel(long serviceNs) {
    this.serviceNs = serviceNs;
  }

  void at(long ns, Runnable action) {
    events.add(new Event(ns, order++, action));
  }

  void start(Client client, long ns) {
    at(ns, () -> submit(client));
  }

  void advanceTo(long ns) {
    while (!events.isEmpty() && events.peek().ns <= ns) {
      Event event = events.remove();
      now = event.ns;
      event.action.run();
    }
    now = ns;
  }

  private List<Group> groups() {
    List<Group> all = new ArrayList<>();
    devices.forEach(device -> all.addAll(device.groups));
    return all;
  }

  // ---- settings

  Group add(Device device, int id) {
    Group group = new Group(device, id);
    device.groups.add(group);
    group.tokens = Long.MAX_VALUE; // cut to its share
    changed();
    return group;
  }

  void remove(Group group) {
    while (!group.held.isEmpty()) {
      issue(group, group.held.remove(), true);
    }
    group.device.groups.remove(group);
    changed();
  }

  void changed() {
    long weights = 0;
    for (Group group : groups()) {
      weights += group.weight;
    }
    boolean idle = groups().stream().allMatch(each -> each.held.isEmpty()) && inFlight == 0;
    for (Group group : groups()) {
      group.share = Math.max(1, pool * group.weight / weights);
      boolean begins = idle && !group.device.suspended;
      group.tokens = begins ? group.share : Math.min(group.tokens, group.share);
    }
    pump();
  }

  void suspend(Device device) {
    device.suspended = true;
    pump();
  }

  void resume(Device device) {
    device.suspended = false;
    List<Client> deferred = List.copyOf(device.deferred);
    device.deferred.clear();
    pump();
    deferred.forEach(this::submit);
  }

  // ---- the rules

  private boolean room() {
    return inFlight < limit;
  }

  private boolean may(Group group) {
    return room() && (group.tokens > 0 || inFlight < throttle);
  }

  private void issue(Group group, Client client, boolean delayed) {
    inFlight++;
    group.inFlight++;
    group.tokens -= group.tokens > 0 ? 1 : 0;
    issues.add(new Issue(now, group.device.number, group.id, delayed));
    queue.add(() -> complete(group, client));
    serve();
  }

  private void serve() {
    if (!busy && !queue.isEmpty()) {
      busy = true;
      at(now + serviceNs, queue.remove());
    }
  }

  private void submit(Client client) {
    if (client.device.suspended) {
      client.device.deferred.add(client);
      return;
    }
    Group group = client.device.of(client.uid);
    if (group.held.isEmpty() && may(group)) {
      issue(group, client, false);
    } else {
      group.held.add(client);
    }
    pump();
  }

  private void complete(Group group, Client client) {
    busy = false;
    serve();
    inFlight--;
    group.inFlight--;
    pump();
    at(now + client.thinkNs, () -> submit(client));
  }

  private void pump() {
    while (true) {
      Group best = null;
      boolean anyHeld = false;
      boolean allSpent = true;
      for (Group group : groups()) {
        allSpent &= !group.isActive() || group.tokens == 0;
        if (!group.held.isEmpty() && !group.device.suspended) {
          anyHeld = true;
          if (may(group) && (best == null || isBefore(group, best))) {
            best = group;
          }
        }
      }
      if (best != null) {
        issue(best, best.held.remove(), true);
      } else if (anyHeld && room() && allSpent) {
        refills++;
        for (Group group : groups()) {
          group.tokens = group.device.suspended ? group.tokens : group.share;
        }
      } else {
        return;
      }
    }
  }

  private static boolean isBefore(Group a, @Nullable Group b) {
    if (b == null) {
      return true;
    }
    long left = a.tokens * b.share;
    long right = b.tokens * a.share;
    if (left != right) {
      return left > right;
    }
    if ((a.id < 0) != (b.id < 0)) {
      return a.id < 0;
    }
    return a.device.number != b.device.number ? a.device.number < b.device.number : a.id < b.id;
  }
}
