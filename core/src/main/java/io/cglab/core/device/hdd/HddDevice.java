package io.cglab.core.device.hdd;

import io.cglab.core.api.Op;
import io.cglab.core.device.Device;
import io.cglab.core.sim.EventHandler;
import io.cglab.core.sim.EventQueue;

/**
 * A hard disk at work. Two resources work side by side: the controller, which is a clock that says
 * until when it is busy, and the mechanics, which serve one access at a time.
 *
 * <p><b>Read.</b> Where the read-ahead has it, or the write cache, it costs the controller's time
 * only, and at the edge of the read-ahead the wait for the platters. Otherwise, once the controller
 * has taken the command, it waits for the mechanics, and its data crosses the bus behind that.
 *
 * <p><b>Write.</b> Once the controller has it, it is complete if the cache takes it, or else when
 * the cache does. Without a cache, or with forced unit access, it waits for the mechanics like a
 * read. A flush waits until all that was cached before is on the platters.
 *
 * <p><b>Mechanics.</b> Whenever they are free they serve the next command, or write out cached data
 * that is due: {@link #isDrained} and {@link #idleFromNs} say when.
 */
final class HddDevice implements Device {
  private static final int NS_PER_MICROSECOND = 1000;
  private static final int SECTOR = 512;
  private static final long NEVER = Long.MAX_VALUE;
  private static final long LONG_AGO = Long.MIN_VALUE / 2;

  private final Hdd hdd;
  private final Hdd.Cache rules;
  private final Geometry geometry;
  private final Mechanism mechanism;
  private final Prefetch prefetch;
  private final DirtyData dirty;
  private final Commands commands;
  private final MediaQueue media;
  private final Commands.Line waitingWrites;
  private final Commands.Line flushes;

  private final EventHandler takeRead = this::takeRead;
  private final EventHandler takeWrite = this::takeWrite;
  private final EventHandler takeFlush = this::takeFlush;
  private final EventHandler sendRead = this::sendRead;
  private final EventHandler endAccess = this::endAccess;
  private final EventHandler endDestage = this::endDestage;
  private final EventHandler wakeUp = this::wakeUp;

  private MediaLog log = (sector, sectors, write, fromNs, toNs) -> {};
  private EventQueue events = new EventQueue();
  private EventHandler completion = (request, now) -> {};

  private long controllerNs;

  // Which reads follow each other: the end of the last one, and how many did.
  private long lastReadEnd = -1;
  private int inSequence;

  private boolean accessing;

  /** Until then the platters are read for a hit that waits at the edge of the read-ahead. */
  private long heldNs;

  private boolean opensPrefetch;
  private long lastReadNs = LONG_AGO;
  private int accessesSinceDestage;
  private boolean draining;
  private int wake = EventQueue.NONE;
  private long wakeNs = NEVER;

  HddDevice(Hdd hdd, long sectors) {
    this.hdd = hdd;
    rules = hdd.cache();
    geometry = new Geometry(hdd.platters(), sectors);
    mechanism = new Mechanism(hdd, geometry);
    prefetch = new Prefetch(hdd.readAhead().sectors(), sectors);
    dirty = new DirtyData(rules);
    commands = new Commands(hdd.queue().depth());
    media = new MediaQueue(hdd.queue(), commands);
    waitingWrites = commands.new Line();
    flushes = commands.new Line();
  }

  /** Is told of every access to the platters that is not reading ahead. */
  @FunctionalInterface
  interface MediaLog {
    void access(long sector, long sectors, boolean write, long fromNs, long toNs);
  }

  void setLog(MediaLog newLog) {
    log = newLog;
  }

  @Override
  public void connect(EventQueue newEvents, EventHandler newCompletion) {
    events = newEvents;
    completion = newCompletion;
  }

  @Override
  public long complete(Op op, long sector, int sectors, long nowNs) {
    throw new IllegalStateException("a disk with a queue of its own completes later");
  }

  @Override
  public long start(int request, Op op, long sector, int sectors, boolean forced, long nowNs) {
    switch (op) {
      case READ -> startRead(commands.take(request, sector, sectors, false, nowNs), nowNs);
      case WRITE -> {
        long takenNs = occupy(nowNs, hdd.link().writeNs() + busNs(sectors));
        boolean direct = forced || !rules.enabled();
        int command = commands.take(request, sector, sectors, direct, nowNs);
        events.push(takenNs, takeWrite, command);
      }
      case WRITE_ZEROES -> { // no data crosses the bus
        int command = commands.take(request, sector, sectors, true, nowNs);
        events.push(occupy(nowNs, hdd.link().writeNs()), takeWrite, command);
      }
      case FLUSH -> {
        int command = commands.take(request, 0, 0, true, nowNs);
        events.push(occupy(nowNs, hdd.link().writeNs()), takeFlush, command);
      }
      case DISCARD, SECURE_ERASE -> { // nothing is kept of what the cache has
        dirty.drop(sector, sector + sectors);
        useRoom(nowNs);
        events.push(occupy(nowNs, hdd.link().writeNs()), completion, request);
      }
    }
    return LATER;
  }

