package io.cglab.shell.observe;

import io.cglab.cgroupfs.CgroupFs;
import io.cglab.core.trace.Trace;
import io.cglab.core.trace.TraceFan;
import io.cglab.shell.lesson.Classroom;
import io.cglab.shell.lesson.LessonRun;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The instruments of one machine, which commands read. They see what happens after {@link #attach}.
 */
public final class Instruments {
  private final CgroupFs machine;
  private final Waits waits;
  private final Narrator narrator;
  private Classroom classroom = Classroom.none();
  private @Nullable LessonRun lesson;
  private final Recorder recorder;
  private final Metrics metrics = new Metrics();
  private boolean replayed;
  private final List<Trace> guests = new ArrayList<>();

  public Instruments(CgroupFs machine) {
    this.machine = machine;
    this.waits = new Waits(machine.machine());
    this.narrator = new Narrator(machine.machine(), waits);
    this.recorder = new Recorder(machine.machine());
  }

  /** Instruments that watch {@code machine} from now on. */
  public static Instruments attached(CgroupFs machine) {
    return new Instruments(machine).attach();
  }

  /** Begins to watch. */
  public Instruments attach() {
    machine.machine().setTrace(TraceFan.of(observers()));
    return this;
  }

  /**
   * Instruments of which only {@link #waits} and {@link #narrator} watch {@code machine}: nothing
   * is drawn of it.
   *
   * @param lines how many of the latest lines the narrator keeps
   */
  public static Instruments explaining(CgroupFs machine, int lines) {
    Instruments instruments = new Instruments(machine);
    instruments.narrator.follow(lines);
    machine.machine().setTrace(TraceFan.of(instruments.narrator, instruments.waits));
    return instruments;
  }

  private Trace[] observers() {
    List<Trace> observers = new ArrayList<>(List.of(narrator, waits, recorder));
    observers.addAll(guests);
    return observers.toArray(new Trace[0]);
  }

  /** What each bio waits for, and where the time of tasks goes. */
  public Waits waits() {
    return waits;
  }

  /** Tells in words what happens, on demand. */
  public Narrator narrator() {
    return narrator;
  }

  /** Lets {@code guest} watch, too, until {@link #leave}. */
  public void join(Trace guest) {
    guests.add(guest);
    attach();
  }

  /** The counterpart of {@link #join}. */
  public void leave(Trace guest) {
    guests.remove(guest);
    attach();
  }

  /** The numbers that scripts have given names to. */
  public Metrics metrics() {
    return metrics;
  }

  /** True while what was run before runs again: nothing is to be done to the user's files. */
  public boolean isReplayed() {
    return replayed;
  }

  /** Says whether what was run before runs again. */
  public void setReplayed(boolean on) {
    replayed = on;
  }

  /** What happened over time, for pictures. */
  public Recorder recorder() {
    return recorder;
  }

  /** Belongs to a session with lessons; {@code run} is the machine's own lesson, null for none. */
  public Instruments in(Classroom room, @Nullable LessonRun run) {
    classroom = room;
    lesson = run;
    return this;
  }

  /** The lesson that the machine was booted for; null where it is no lesson's. */
  public @Nullable LessonRun lesson() {
    return lesson;
  }

  /** The lessons of the session; {@link Classroom#none} where it has none. */
  public Classroom classroom() {
    return classroom;
  }

  /** The machine that is watched. */
  public CgroupFs machine() {
    return machine;
  }
}
