package io.cglab.shell.prompt;

import com.pty4j.PtyProcess;
import com.pty4j.PtyProcessBuilder;
import com.pty4j.WinSize;
import io.cglab.shell.Main;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jline.builtins.ScreenTerminal;

/**
 * The program in a process of its own, on a pseudo-terminal, with a person's hands and eyes: what
 * is typed, and what stands on the screen. Every wait is for something to appear.
 */
public final class Pty implements AutoCloseable {
  public static final String ENTER = "\r";
  public static final String TAB = "\t";
  public static final String UP = "\033OA";
  public static final String DOWN = "\033OB";
  public static final String RIGHT = "\033OC";
  public static final String LEFT = "\033OD";
  public static final String CTRL_A = "\001";
  public static final String CTRL_C = "\003";
  public static final String CTRL_D = "\004";
  public static final String CTRL_R = "\022";
  public static final String BACKSPACE = "\177";

  private static final int COLUMNS = 100;
  private static final int ROWS = 30;
  private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);

  private final PtyProcess process;
  private final OutputStream keys;
  private final ScreenTerminal screen = new ScreenTerminal(COLUMNS, ROWS);
  private final StringBuilder raw = new StringBuilder();
  private final Thread eyes;
  private int columns = COLUMNS;
  private int rows = ROWS;
  private boolean ended;

  private Pty(PtyProcess process) {
    this.process = process;
    keys = process.getOutputStream();
    eyes = new Thread(this::watch, "pty");
    eyes.setDaemon(true);
    eyes.start();
  }

  /**
   * Starts the program.
   *
   * @param home the user's home directory
   * @param environment more variables; {@code TERM} is xterm-256color unless it is among them
   */
  public static Pty start(Path home, Map<String, String> environment, String... arguments)
      throws IOException {
    Map<String, String> variables = new TreeMap<>();
    variables.put("HOME", home.toString());
    variables.put("TERM", "xterm-256color");
    variables.put("LC_ALL", "C.UTF-8");
    variables.put("PATH", System.getenv("PATH"));
    variables.putAll(environment);
    List<String> command = new ArrayList<>(java());
    command.addAll(Arrays.asList(arguments));
    return new Pty(
        new PtyProcessBuilder(command.toArray(new String[0]))
            .setEnvironment(variables)
            .setInitialColumns(COLUMNS)
            .setInitialRows(ROWS)
            .start());
  }

  /** What starts the program with the classes that this test runs with; its arguments follow. */
  public static List<String> java(String... options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-ea", "-XX:TieredStopAtLevel=1"));
    command.addAll(Arrays.asList(options));
    command.addAll(List.of("-cp", classPath(), Main.class.getName()));
    return command;
  }

  /** The classes that this test runs with. */
  private static String classPath() {
    if (!(Pty.class.getClassLoader() instanceof URLClassLoader loader)) {
      return System.getProperty("java.class.path");
    }
    return Stream.of(loader.getURLs())
        .map(Pty::file)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String file(URL url) {
    try {
      return Path.of(url.toURI()).toString();
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private void watch() {
    char[] buffer = new char[1 << 12];
    try (Reader out = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)) {
      for (int n = out.read(buffer); n >= 0; n = out.read(buffer)) {
        show(new String(buffer, 0, n));
      }
    } catch (IOException e) {
      show(""); // the terminal is gone
    }
    synchronized (this) {
      ended = true;
      notifyAll();
    }
  }

  private synchronized void show(String text) {
    raw.append(text);
    screen.write(text);
    notifyAll();
  }

  /** Presses keys. */
  public Pty type(String text) throws IOException {
    keys.write(text.getBytes(StandardCharsets.UTF_8));
    keys.flush();
    return this;
  }

  /** Makes the window another size. */
  public synchronized void resize(int newColumns, int newRows) {
    columns = newColumns;
    rows = newRows;
    screen.setSize(newColumns, newRows);
    process.setWinSize(new WinSize(newColumns, newRows));
  }

  /** The lines on the screen, without the blanks at their ends; empty ones at the end left out. */
  public synchronized List<String> lines() {
    long[] cells = new long[columns * rows];
    screen.dump(cells, 0, 0, rows, columns, null);
    List<String> lines = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < columns; column++) {
        char c = (char) cells[row * columns + column];
        line.append(c == 0 ? ' ' : c);
      }
      lines.add(line.toString().stripTrailing());
    }
    while (!lines.isEmpty() && lines.get(lines.size() - 1).isEmpty()) {
      lines.remove(lines.size() - 1);
    }
    return lines;
  }

  /** All that was written to the terminal, as it was written. */
  public synchronized String raw() {
    return raw.toString();
  }

  /** Waits until the text stands on the screen, every line of which ends with a new line. */
  public Pty expect(String text) {
    return await("\"" + text + "\"", lines -> (String.join("\n", lines) + "\n").contains(text));
  }

  /** Waits until the last line of the screen is this one. */
  public Pty expectLast(String line) {
    return await(
        "last line \"" + line + "\"",
        lines -> !lines.isEmpty() && lines.get(lines.size() - 1).equals(line));
  }

  /** Waits until the screen is as wanted. */
  public synchronized Pty await(String what, Predicate<List<String>> wanted) {
    long deadline = System.nanoTime() + PATIENCE_NS;
    while (!wanted.test(lines())) {
      long left = deadline - System.nanoTime();
      if (ended || left <= 0) {
        throw new AssertionError(
            (ended ? "the program ended before " : "waited in vain for ")
                + what
                + "; the screen:\n"
                + String.join("\n", lines()));
      }
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
    return this;
  }

  /** Waits for the end of the program; returns its status. */
  public int status() throws InterruptedException {
    if (!process.waitFor(PATIENCE_NS, TimeUnit.NANOSECONDS)) {
      throw new AssertionError("still runs; the screen:\n" + String.join("\n", lines()));
    }
    eyes.join();
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
