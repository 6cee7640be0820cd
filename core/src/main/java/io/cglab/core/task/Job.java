package io.cglab.core.task;

import io.cglab.core.api.DevNo;
import io.cglab.core.api.Op;
import io.cglab.core.file.Inode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a workload does: direct I/O of one size on one disk or partition, or what a {@link Pattern}
 * says. Immutable; each setting gives a changed copy.
 */
public final class Job {
  private static final int SECTOR = 512;

  private Op op = Op.READ;
  private boolean randomOffsets = false;
  private int blockSize = 4096;
  private int ioDepth = 1;
  private long thinkNs = 0;
  private long startNs = 0;
  private long stopNs = Long.MAX_VALUE;
  private long count = Long.MAX_VALUE;
  private long offset = 0;
  private boolean asyncIo = false;
  private long seed = 0;
  private int prioClass = 0;
  private JobObserver observer = JobObserver.NONE;
  private @Nullable Pattern pattern;
  private List<String> devices;
  private List<Inode> files = List.of();
  private boolean buffered = false;
  private Batches batches = Batches.NONE;
  private long thinkSpinNs = 0;
  private long thinkBlocks = 0;

  private Job(String device) {
    devices = List.of(device);
  }

  private Job(Job like) {
    op = like.op;
    randomOffsets = like.randomOffsets;
    blockSize = like.blockSize;
    ioDepth = like.ioDepth;
    thinkNs = like.thinkNs;
    startNs = like.startNs;
    stopNs = like.stopNs;
    count = like.count;
    offset = like.offset;
    asyncIo = like.asyncIo;
    seed = like.seed;
    prioClass = like.prioClass;
    observer = like.observer;
    pattern = like.pattern;
    devices = like.devices;
    files = like.files;
    buffered = like.buffered;
    batches = like.batches;
    thinkSpinNs = like.thinkSpinNs;
    thinkBlocks = like.thinkBlocks;
  }

  /** Synchronous sequential reads of 4 KiB from the beginning, without end. */
  public static Job direct(DevNo dev) {
    return new Job(dev.toString());
  }

  /**
   * Synchronous sequential reads of 4 KiB from the beginning, without end.
   *
   * @param device name of a disk or partition, such as {@code sda1}, or its number, {@code 8:1}
   */
  public static Job read(String device) {
    return new Job(device);
  }

  /** As {@link #read(String)}, of a file. */
  public static Job direct(Inode file) {
    return direct(file.fileSystem().dev()).files(List.of(file));
  }

  /** As {@link #read(String)}, but it writes. */
  public static Job write(String device) {
    return read(device).writes();
  }

  /** As {@link #read(String)}, at random offsets. */
  public static Job randRead(String device) {
    return read(device).random();
  }

  /** As {@link #read(String)}, but it writes, at random offsets. */
  public static Job randWrite(String device) {
    return read(device).writes().random();
  }

  /** Bytes of an I/O, a positive multiple of 512. */
  public int blockSize() {
    return blockSize;
  }

  /** Sets {@link #blockSize()}. */
  public Job blockSize(int value) {
    if (value <= 0 || value % SECTOR != 0) {
      throw new IllegalArgumentException("block size is no multiple of 512: " + value);
    }
    Job job = new Job(this);
    job.blockSize = value;
    return job;
  }

  /**
   * What it does in place of {@link #op}, {@link #blockSize}, {@link #offset}, {@link #count} and
   * {@link #randomOffsets}; null if these say it.
   */
  public @Nullable Pattern pattern() {
    return pattern;
  }

  /** Sets {@link #pattern()}; its seed counts, not the job's. */
  public Job pattern(Pattern value) {
    Job job = new Job(this);
    job.pattern = value;
    return job;
  }

  /** The devices that a pattern works on, as {@link #device()}, which is the first. */
  public List<String> devices() {
    return devices;
  }

  /** Sets {@link #devices()}, at least one. */
  public Job devices(List<DevNo> value) {
    Job job = new Job(this);
    job.devices = value.stream().map(DevNo::toString).toList();
    return job;
  }

  /**
   * The files that it works on, in place of {@link #devices()}; empty for devices. Offsets are the
   * files' then, and so are a {@link Pattern.Region}'s.
   */
  public List<Inode> files() {
    return files;
  }

  /** Sets {@link #files()}. */
  public Job files(List<Inode> value) {
    Job job = new Job(this);
    job.files = List.copyOf(value);
    return job;
  }

  /** True for reads and writes through memory, false for direct I/O. */
  public boolean isBuffered() {
    return buffered;
  }

  /** Sets {@link #isBuffered()}; without effect on discards, and on what is mixed with them. */
  public Job buffered(boolean value) {
    Job job = new Job(this);
    job.buffered = value;
    return job;
  }

  /** How many I/Os are submitted and reaped at once. */
  public Batches batches() {
    return batches;
  }

  /** Sets {@link #batches()}. */
  public Job batches(Batches value) {
    Job job = new Job(this);
    job.batches = value;
    return job;
  }

