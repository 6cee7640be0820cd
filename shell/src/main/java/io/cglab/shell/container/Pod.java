package io.cglab.shell.container;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A pod that was applied, and what became of it. */
final class Pod {
  /** Quality of service, which the kubelet derives from requests and limits. */
  enum QosClass {
    GUARANTEED("Guaranteed"),
    BURSTABLE("Burstable"),
    BEST_EFFORT("BestEffort");

    private final String text;

    QosClass(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /**
   * A container of the file.
   *
   * @param command empty for the image's own
   * @param requests quantities by resource, as written
   * @param limits likewise
   */
  record Spec(
      String name,
      String image,
      List<String> command,
      Map<String, String> requests,
      Map<String, String> limits) {
    /** CPU in thousandths; 0 where there is none. */
    long cpu(Map<String, String> of) {
      String text = of.get("cpu");
      return text == null ? 0 : Quantity.milli(text);
    }

    /** Memory in bytes; 0 where there is none. */
    long memory(Map<String, String> of) {
      String text = of.get("memory");
      return text == null ? 0 : Quantity.whole(text);
    }
  }

  /** What the file says. */
  record Manifest(String name, Map<String, String> annotations, List<Spec> containers) {
    QosClass qos() {
      boolean any = false;
      boolean all = true;
      for (Spec spec : containers) {
        for (boolean cpu : new boolean[] {true, false}) {
          long request = cpu ? spec.cpu(spec.requests()) : spec.memory(spec.requests());
          long limit = cpu ? spec.cpu(spec.limits()) : spec.memory(spec.limits());
          any |= request != 0 || limit != 0;
          all &= limit != 0 && request == limit;
        }
      }
      return !any ? QosClass.BEST_EFFORT : all ? QosClass.GUARANTEED : QosClass.BURSTABLE;
    }
  }

  final Manifest manifest;
  final String uid;
  final long createdNs;

  /** Its containers that were started, in the order of the file; the sandbox is not among them. */
  final List<Container> containers = new ArrayList<>();

  /** What went wrong, as the kubelet's events tell. */
  final List<String> events = new ArrayList<>();

  @Nullable Container sandbox;
  @Nullable ContainerCgroup cgroup;

  /**
   * Why a container is not there: CreateContainerError, RunContainerError; empty if all is well.
   */
  String reason = "";

  Pod(Manifest manifest, String uid, long createdNs) {
    this.manifest = manifest;
    this.uid = uid;
    this.createdNs = createdNs;
  }

  String status() {
    if (!reason.isEmpty()) {
      return reason;
    }
    if (containers.stream().anyMatch(Container::isRunning)) {
      return "Running";
    }
    return containers.stream().allMatch(container -> container.exitCode == 0)
        ? "Completed"
        : "Error";
  }

  long ready() {
    return containers.stream().filter(Container::isRunning).count();
  }
}
