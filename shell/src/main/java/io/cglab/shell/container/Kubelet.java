package io.cglab.shell.container;

import io.cglab.shell.command.Context;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the kubelet and containerd do for a pod: cgroups for the node's pods, for each quality of
 * service, for the pod, its sandbox and its containers. On v2 these are systemd slices and scopes,
 * on v1 plain cgroups. Containers are not restarted.
 */
final class Kubelet {
  private static final long MIN_SHARES = 2;
  private static final long MAX_SHARES = 262144;
  private static final long SHARES_PER_CPU = 1024;
  private static final long MILLI = 1000;
  private static final long PERIOD_US = 100_000;
  private static final long LEAST_QUOTA_US = 1000;
  private static final long POLL_NS = 10_000_000;

  private final Context c;
  private final Engine engine;
  private final Writes writes;
  private final CgroupSetup setup;

  Kubelet(Context c, Engine engine, Writes writes) {
    this.c = c;
    this.engine = engine;
    this.writes = writes;
    this.setup = CgroupSetup.of(writes);
  }

  /** False where no cgroups are mounted, so that no kubelet runs. */
  boolean runs() {
    return !setup.isEmpty();
  }

  // ---- paths

  private static String lower(Pod.QosClass qos) {
    return qos.toString().toLowerCase(Locale.ROOT);
  }

  /** The cgroup that has these names below the root: kubepods, burstable, podUID. */
  private ContainerCgroup group(List<String> names) throws OciException {
    if (!setup.unified()) {
      return setup.at(writes, "/" + String.join("/", names), "kubelet");
    }
    String slice = slice(names);
    String path = CgroupSetup.slicePath(slice);
    return new UnifiedCgroup(writes, CgroupSetup.MOUNT, path, true, "kubelet");
  }

  /** A dash means a level to systemd, so the dashes of a name are underscores. */
  private static String slice(List<String> names) {
    return String.join("-", names.stream().map(name -> name.replace('-', '_')).toList()) + ".slice";
  }

  private static List<String> names(Pod pod) {
    Pod.QosClass qos = pod.manifest.qos();
    return qos == Pod.QosClass.GUARANTEED
        ? List.of("kubepods", "pod" + pod.uid)
        : List.of("kubepods", lower(qos), "pod" + pod.uid);
  }

  private ContainerCgroup containerGroup(Pod pod, String id) throws OciException {
    return setup.unified()
        ? CgroupSetup.unit(writes, slice(names(pod)), "cri-containerd-" + id + ".scope", "runc")
        : setup.at(writes, "/" + String.join("/", names(pod)) + "/" + id, "runc");
  }

  // ---- conversions

  static long shares(long milliCpu) {
    return Math.max(MIN_SHARES, Math.min(MAX_SHARES, milliCpu * SHARES_PER_CPU / MILLI));
  }

  private static long quota(long milliCpu) {
    return milliCpu == 0 ? 0 : Math.max(LEAST_QUOTA_US, milliCpu * PERIOD_US / MILLI);
  }

  private static Resources cpuShares(long milliCpu) {
    return Resources.NONE.with(draft -> draft.cpuShares = shares(milliCpu));
  }

  /** What the pod's own cgroup gets: sums, and limits only where each container has one. */
  private static Resources podResources(Pod.Manifest pod) {
    long request = 0;
    long cpuLimit = 0;
    long memoryLimit = 0;
    boolean limitsCpu = true;
    boolean limitsMemory = true;
    for (Pod.Spec spec : pod.containers()) {
      request += spec.cpu(spec.requests());
      cpuLimit += spec.cpu(spec.limits());
      memoryLimit += spec.memory(spec.limits());
      limitsCpu &= spec.cpu(spec.limits()) != 0;
      limitsMemory &= spec.memory(spec.limits()) != 0;
    }
    Resources.Draft draft = cpuShares(request).draft();
    if (limitsCpu) {
      draft.cpuQuota = quota(cpuLimit);
      draft.cpuPeriod = PERIOD_US;
    }
    if (limitsMemory) {
      draft.memory = memoryLimit;
    }
    return draft.done();
  }

  private Resources containerResources(Pod.Spec spec) {
    Resources.Draft draft = cpuShares(spec.cpu(spec.requests())).draft();
    draft.memory = spec.memory(spec.limits());
    draft.cpuQuota = quota(spec.cpu(spec.limits()));
    draft.cpuPeriod = PERIOD_US;
    if (setup.unified()) {
      draft.unified.put("memory.swap.max", "0");
      draft.unified.put("memory.oom.group", "1");
    } else {
      draft.memorySwap = draft.memory;
    }
    return draft.done();
  }

  /** Leaves out what no mounted hierarchy of v1 takes. */
  private Resources supported(Resources resources) {
    return resources.with(
        draft -> {
          if (!setup.has("cpu")) {
            draft.cpuShares = 0;
            draft.cpuQuota = 0;
            draft.cpuPeriod = 0;
          }
          if (!setup.has("memory")) {
            draft.memory = 0;
            draft.memorySwap = 0;
            draft.unified.clear();
          }
        });
  }

  // ---- pods

