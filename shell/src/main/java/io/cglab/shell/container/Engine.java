package io.cglab.shell.container;

import com.google.common.hash.Hashing;
import io.cglab.shell.process.Kernel;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What dockerd and the kubelet know: containers and pods. Names come from the machine's seed. */
final class Engine {
  private static final int ENGINE_NAMES = 16;
  private static final List<String> QUALITIES =
      List.of(
          "brave", "calm", "clever", "eager", "fair", "gentle", "happy", "keen", "lively", "lucid",
          "modest", "nimble", "patient", "quiet", "steady", "swift");
  private static final List<String> PEOPLE =
      List.of(
          "babbage",
          "boole",
          "curie",
          "dijkstra",
          "erlang",
          "euler",
          "franklin",
          "galois",
          "gauss",
          "hopper",
          "knuth",
          "lamarr",
          "lovelace",
          "noether",
          "ritchie",
          "turing");

  private final long seed;
  private final Map<String, Container> containers = new LinkedHashMap<>();
  private final Map<String, Pod> pods = new LinkedHashMap<>();
  private int made;
  private boolean hasKubelet;

  private Engine(Kernel kernel) {
    this.seed = kernel.instruments().machine().spec().config().seed();
  }

  /** The engine of a machine. */
  static Engine of(Kernel kernel) {
    return kernel.daemon(Engine.class, () -> new Engine(kernel));
  }

  /** A new id: 64 hexadecimal digits, the same in each run with the same seed. */
  String newId() {
    String what = "container " + ++made + " of machine " + seed;
    return Hashing.sha256().hashString(what, StandardCharsets.UTF_8).toString();
  }

  /** A name for a container that was given none. */
  String nameFor(String id) {
    int quality = Integer.parseInt(id.substring(0, 2), 16) % ENGINE_NAMES;
    int person = Integer.parseInt(id.substring(2, 4), 16) % ENGINE_NAMES;
    String name = QUALITIES.get(quality) + "_" + PEOPLE.get(person);
    return find(name) == null ? name : name + made;
  }

  /** All containers of docker, the oldest first. */
  List<Container> containers() {
    return List.copyOf(containers.values());
  }

  void add(Container container) {
    containers.put(container.id, container);
  }

  void remove(Container container) {
    containers.remove(container.id);
  }

  /** The container of this name, id, or beginning of just one id; null if there is none. */
  @Nullable Container find(String nameOrId) {
    Container found = null;
    for (Container container : containers.values()) {
      if (container.id.equals(nameOrId) || container.name.equals(nameOrId)) {
        return container;
      }
    }
    for (Container container : containers.values()) {
      if (!nameOrId.isEmpty() && container.id.startsWith(nameOrId)) {
        if (found != null) {
          return null;
        }
        found = container;
      }
    }
    return found;
  }

  /** A UID for a pod, likewise. */
  String newUid() {
    String id = newId();
    return String.join(
        "-",
        id.substring(0, 8),
        id.substring(8, 12),
        id.substring(12, 16),
        id.substring(16, 20),
        id.substring(20, 32));
  }

  /** True once a kubelet has made the node's cgroups. */
  boolean hasKubelet() {
    return hasKubelet;
  }

  void setHasKubelet() {
    hasKubelet = true;
  }

  /** Pods by name, in the order of their creation. */
  Map<String, Pod> pods() {
    return pods;
  }
}
