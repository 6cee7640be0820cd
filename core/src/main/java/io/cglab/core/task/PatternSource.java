package io.cglab.core.task;

import io.cglab.core.api.Op;
import io.cglab.core.task.Pattern.Kind;
import io.cglab.core.task.Pattern.Region;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** The I/Os of a {@link Pattern}. */
final class PatternSource implements IoSource {
  private static final int READ = 0;
  private static final int WRITE = 1;
  private static final int TRIM = 2;
  private static final int KINDS = 3;
  private static final int PERCENT = 100;
  private static final double NS_PER_S = 1e9;
  private static final Op[] OPS = {Op.READ, Op.WRITE, Op.DISCARD};

  private final Pattern pattern;
  private final Blocks[] blocks;
  private final long[] rates;
  private final SplittableRandom kinds;
  private final SplittableRandom sizes;
  private final SplittableRandom places;

  /** Of each file: where each kind goes on. */
  private final long[][] positions;

  private final @Nullable Shuffle[] shuffles;
  private final long[] begunBytes = new long[KINDS];
  private final int unit;
  private long startNs = -1;
  private int turn;
  private long takenBytes;
  private long writes;
  private boolean flushDue;
  private boolean flushedAtEnd;
  private boolean writeBehindTrim;

  // The prepared I/O.
  private boolean prepared;
  private int kind;
  private boolean flush;
  private int file;
  private long offset;
  private int bytes;

  PatternSource(Pattern pattern) {
    this.pattern = pattern;
    blocks = new Blocks[] {pattern.read(), pattern.write(), pattern.trim()};
    rates = new long[] {pattern.readRate(), pattern.writeRate(), pattern.trimRate()};
    SplittableRandom random = new SplittableRandom(pattern.seed());
    kinds = random.split();
    sizes = random.split();
    places = random.split();
    unit = unit();
    int files = pattern.files().size();
    positions = new long[files][KINDS];
    shuffles = new Shuffle[files];
    for (int i = 0; i < files; i++) {
      long units = pattern.files().get(i).bytes() / unit;
      if (units > 0 && pattern.random() && pattern.everyBlockOnce()) {
        shuffles[i] = new Shuffle(units, places.split());
      }
    }
  }

  /** Random offsets are multiples of this. */
  private int unit() {
    return switch (pattern.kind()) {
      case READ -> pattern.read().smallest();
      case WRITE -> pattern.write().smallest();
      case TRIM -> pattern.trim().smallest();
      case MIX -> Math.min(pattern.read().smallest(), pattern.write().smallest());
      case TRIM_WRITE -> pattern.trim().smallest();
    };
  }

  @Override
  public long nextNs(long now) {
    if (startNs < 0) {
      startNs = now;
    }
    if (!prepared && !prepare()) {
      return NEVER;
    }
    long rate = flush ? 0 : rates[kind];
    return rate == 0 ? now : startNs + (long) (begunBytes[kind] * NS_PER_S / rate);
  }

  private boolean prepare() {
    flush = flushDue;
    if (!flush && takenBytes >= pattern.limitBytes()) {
      if (!pattern.flushAtEnd() || flushedAtEnd) {
        return false;
      }
      flushedAtEnd = true;
      flush = true;
    }
    if (flush) {
      kind = WRITE;
      bytes = 0;
      prepared = true;
    } else if (writeBehindTrim) {
      kind = WRITE; // of the same place
      prepared = true;
    } else {
      kind = chooseKind();
      prepared = place();
    }
    return prepared;
  }

  private int chooseKind() {
    return switch (pattern.kind()) {
      case READ -> READ;
      case WRITE -> WRITE;
      case TRIM, TRIM_WRITE -> TRIM;
      case MIX -> {
        int drawn = kinds.nextInt(PERCENT) < pattern.readPercent() ? READ : WRITE;
        yield rates[READ] > 0 && rates[WRITE] > 0 ? earlier() : drawn;
      }
    };
  }

  /** With both kinds paced, the one that is due first is next. */
  private int earlier() {
    double read = (double) begunBytes[READ] / rates[READ];
    double write = (double) begunBytes[WRITE] / rates[WRITE];
    return read <= write ? READ : WRITE;
  }

  private boolean place() {
    int files = pattern.files().size();
    int wanted = blocks[kind].choose(sizes);
    for (int tried = 0; tried < files; tried++) {
      file = turn;
      turn = (turn + 1) % files;
      Region region = pattern.files().get(file);
      if (region.bytes() < unit) {
        continue;
      }
      long within;
      if (pattern.random()) {
        Shuffle shuffle = shuffles[file];
        long units = region.bytes() / unit;
        within = (shuffle == null ? places.nextLong(units) : shuffle.next()) * unit;
      } else {
        within = positions[file][kind];
        if (within + unit > region.bytes()) {
          within = 0;
        }
        positions[file][kind] = within + Math.min(wanted, region.bytes() - within);
      }
      offset = region.offset() + within;
      bytes = (int) Math.min(wanted, region.bytes() - within);
      return true;
    }
    return false;
  }

  @Override
  public Op op() {
    return flush ? Op.FLUSH : OPS[kind];
  }

  @Override
  public int file() {
    return pattern.files().get(file).device();
  }

  @Override
  public long offset() {
    return offset;
  }

  @Override
  public int bytes() {
    return bytes;
  }

  @Override
  public void take() {
    prepared = false;
    if (flush) {
      flushDue = false;
      return;
    }
    begunBytes[kind] += bytes;
    writeBehindTrim = pattern.kind() == Kind.TRIM_WRITE && kind == TRIM;
    if (!writeBehindTrim) {
      takenBytes += bytes;
    }
    if (kind == WRITE && pattern.flushEvery() > 0) {
      writes++;
      boolean last = takenBytes >= pattern.limitBytes();
      flushDue = writes % pattern.flushEvery() == 0 && !last;
    }
  }
}