  /** Makes a pod's cgroups and starts its containers. What fails is told by the pod's events. */
  void start(Pod pod) {
    try {
      ensureNode();
      updateQos();
      ContainerCgroup cgroup = group(names(pod));
      pod.cgroup = cgroup;
      cgroup.apply(ContainerCgroup.NOBODY);
      cgroup.set(supported(podResources(pod.manifest)));
      Container sandbox =
          container(pod, "pause", "registry.k8s.io/pause", Runc.PAUSE, cpuShares(0));
      new Runc(c).start(sandbox, false, () -> {});
      pod.sandbox = sandbox;
    } catch (OciException e) {
      fail(pod, "FailedCreatePodSandBox", e.message(), "ContainerCreating");
      return;
    }
    for (Pod.Spec spec : pod.manifest.containers()) {
      start(pod, spec);
    }
  }

  private void start(Pod pod, Pod.Spec spec) {
    Resources resources = containerResources(spec);
    try {
      String blockIo = BlockIoClasses.classOf(spec.name(), pod.manifest.annotations());
      if (blockIo != null) {
        resources = new BlockIoClasses(c.kernel(), writes).with(resources, blockIo);
      }
    } catch (OciException e) {
      String text = "Error: failed to generate container spec: " + e.message();
      fail(pod, "Failed", text, "CreateContainerError");
      return;
    }
    try {
      List<String> command =
          spec.command().isEmpty() ? List.of("sleep", "infinity") : spec.command();
      Container container = container(pod, spec.name(), spec.image(), command, resources);
      new Runc(c).start(container, false, () -> {});
      pod.containers.add(container);
    } catch (OciException e) {
      String text =
          "Error: " + e.message().replace("create task for container", "create containerd task");
      fail(pod, "Failed", text, "RunContainerError");
    }
  }

  private static void fail(Pod pod, String event, String text, String reason) {
    pod.events.add("Warning  " + event + "  kubelet  " + text);
    pod.reason = reason;
  }

  private Container container(
      Pod pod, String name, String image, List<String> command, Resources resources)
      throws OciException {
    String id = engine.newId();
    return new Container(
        id,
        name,
        image,
        command,
        false,
        "",
        c.kernel().nowNs(),
        containerGroup(pod, id),
        supported(resources));
  }

  /** The node's cgroup and those of the qualities, which a kubelet makes when it starts. */
  private void ensureNode() throws OciException {
    if (engine.hasKubelet()) {
      return;
    }
    ContainerCgroup node = group(List.of("kubepods"));
    node.apply(ContainerCgroup.NOBODY);
    List<Integer> cpus = Cpus.parse(Cpus.online(writes, setup));
    long count = cpus == null ? 1 : cpus.size();
    Resources all = cpuShares(count * MILLI);
    long memory = c.kernel().instruments().machine().spec().config().memoryBytes();
    node.set(supported(all.with(draft -> draft.memory = memory)));
    for (Pod.QosClass qos : List.of(Pod.QosClass.BURSTABLE, Pod.QosClass.BEST_EFFORT)) {
      ContainerCgroup cgroup = group(List.of("kubepods", lower(qos)));
      cgroup.apply(ContainerCgroup.NOBODY);
      cgroup.set(supported(cpuShares(0)));
    }
    engine.setHasKubelet();
  }

  /** Burstable pods together get the CPU that they request, those of best effort the least. */
  private void updateQos() throws OciException {
    long burstable = 0;
    for (Pod pod : engine.pods().values()) {
      if (pod.manifest.qos() == Pod.QosClass.BURSTABLE) {
        for (Pod.Spec spec : pod.manifest.containers()) {
          burstable += spec.cpu(spec.requests());
        }
      }
    }
    Map<Pod.QosClass, Long> milliCpu =
        Map.of(Pod.QosClass.BURSTABLE, burstable, Pod.QosClass.BEST_EFFORT, 0L);
    writes.heading("kubelet");
    for (Pod.QosClass qos : List.of(Pod.QosClass.BURSTABLE, Pod.QosClass.BEST_EFFORT)) {
      group(List.of("kubepods", lower(qos)))
          .set(supported(cpuShares(milliCpu.getOrDefault(qos, 0L))));
    }
  }

  /** Ends a pod: SIGTERM, after {@code graceNs} SIGKILL, then its cgroup goes. */
  void stop(Pod pod, long graceNs) throws OciException {
    Runc runc = new Runc(c);
    pod.containers.forEach(container -> runc.signal(container, Runc.SIGTERM));
    long end = c.kernel().nowNs() + graceNs;
    while (pod.ready() > 0 && c.kernel().nowNs() < end) {
      c.processes().sleep(Math.min(POLL_NS, end - c.kernel().nowNs()));
    }
    for (Container container : pod.containers) {
      runc.signal(container, Runc.SIGKILL);
      runc.await(container);
    }
    Container sandbox = pod.sandbox;
    if (sandbox != null) {
      runc.signal(sandbox, Runc.SIGKILL);
      runc.await(sandbox);
    }
    ContainerCgroup cgroup = pod.cgroup;
    if (cgroup != null) {
      cgroup.through(writes).remove();
    }
    updateQos();
  }
}