  /** How much of the pause the task spends on its CPU, in ns. */
  public long thinkSpinNs() {
    return thinkSpinNs;
  }

  /** Sets {@link #thinkSpinNs()}. */
  public Job thinkSpinNs(long value) {
    Job job = new Job(this);
    job.thinkSpinNs = value;
    return job;
  }

  /**
   * After how many I/Os it waits for what is in flight and pauses; 0 for a pause whenever nothing
   * is in flight.
   */
  public long thinkBlocks() {
    return thinkBlocks;
  }

  /** Sets {@link #thinkBlocks()}. */
  public Job thinkBlocks(long value) {
    Job job = new Job(this);
    job.thinkBlocks = value;
    return job;
  }

  /** The pause of {@link #thinkBlocks()}, in ns. */
  public long thinkNs() {
    return thinkNs;
  }

  /** Sets {@link #thinkNs()}. */
  public Job thinkNs(long value) {
    Job job = new Job(this);
    job.thinkNs = value;
    return job;
  }

  /** When it begins, in ns of virtual time; in the past for at once. */
  public long startNs() {
    return startNs;
  }

  /** Sets {@link #startNs()}. */
  public Job startNs(long value) {
    Job job = new Job(this);
    job.startNs = value;
    return job;
  }

  /** From when on it submits nothing more, in ns of virtual time. */
  public long stopNs() {
    return stopNs;
  }

  /** Sets {@link #stopNs()}. */
  public Job stopNs(long value) {
    Job job = new Job(this);
    job.stopNs = value;
    return job;
  }

  /** I/Os to do. */
  public long count() {
    return count;
  }

  /** Sets {@link #count()}. */
  public Job count(long value) {
    Job job = new Job(this);
    job.count = value;
    return job;
  }

  /** First byte on the device, a multiple of 512. */
  public long offset() {
    return offset;
  }

  /** Sets {@link #offset()}. */
  public Job offset(long value) {
    if (value < 0 || value % SECTOR != 0) {
      throw new IllegalArgumentException("offset is no multiple of 512: " + value);
    }
    Job job = new Job(this);
    job.offset = value;
    return job;
  }

  /** Seed of the random offsets. */
  public long seed() {
    return seed;
  }

  /** Sets {@link #seed()}. */
  public Job seed(long value) {
    Job job = new Job(this);
    job.seed = value;
    return job;
  }

  /** I/O priority class, 0 for the task's own. */
  public int prioClass() {
    return prioClass;
  }

  /** Sets {@link #prioClass()}. */
  public Job prioClass(int value) {
    Job job = new Job(this);
    job.prioClass = value;
    return job;
  }

  /** Who is told of every reaped I/O. */
  public JobObserver observer() {
    return observer;
  }

  /** Sets {@link #observer()}. */
  public Job observer(JobObserver value) {
    Job job = new Job(this);
    job.observer = value;
    return job;
  }

  /**
   * The disk or partition, by name or number; {@link io.cglab.core.device.Disks#named} knows it.
   */
  public String device() {
    return devices.get(0);
  }

  /** {@link Op#READ}, {@link Op#WRITE} or {@link Op#FLUSH}. */
  public Op op() {
    return op;
  }

  /** It reads. */
  public Job reads() {
    Job job = new Job(this);
    job.op = Op.READ;
    return job;
  }

  /** It writes. */
  public Job writes() {
    Job job = new Job(this);
    job.op = Op.WRITE;
    return job;
  }

  /** It flushes the disk's volatile cache once, as fsync(2) does in the end. */
  public Job flushes() {
    Job job = new Job(this);
    job.op = Op.FLUSH;
    job.count = 1;
    return job;
  }

  /** True for offsets at random multiples of the block size, false for one after the other. */
  public boolean randomOffsets() {
    return randomOffsets;
  }

  /** Offsets at random multiples of the block size. */
  public Job random() {
    Job job = new Job(this);
    job.randomOffsets = true;
    return job;
  }

  /** Offsets one after the other. */
  public Job sequential() {
    Job job = new Job(this);
    job.randomOffsets = false;
    return job;
  }

  /** I/Os in flight at once. */
  public int ioDepth() {
    return ioDepth;
  }

  /** Asynchronous I/O with this many in flight at once, at least 1. */
  public Job ioDepth(int value) {
    if (value < 1) {
      throw new IllegalArgumentException("depth below 1: " + value);
    }
    Job job = new Job(this);
    job.ioDepth = value;
    job.asyncIo = true;
    return job;
  }

  /**
   * True for Linux AIO, where the submitter goes on while its I/O is in flight; false for one
   * read(2) or write(2) at a time. An asynchronous sequential job begins again at the end of the
   * device, a synchronous one ends there.
   */
  public boolean asyncIo() {
    return asyncIo;
  }

  /** Sets {@link #asyncIo()}; synchronous I/O has a depth of 1. */
  public Job asyncIo(boolean value) {
    Job job = new Job(this);
    job.asyncIo = value;
    if (!value) {
      job.ioDepth = 1;
    }
    return job;
  }
}