  // ---- the controller

  /** The controller works on something, behind what it works on; returns when that is done. */
  private long occupy(long nowNs, long workNs) {
    controllerNs = Math.max(controllerNs, nowNs) + workNs;
    return controllerNs;
  }

  private long busNs(int sectors) {
    return (long) sectors * SECTOR * NS_PER_MICROSECOND / hdd.link().megabytes();
  }

  private void complete(int command, long atNs) {
    int request = commands.request[command];
    commands.free(command);
    events.push(atNs, completion, request);
  }

  // ---- reads

  /** The controller takes a read, and sends data right behind that, if it expects to have it. */
  private void startRead(int command, long nowNs) {
    long takenNs = occupy(nowNs, hdd.link().readNs());
    boolean expected =
        prefetch.has(commands.sector[command], commands.end(command), takenNs)
            || (!dirty.isClean() && isCached(command));
    commands.mark[command] = expected ? occupy(takenNs, busNs(commands.sectors[command])) : 0;
    events.push(takenNs, takeRead, command);
  }

  /**
   * The controller has a read. What came before it has begun by now: the data may have been there
   * when the read arrived, and be dropped.
   */
  private void takeRead(int command, long nowNs) {
    long sector = commands.sector[command];
    boolean ahead =
        isWanted() ? prefetch.has(sector, commands.end(command), nowNs) : prefetch.covers(sector);
    if (ahead || (!dirty.isClean() && isCached(command))) {
      hit(command, commands.mark[command], nowNs);
    } else {
      media.add(command);
      goOn(nowNs);
    }
  }

  /**
   * Something waits for the mechanics. Then no further hit waits at the edge of the read-ahead: a
   * stream with several commands would keep the platters for ever.
   */
  private boolean isWanted() {
    return !media.isEmpty() || (!dirty.isClean() && isDrained());
  }

  private boolean isCached(int command) {
    return dirty.isWithin(commands.sector[command], commands.end(command));
  }

  /**
   * A buffer has the data of a read that the controller has, or is about to have it.
   *
   * @param sentNs when its data has crossed the bus, if that has its time already; else 0
   */
  private void hit(int command, long sentNs, long nowNs) {
    follow(command);
    long readyNs = nowNs;
    if (prefetch.covers(commands.sector[command])) {
      readyNs = prefetch.hit(commands.end(command), nowNs);
      heldNs = Math.max(heldNs, readyNs);
    }
    if (readyNs > nowNs) {
      events.push(readyNs, sendRead, command);
    } else if (sentNs > 0) {
      complete(command, sentNs);
    } else {
      sendRead(command, nowNs);
    }
  }

  /** The data of a read is there: it crosses the bus. */
  private void sendRead(int command, long nowNs) {
    complete(command, occupy(nowNs, busNs(commands.sectors[command])));
  }

  private void follow(int command) {
    inSequence = commands.sector[command] == lastReadEnd ? inSequence + 1 : 1;
    lastReadEnd = commands.end(command);
  }

  // ---- writes

  private void takeWrite(int command, long nowNs) {
    if (commands.write[command]) {
      dirty.drop(commands.sector[command], commands.end(command));
      useRoom(nowNs);
      media.add(command);
    } else if (waitingWrites.isEmpty() && dirty.hasRoom()) {
      cache(command, nowNs);
    } else {
      waitingWrites.add(command);
    }
    goOn(nowNs);
  }

  private void cache(int command, long nowNs) {
    dirty.add(commands.sector[command], commands.end(command));
    complete(command, nowNs);
  }

  /** Less is cached: what waited for that goes on. */
  private void useRoom(long nowNs) {
    while (!waitingWrites.isEmpty() && dirty.hasRoom()) {
      int command = waitingWrites.first();
      waitingWrites.remove(command);
      cache(command, nowNs);
    }
    endFlushes(nowNs);
  }

  private void takeFlush(int command, long nowNs) {
    commands.mark[command] = dirty.nextMark();
    flushes.add(command);
    endFlushes(nowNs);
    goOn(nowNs);
  }

