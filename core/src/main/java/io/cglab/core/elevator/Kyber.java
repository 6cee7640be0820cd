package io.cglab.core.elevator;

import io.cglab.core.api.Op;
import io.cglab.core.block.BioTable;
import io.cglab.core.block.Elevator;
import io.cglab.core.block.RequestFifo;
import io.cglab.core.block.RequestTable;
import io.cglab.core.sim.EventHandler;
import io.cglab.core.sim.EventQueue;

/**
 * kyber (schedulers-and-devices.md 2.4): requests by domain, each with so many tokens that its
 * latencies stay below a target. Nothing is fair here, neither between threads nor between cgroups.
 */
final class Kyber implements Elevator {
  private static final int NONE = RequestTable.NONE;
  private static final int NEWEST = 8;
  private static final int ASYNC_PERCENT = 75;
  private static final long TIMER_NS = 100_000_000;
  private static final int READ = 0;
  private static final int WRITE = 1;
  private static final int DISCARD = 2;
  private static final int OTHER = 3;
  private static final int DOMAINS = 4;
  private static final int[] MOST_TOKENS = {256, 128, 64, 16};
  private static final int[] BATCH = {16, 8, 1, 1};
  private static final long DISCARD_TARGET_NS = 5_000_000_000L;

  /** Requests of one domain, with its tokens and what its latencies were. */
  private static final class Domain {
    final RequestFifo waiting;
    final KyberLatency total = new KyberLatency();
    final KyberLatency device = new KyberLatency();
    int depth;
    int tokensUsed;

    /** The last percentile of total latency, a bucket, or −1. */
    int remembered = -1;

    Domain(RequestTable requests, int depth) {
      waiting = new RequestFifo(requests);
      this.depth = depth;
    }

    boolean hasToken() {
      return tokensUsed < depth;
    }
  }

  private final RequestTable requests;
  private final BioTable bios;
  private final EventQueue events;
  private final KyberTunables tunables;
  private final Runnable run;
  private final Domain[] domains = new Domain[DOMAINS];
  private final EventHandler timer = this::timerFired;
  private int current;
  private int batched;
  private int timerEvent = EventQueue.NONE;

  Kyber(
      RequestTable requests,
      BioTable bios,
      EventQueue events,
      KyberTunables tunables,
      Runnable run) {
    this.requests = requests;
    this.bios = bios;
    this.events = events;
    this.tunables = tunables;
    this.run = run;
    for (int d = 0; d < DOMAINS; d++) {
      domains[d] = new Domain(requests, MOST_TOKENS[d]);
    }
  }

  private static int domainOf(Op op) {
    return switch (op) {
      case READ -> READ;
      case WRITE -> WRITE;
      case DISCARD -> DISCARD;
      case FLUSH, SECURE_ERASE, WRITE_ZEROES -> OTHER;
    };
  }

  private long targetNs(int domain) {
    return switch (domain) {
      case READ -> tunables.readLatNs();
      case WRITE -> tunables.writeLatNs();
      default -> DISCARD_TARGET_NS;
    };
  }

  @Override
  public int limitDepth(int bio, int context, int tags) {
    boolean sync = bios.op(bio) == Op.READ || bios.has(bio, BioTable.SYNC);
    return sync ? tags : Math.max(1, tags * ASYNC_PERCENT / 100);
  }

  // ---- merging: only the newest requests are looked at

  @Override
  public int findBackMerge(int bio, int context) {
    return find(bio, true);
  }

  @Override
  public int findFrontMerge(int bio, int context) {
    return find(bio, false);
  }

  private int find(int bio, boolean back) {
    RequestFifo waiting = domains[domainOf(bios.op(bio))].waiting;
    int request = waiting.last();
    for (int i = 0; i < NEWEST && request != NONE; i++) {
      boolean fits =
          back
              ? requests.end(request) == bios.sector(bio)
              : requests.sector(request) == bios.sector(bio) + bios.sectors(bio);
      if (fits) {
        return request;
      }
      request = waiting.before(request);
    }
    return NONE;
  }

  @Override
  public void beforeFrontMerge(int request) {}

  @Override
  public void merged(int request, boolean atFront) {}

  @Override
  public int neighbour(int request, boolean behind) {
    return NONE;
  }

  @Override
  public void joining(int survivor, int victim) {
    throw new AssertionError("kyber joins no requests");
  }

  // ---- order

  @Override
  public void insert(int request, long nowNs) {
    int domain = domainOf(requests.op(request));
    requests.setOwner(request, NONE);
    domains[domain].waiting.addLast(request);
  }

  @Override
  public boolean hasWork() {
    for (Domain domain : domains) {
      if (!domain.waiting.isEmpty()) {
        return true;
      }
    }
    return false;
  }

  @Override
  public int dispatch(long nowNs) {
    if (batched < BATCH[current]) {
      int request = take(current);
      if (request != NONE) {
        return request;
      }
    }
    batched = 0;
    for (int i = 1; i <= DOMAINS; i++) {
      current = (current + 1) % DOMAINS;
      int request = take(current);
      if (request != NONE) {
        return request;
      }
    }
    return NONE;
  }

  private int take(int d) {
    Domain domain = domains[d];
    if (domain.waiting.isEmpty() || !domain.hasToken()) {
      return NONE;
    }
    batched++;
    domain.tokensUsed++;
    int request = domain.waiting.poll();
    requests.setOwner(request, d);
    return request;
  }

  @Override
  public boolean completed(int request, long nowNs) {
    int d = requests.owner(request);
    Domain domain = domains[d];
    boolean wasBlocked = !domain.hasToken() && !domain.waiting.isEmpty();
    domain.tokensUsed--;
    if (d != OTHER) {
      long target = targetNs(d);
      domain.total.add(nowNs - requests.allocNs(request), target);
      domain.device.add(nowNs - requests.driverNs(request), target);
      if (timerEvent == EventQueue.NONE) {
        timerEvent = events.push(nowNs + TIMER_NS, timer, 0);
      }
    }
    return wasBlocked;
  }

  // ---- tokens

  private void timerFired(int unused, long now) {
    timerEvent = EventQueue.NONE;
    boolean congested = false;
    for (int d = READ; d <= DISCARD; d++) {
      int p90 = domains[d].device.percentile(90, now);
      congested |= p90 >= 0 && KyberLatency.isBad(p90);
    }
    for (int d = READ; d <= DISCARD; d++) {
      adjust(d, congested, now);
    }
    run.run();
  }

  private void adjust(int d, boolean congested, long now) {
    Domain domain = domains[d];
    int p99 = domain.total.percentile(99, now);
    if (congested) {
      if (p99 < 0) {
        p99 = domain.remembered;
      }
      domain.remembered = -1;
    } else if (p99 >= 0) {
      domain.remembered = p99;
    }
    if (p99 >= 0 && (congested || KyberLatency.isBad(p99))) {
      int depth = (domain.depth * (p99 + 1)) >> KyberLatency.GOOD_SHIFT;
      domain.depth = Math.max(1, Math.min(MOST_TOKENS[d], depth));
    }
  }

  @Override
  public int drain() {
    if (timerEvent != EventQueue.NONE) {
      events.cancel(timerEvent);
      timerEvent = EventQueue.NONE;
    }
    for (Domain domain : domains) {
      int request = domain.waiting.poll();
      if (request != NONE) {
        return request;
      }
    }
    return NONE;
  }
}
