package io.cglab.shell.fio;

import io.cglab.shell.command.CFormat;

/** Numbers as fio 3.33 abbreviates them: to a number of characters, with a prefix of their size. */
final class Quantity {
  private static final String[] SI = {"", "k", "M", "G", "T", "P", "E"};
  private static final String[] IEC = {"", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};
  private static final int KILO = 1000;
  private static final int KIBI = 1024;
  private static final int RATE_DIGITS = 4;
  private static final int TIME_DIGITS = 6;

  private Quantity() {}

  /** A count in at most four characters: {@code 78.7k}. */
  static String count(long number) {
    return of(number, RATE_DIGITS, KILO, SI);
  }

  /** Nanoseconds, or what they are scaled to, in at most six characters: {@code 10200k}. */
  static String time(long number) {
    return of(number, TIME_DIGITS, KILO, SI);
  }

  /** Bytes with binary prefixes: {@code 34.6MiB}. */
  static String binary(long bytes) {
    return of(bytes, RATE_DIGITS, KIBI, IEC) + "B";
  }

  /** Bytes with decimal prefixes: {@code 36.3MB}. */
  static String decimal(long bytes) {
    return of(bytes, RATE_DIGITS, KILO, SI) + "B";
  }

  private static String of(long number, int digits, int thousand, String[] prefixes) {
    long whole = number;
    long rest = -1;
    int prefix = 0;
    while (Long.toString(whole).length() > digits && prefix < prefixes.length - 1) {
      rest = whole % thousand;
      whole /= thousand;
      prefix++;
    }
    int decimals = digits - 1 - Long.toString(whole).length();
    if (rest < 0) {
      return whole + prefixes[prefix];
    }
    if (decimals <= 0) {
      return (rest >= thousand / 2 ? whole + 1 : whole) + prefixes[prefix];
    }
    String fraction = CFormat.of("%." + decimals + "f", (double) rest / thousand);
    long carry = fraction.charAt(0) - '0';
    return whole + carry + fraction.substring(1) + prefixes[prefix];
  }
}