  private void endFlushes(long nowNs) {
    while (!flushes.isEmpty() && !dirty.hasBefore(commands.mark[flushes.first()])) {
      int command = flushes.first();
      flushes.remove(command);
      complete(command, nowNs);
    }
  }

  // ---- the mechanics

  /** Looks for something to do; called whenever there may be. */
  private void goOn(long nowNs) {
    if (accessing) {
      return;
    }
    if (nowNs < heldNs) {
      wakeAt(heldNs);
      return;
    }
    if (prefetch.isOpen() && !media.isEmpty()) {
      serveHits(false, nowNs);
    }
    boolean drains = isDrained() && !dirty.isClean();
    if (!media.isEmpty()) {
      if (drains && accessesSinceDestage >= rules.readsPerDestage()) {
        destage(nowNs);
      } else {
        access(media.poll(seenFromHere(nowNs), nowNs), nowNs);
      }
    } else if (!dirty.isClean()) {
      long dueNs = drains ? lastReadNs + rules.anticipateNs() : idleFromNs() + rules.idleNs();
      if (dueNs <= nowNs) {
        destage(nowNs);
      } else {
        wakeAt(dueNs);
      }
    }
  }

  /** True from when the cache is too full, a write or a flush waits, until it has room again. */
  private boolean isDrained() {
    if (!waitingWrites.isEmpty() || !flushes.isEmpty() || dirty.fill() > rules.high()) {
      draining = true;
    } else if (dirty.fill() < rules.low()) {
      draining = false;
    }
    return draining;
  }

  /** From when on no read used the platters; reading ahead does. */
  private long idleFromNs() {
    return prefetch.isOpen() ? Math.max(lastReadNs, prefetch.fullNs()) : lastReadNs;
  }

  /** The mechanism, with the head where the read-ahead has left it. */
  private Mechanism seenFromHere(long nowNs) {
    if (prefetch.isOpen()) {
      mechanism.setHead(prefetch.headAt(nowNs));
    }
    return mechanism;
  }

  private void access(int command, long nowNs) {
    boolean write = commands.write[command];
    if (!write) {
      follow(command);
    }
    opensPrefetch = !write && inSequence >= hdd.readAhead().trigger();
    accessesSinceDestage++;
    begin(commands.sector[command], commands.sectors[command], write, endAccess, command, nowNs);
  }

  private void destage(long nowNs) {
    accessesSinceDestage = 0;
    dirty.beginWriting(seenFromHere(nowNs), nowNs);
    begin(dirty.writingFrom(), dirty.writtenSectors(), true, endDestage, 0, nowNs);
  }

  private void begin(
      long sector, long sectors, boolean write, EventHandler end, int command, long nowNs) {
    accessing = true;
    Mechanism from = seenFromHere(nowNs);
    prefetch.close();
    long endNs = from.access(sector, sectors, write, nowNs);
    log.access(sector, sectors, write, nowNs, endNs);
    events.push(endNs, end, command);
  }

  private void endAccess(int command, long nowNs) {
    accessing = false;
    if (commands.write[command]) {
      complete(command, nowNs);
    } else {
      lastReadNs = nowNs;
      sendRead(command, nowNs);
      if (opensPrefetch) {
        readAhead(commands.sector[command], commands.end(command), nowNs);
      }
    }
    goOn(nowNs);
  }

  /** The platters are read on; commands that wait for what comes have it from there. */
  private void readAhead(long from, long end, long nowNs) {
    prefetch.open(from, end, mechanism.sectorNs(from), nowNs);
    serveHits(true, nowNs);
  }

  private void serveHits(boolean waits, long nowNs) {
    int at = media.pollHit(prefetch, waits, nowNs);
    while (at != Commands.NONE) {
      hit(at, 0, nowNs);
      at = media.pollHit(prefetch, waits, nowNs);
    }
  }

  private void endDestage(int unused, long nowNs) {
    accessing = false;
    dirty.endWriting();
    useRoom(nowNs);
    goOn(nowNs);
  }

  // ---- one timer: the earliest time at which there may be something to do

  private void wakeAt(long ns) {
    if (wakeNs <= ns) {
      return;
    }
    if (wakeNs != NEVER) {
      events.cancel(wake);
    }
    wake = events.push(ns, wakeUp, 0);
    wakeNs = ns;
  }

  private void wakeUp(int unused, long nowNs) {
    wakeNs = NEVER;
    goOn(nowNs);
  }

  @Override
  public String toString() {
    return hdd + " with " + dirty.commands() + " cached commands";
  }
}
