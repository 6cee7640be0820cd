package io.cglab.cgroupfs.host;

import io.cglab.core.api.KernelException;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A row of a table of sysfs files: its mode follows from whether it has a writer.
 *
 * @param <T> what the file tells of
 * @param where for which of them it exists
 * @param reader makes its text
 * @param writer carries out a write; null for a file that is only read
 */
record SysFile<T>(String name, Predicate<T> where, Reader<T> reader, @Nullable Writer<T> writer) {

  /** Makes the text of a file. */
  @FunctionalInterface
  interface Reader<T> {
    void show(T of, StringBuilder out);
  }

  /** Carries out one write(2), or throws and changes nothing. */
  @FunctionalInterface
  interface Writer<T> {
    void write(T of, byte[] text) throws KernelException;
  }

  /** Takes the number that a write brought. */
  @FunctionalInterface
  interface NumberWriter<T> {
    void write(T of, long value) throws KernelException;
  }

  private static final int READABLE = 0444;
  private static final int WRITABLE = 0200;

  int mode() {
    return READABLE | (writer == null ? 0 : WRITABLE);
  }

  /** A line of text. */
  static <T> SysFile<T> text(String name, Function<T, String> value) {
    return new SysFile<>(
        name, any -> true, (of, out) -> out.append(value.apply(of)).append('\n'), null);
  }

  /** A line of text that never changes. */
  static <T> SysFile<T> constant(String name, String value) {
    return text(name, any -> value);
  }

  /** A number; unsigned. */
  static <T> SysFile<T> number(String name, ToLongFunction<T> value) {
    return text(name, of -> Long.toUnsignedString(value.applyAsLong(of)));
  }

  /** Text of several lines or none. */
  static <T> SysFile<T> lines(String name, Reader<T> reader) {
    return new SysFile<>(name, any -> true, reader, null);
  }

  /** The same file, only where {@code place} is true. */
  SysFile<T> in(Predicate<T> place) {
    return new SysFile<>(name, place, reader, writer);
  }

  /** The same file with a writer. */
  SysFile<T> writtenBy(Writer<T> how) {
    return new SysFile<>(name, where, reader, how);
  }

  /** The same file, to which a queue's number is written ({@link SysNumber#queue}). */
  SysFile<T> takesNumber(NumberWriter<T> how) {
    return writtenBy((of, text) -> how.write(of, SysNumber.queue(text)));
  }

  /** The same file, to which an unsigned decimal number is written ({@link SysNumber#decimal}). */
  SysFile<T> takesDecimal(NumberWriter<T> how) {
    return writtenBy((of, text) -> how.write(of, SysNumber.decimal(text)));
  }

  /** The same file, to which a number of 32 bits is written ({@link SysNumber#integer}). */
  SysFile<T> takesInteger(NumberWriter<T> how) {
    return writtenBy((of, text) -> how.write(of, SysNumber.integer(text)));
  }
}
