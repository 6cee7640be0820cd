package io.cglab.core.pressure;

import static io.cglab.core.cgroup.Task.Activity.RUNNING;
import static io.cglab.core.cgroup.Task.Activity.STALLED;
import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.core.Machine;
import io.cglab.core.MachineConfig;
import io.cglab.core.Seeds;
import io.cglab.core.cgroup.Cgroup;
import io.cglab.core.cgroup.Hierarchy;
import io.cglab.core.cgroup.Task;
import io.cglab.core.cgroup.Task.Activity;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * Random tasks in random trees that run, stall, sleep, wait for memory meanwhile or not, move,
 * exit, freeze accounting, come and go, against a model that remembers every interval between two
 * changes with what each task did in it and where, and adds up from the beginning whenever it is
 * asked.
 */
class PressureModelTest {
  /** What one task did, and where. */
  private record Doing(Activity activity, boolean memory, List<Cgroup> inside) {}

  /** A time in which nothing changed; 0 between two changes at once. */
  private record Interval(long ns, List<Doing> tasks, List<Cgroup> uncounted) {}

  private static final class World {
    final SplittableRandom random;
    final Machine machine = Machine.boot(MachineConfig.plain());
    final Hierarchy v2 = machine.hierarchies().v2();
    final List<Cgroup> cgroups = new ArrayList<>(List.of(v2.root()));
    final List<Task> tasks = new ArrayList<>();
    final List<Interval> past = new ArrayList<>();

    World(long seed) {
      random = new SplittableRandom(seed);
    }

    private static List<Cgroup> upward(Cgroup from) {
      List<Cgroup> chain = new ArrayList<>();
      for (Cgroup at = from; at != null; at = at.parent()) {
        chain.add(at);
      }
      return chain;
    }

    /** Lets time pass; what everybody does in it is noted before. */
    void pass(long ns) {
      List<Doing> doing = new ArrayList<>();
      for (Task task : tasks) {
        if (!task.isDead()) {
          doing.add(new Doing(task.activity(), task.waitsForMemory(), upward(task.cgroup(v2))));
        }
      }
      past.add(
          new Interval(ns, doing, cgroups.stream().filter(cgroup -> !cgroup.pressure()).toList()));
      machine.advanceTo(machine.nowNs() + ns);
    }

    <T> T any(List<T> of) {
      return of.get(random.nextInt(of.size()));
    }

    void change() throws Exception {
      switch (random.nextInt(12)) {
        case 0 -> cgroups.add(v2.mkdir(any(cgroups), "c" + machine.nowNs() + cgroups.size()));
        case 1 -> tasks.add(machine.tasks().fork(machine.tasks().init()));
        case 2 -> {
          Cgroup cgroup = any(cgroups);
          if (!cgroup.isRoot() && cgroup.children().isEmpty() && !cgroup.isPopulated()) {
            v2.rmdir(cgroup);
            cgroups.remove(cgroup);
          }
        }
        case 3 -> {
          Cgroup cgroup = any(cgroups);
          v2.setPressure(cgroup, !cgroup.pressure());
        }
        case 4 -> {
          if (random.nextInt(4) == 0 && !tasks.isEmpty()) {
            machine.tasks().exit(any(tasks));
          }
        }
        case 5 -> {
          if (!tasks.isEmpty()) {
            machine.tasks().setWaitsForMemory(any(tasks), random.nextBoolean());
          }
        }
        case 6, 7 -> {
          if (!tasks.isEmpty()) {
            machine.tasks().moveProcess(any(tasks), any(cgroups));
          }
        }
        default -> {
          if (!tasks.isEmpty()) {
            machine.tasks().setActivity(any(tasks), any(List.of(Activity.values())));
          }
        }
      }
    }

    /** Stall times of a cgroup in us, from all that ever happened: some and full. */
    String expected(Cgroup cgroup, PsiResource resource) {
      boolean io = resource == PsiResource.IO;
      Predicate<Doing> stalls = io ? doing -> doing.activity() == STALLED : Doing::memory;
      Predicate<Doing> getsOn = doing -> doing.activity() == RUNNING && (io || !doing.memory());
      long some = 0;
      long full = 0;
      long queued = 0;
      for (Interval interval : past) {
        long stalled = count(interval, cgroup, stalls);
        long running = count(interval, cgroup, getsOn);
        queued = stalled + running == 0 ? 0 : queued;
        boolean counts = !interval.uncounted().contains(cgroup);
        // On one CPU the work of those who run at once is done one after the other.
        long work = queued + running * interval.ns();
        long idle = running > 0 ? 0 : Math.max(0, interval.ns() - work);
        queued = Math.max(0, work - interval.ns());
        if (counts && stalled > 0) {
          some += interval.ns();
          full += idle;
        }
      }
      return some / 1000 + " " + full / 1000;
    }

    private static long count(Interval interval, Cgroup cgroup, Predicate<Doing> what) {
      return interval.tasks().stream()
          .filter(doing -> what.test(doing) && doing.inside().contains(cgroup))
          .count();
    }

    String shown(Cgroup cgroup, PsiResource resource) {
      Pressure pressure = machine.pressure();
      return pressure.read(cgroup, resource, Stall.SOME).totalUs()
          + " "
          + pressure.read(cgroup, resource, Stall.FULL).totalUs();
    }
  }

  @Test
  void totalsAreThoseOfTheIntervals() {
    Set<PsiResource> seen = EnumSet.noneOf(PsiResource.class);
    Seeds.forEach(
        60,
        seed -> {
          World world = new World(seed);
          for (int i = 0; i < 300; i++) {
            world.change();
            boolean atOnce = world.random.nextInt(3) == 0;
            world.pass(atOnce ? 0 : world.random.nextLong(1L << world.random.nextInt(30)));
            if (world.random.nextInt(10) == 0) {
              Cgroup cgroup = world.any(world.cgroups);
              PsiResource resource = world.any(List.of(PsiResource.values()));
              assertThat(world.shown(cgroup, resource))
                  .as(cgroup.path())
                  .isEqualTo(world.expected(cgroup, resource));
            }
          }
          Map<String, String> shown = new LinkedHashMap<>();
          Map<String, String> expected = new LinkedHashMap<>();
          for (Cgroup cgroup : world.cgroups) {
            for (PsiResource resource : PsiResource.values()) {
              String stalls = world.expected(cgroup, resource);
              shown.put(cgroup.path() + resource, world.shown(cgroup, resource));
              expected.put(cgroup.path() + resource, stalls);
              if (!stalls.endsWith(" 0")) {
                seen.add(resource);
              }
            }
          }
          assertThat(shown).isEqualTo(expected);
        });
    assertThat(seen).as("somebody stalled while nobody got on").hasSize(2);
  }
}
