package io.cglab.core.dm.ioband;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.core.Seeds;
import io.cglab.core.api.KernelException;
import io.cglab.core.dm.DeviceMapper;
import io.cglab.core.task.Run;
import io.cglab.core.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The engine of one token a bio against {@link RequestModel}, bio by bio. */
class RequestModelTest {
  private static final int STEPS = 60;
  private static final int USERS = 4;

  /** A machine and its model, to which the same things happen. */
  private static final class Twins {
    final IobandMachine m = new IobandMachine();
    final DeviceMapper mapper = m.machine.mapper();
    final RequestModel model = new RequestModel(IobandMachine.MS);
    final List<IobandDevice> devices = new ArrayList<>();
    final List<RequestModel.Issue> issues = new ArrayList<>();
    final List<Run> runs = new ArrayList<>();
    final SplittableRandom random;
    int refills;

    Twins(long seed) throws KernelException {
      random = new SplittableRandom(seed);
      m.machine.setTrace(
          new Trace() {
            @Override
            public void iobandIssued(long nowNs, int bio, int group, boolean held) {
              IobandGroup of = mapper.ioband().group(group);
              issues.add(new RequestModel.Issue(nowNs, of.device().number(), of.id(), held));
            }

            @Override
            public void iobandRefill(long nowNs, int deviceGroup, long round, int active) {
              refills++;
            }
          });
      int count = 1 + random.nextInt(3);
      for (int n = 1; n <= count; n++) {
        IobandDevice device = m.member(n, IobandGroup.DEFAULT_WEIGHT);
        device.setType(GroupType.USER);
        devices.add(device);
        var twin = new RequestModel.Device(device.number());
        model.devices.add(twin);
        model.add(twin, IobandGroup.DEFAULT_ID);
      }
      for (int client = 0; client < 4 + random.nextInt(40); client++) {
        startClient(client);
      }
    }

    private void startClient(int number) throws KernelException {
      int on = random.nextInt(devices.size());
      int uid = 1 + random.nextInt(USERS);
      long think = random.nextInt(4) == 0 ? 20_000_501 + 1009L * number : 20_000 + 13L * number;
      long from = m.machine.nowNs() + 1 + 137L * number;
      String name = devices.get(on).name();
      runs.add(m.machine.start(m.task(uid), m.job(name).thinkNs(think).startNs(from)));
      model.start(new RequestModel.Client(model.devices.get(on), uid, think), from);
    }

    /** Something is set, to both. */
    void change() throws KernelException {
      int on = random.nextInt(devices.size());
      IobandDevice device = devices.get(on);
      RequestModel.Device twin = model.devices.get(on);
      int uid = 1 + random.nextInt(USERS);
      RequestModel.Group group = twin.of(uid);
      switch (random.nextInt(8)) {
        case 0, 1 -> {
          long weight = 1 + random.nextInt(random.nextInt(4) == 0 ? 5000 : 100);
          device.setWeight(group.id, weight);
          group.weight = weight;
          model.changed();
        }
        case 2, 3 -> {
          if (group.id == IobandGroup.DEFAULT_ID) {
            device.attach(uid);
            model.add(twin, uid);
          } else {
            device.detach(uid);
            model.remove(group);
          }
        }
        case 4 -> {
          long pool = 1 + random.nextInt(500);
          device.setToken(pool);
          model.pool = pool;
          model.changed();
        }
        case 5 -> {
          int throttle = 1 + random.nextInt(model.limit);
          device.setIoThrottle(throttle);
          model.throttle = throttle;
          model.changed();
        }
        case 6 -> {
          int limit = model.throttle + random.nextInt(40);
          device.setIoLimit(limit);
          model.limit = limit;
          model.changed();
        }
        default -> {
          if (twin.suspended) {
            mapper.resume(mapper.get(device.name()));
            model.resume(twin);
          } else {
            mapper.suspend(mapper.get(device.name()));
            model.suspend(twin);
          }
        }
      }
    }

    void advance() {
      long to = m.machine.nowNs() + random.nextInt(400) * IobandMachine.MS + 333;
      m.machine.advanceTo(to);
      model.advanceTo(to);
      for (int i = 0; i < Math.min(issues.size(), model.issues.size()); i++) {
        assertThat(issues.get(i)).as("issue %d until %d", i, to).isEqualTo(model.issues.get(i));
      }
      assertThat(issues).as("until %d", to).hasSameSizeAs(model.issues);
      assertThat(refills).isEqualTo(model.refills);
      issues.clear();
      model.issues.clear();
      for (int i = 0; i < devices.size(); i++) {
        for (RequestModel.Group group : model.devices.get(i).groups) {
          IobandGroup twin = devices.get(i).find(group.id);
          assertThat(twin).isNotNull();
          assertThat(twin.tokens()).as("tokens of %s", group.id).isEqualTo(group.tokens);
          assertThat(twin.share()).isEqualTo(group.share);
          assertThat(twin.held()).isEqualTo(group.held.size());
          assertThat(twin.inFlight()).isEqualTo(group.inFlight);
        }
      }
    }

    /** Whoever started comes to an end, and no bio is left. */
    void end() throws KernelException {
      for (IobandDevice device : devices) {
        mapper.resume(mapper.get(device.name()));
      }
      runs.forEach(Run::stop);
      m.advance(60);
      assertThat(runs).allMatch(Run::isDone);
      assertThat(m.machine.block().bios().used()).isZero();
      for (IobandDevice device : devices) {
        mapper.remove(mapper.get(device.name()));
      }
      assertThat(mapper.ioband().deviceGroups()).isEmpty();
    }
  }

  @Test
  void eachBioGoesOnWhenTheRulesSaySo() {
    Seeds.forEach(
        40,
        seed -> {
          Twins twins = new Twins(seed);
          twins.advance();
          for (int step = 0; step < STEPS; step++) {
            twins.change();
            twins.advance();
          }
          twins.end();
        });
  }
}
