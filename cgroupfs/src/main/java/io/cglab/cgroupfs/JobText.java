package io.cglab.cgroupfs;

import io.cglab.core.api.Op;
import io.cglab.core.task.Job;
import java.util.ArrayList;
import java.util.List;

/**
 * A job as words: {@code randread sda bs=4096 iodepth=4}. Settings that are at their defaults are
 * left out: {@code bs} and {@code offset} in bytes, {@code iodepth}, {@code count} of I/Os, {@code
 * think} between them, {@code start} and {@code stop} in ns of virtual time, {@code seed}, {@code
 * class} of I/O priority.
 */
public final class JobText {
  private JobText() {}

  /** The words of a job; who observes it is not among them. */
  public static List<String> of(Job job) {
    List<String> words = new ArrayList<>();
    words.add((job.randomOffsets() ? "rand" : "") + (job.op() == Op.READ ? "read" : "write"));
    words.add(job.device());
    Job plain = Job.read(job.device());
    add(words, "bs", job.blockSize(), plain.blockSize());
    if (job.asyncIo()) {
      words.add("iodepth=" + job.ioDepth());
    }
    add(words, "count", job.count(), plain.count());
    add(words, "offset", job.offset(), plain.offset());
    add(words, "think", job.thinkNs(), plain.thinkNs());
    add(words, "start", job.startNs(), plain.startNs());
    add(words, "stop", job.stopNs(), plain.stopNs());
    add(words, "seed", job.seed(), plain.seed());
    add(words, "class", job.prioClass(), plain.prioClass());
    return words;
  }

  private static void add(List<String> words, String key, long value, long usual) {
    if (value != usual) {
      words.add(key + "=" + value);
    }
  }

  /**
   * Reads a job from its words.
   *
   * @throws IllegalArgumentException saying what is wrong, in one line
   */
  public static Job parse(List<String> words) {
    if (words.size() < 2) {
      throw new IllegalArgumentException("read, write, randread or randwrite, and a device");
    }
    String device = words.get(1);
    Job job =
        switch (words.get(0)) {
          case "read" -> Job.read(device);
          case "write" -> Job.write(device);
          case "randread" -> Job.randRead(device);
          case "randwrite" -> Job.randWrite(device);
          default ->
              throw new IllegalArgumentException(
                  words.get(0) + ": read, write, randread or randwrite is wanted");
        };
    for (String word : words.subList(2, words.size())) {
      int equals = word.indexOf('=');
      job = set(job, word.substring(0, Math.max(0, equals)), word.substring(equals + 1), word);
    }
    return job;
  }

  private static Job set(Job job, String key, String text, String word) {
    long value;
    try {
      value = Long.parseLong(text);
    } catch (NumberFormatException none) {
      throw new IllegalArgumentException(word + ": KEY=NUMBER is wanted");
    }
    return switch (key) {
      case "bs" -> job.blockSize(whole(value, word));
      case "iodepth" -> job.ioDepth(whole(value, word));
      case "count" -> job.count(value);
      case "offset" -> job.offset(value);
      case "think" -> job.thinkNs(value);
      case "start" -> job.startNs(value);
      case "stop" -> job.stopNs(value);
      case "seed" -> job.seed(value);
      case "class" -> job.prioClass(whole(value, word));
      default ->
          throw new IllegalArgumentException(
              word + ": no bs, iodepth, count, offset, think, start, stop, seed or class");
    };
  }

  private static int whole(long value, String word) {
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(word + ": out of range");
    }
    return (int) value;
  }
}
