package io.cglab.shell.container;

import io.cglab.cgroupfs.machine.MalformedFileException;
import io.cglab.cgroupfs.machine.YamlCursor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads pods from YAML. Fields that have no part in cgroups are passed over. */
final class PodFile {
  private static final Set<String> STANDARD = Set.of("cpu", "memory", "ephemeral-storage");

  private PodFile() {}

  /** A pod that the API server refuses; the message is what kubectl prints. */
  static final class InvalidPodException extends Exception {
    private static final long serialVersionUID = 1;

    InvalidPodException(String message) {
      super(message, null, false, false);
    }

    String message() {
      return String.valueOf(getMessage());
    }
  }

  /** The pods of a file, which may hold several documents. */
  static List<Pod.Manifest> read(String file, String text)
      throws MalformedFileException, InvalidPodException {
    List<Pod.Manifest> pods = new ArrayList<>();
    for (String document : text.split("(?m)^---.*$\n?")) {
      if (document.lines().anyMatch(line -> !line.isBlank() && !line.startsWith("#"))) {
        pods.add(pod(file, YamlCursor.parse(file, document)));
      }
    }
    return pods;
  }

  private static Pod.Manifest pod(String file, YamlCursor root)
      throws MalformedFileException, InvalidPodException {
    Map<String, YamlCursor> fields = root.map();
    YamlCursor kind = required(root, fields, "kind");
    if (!kind.text().equals("Pod")) {
      throw kind.expected("Pod, the only kind that there is here");
    }
    YamlCursor metadata = required(root, fields, "metadata");
    Map<String, YamlCursor> about = metadata.map();
    String name = required(metadata, about, "name").text();
    YamlCursor spec = required(root, fields, "spec");
    List<Pod.Spec> containers = new ArrayList<>();
    for (YamlCursor container : required(spec, spec.map(), "containers").list()) {
      containers.add(container(container));
    }
    Pod.Manifest pod =
        new Pod.Manifest(name, texts(about.get("annotations")), List.copyOf(containers));
    check(file, pod);
    return pod;
  }

  private static YamlCursor required(YamlCursor parent, Map<String, YamlCursor> fields, String name)
      throws MalformedFileException {
    YamlCursor field = fields.get(name);
    if (field == null) {
      throw parent.expected("the key " + name + ", which is missing");
    }
    return field;
  }

  private static Map<String, String> texts(@Nullable YamlCursor field)
      throws MalformedFileException {
    Map<String, String> texts = new LinkedHashMap<>();
    if (field != null) {
      for (Map.Entry<String, YamlCursor> entry : field.map().entrySet()) {
        texts.put(entry.getKey(), entry.getValue().text());
      }
    }
    return texts;
  }

  private static Pod.Spec container(YamlCursor node) throws MalformedFileException {
    Map<String, YamlCursor> fields = node.map();
    List<String> command = new ArrayList<>();
    for (String part : List.of("command", "args")) {
      YamlCursor words = fields.get(part);
      if (words != null) {
        for (YamlCursor word : words.list()) {
          command.add(word.text());
        }
      }
    }
    YamlCursor resources = fields.get("resources");
    Map<String, YamlCursor> kinds = resources == null ? Map.of() : resources.map();
    Map<String, String> limits = texts(kinds.get("limits"));
    // What has a limit and no request requests its limit.
    Map<String, String> requests = new LinkedHashMap<>(texts(kinds.get("requests")));
    limits.forEach(requests::putIfAbsent);
    YamlCursor image = fields.get("image");
    return new Pod.Spec(
        required(node, fields, "name").text(),
        image == null ? "" : image.text(),
        command,
        requests,
        limits);
  }

  private static void check(String file, Pod.Manifest pod) throws InvalidPodException {
    List<String> causes = new ArrayList<>();
    for (int i = 0; i < pod.containers().size(); i++) {
      Pod.Spec spec = pod.containers().get(i);
      String at = "spec.containers[" + i + "].resources.";
      checkResources(file, at + "limits", spec.limits(), causes);
      checkResources(file, at + "requests", spec.requests(), causes);
      for (String resource : List.of("cpu", "memory")) {
        boolean cpu = resource.equals("cpu");
        long limit = cpu ? spec.cpu(spec.limits()) : spec.memory(spec.limits());
        long request = cpu ? spec.cpu(spec.requests()) : spec.memory(spec.requests());
        if (limit != 0 && request > limit) {
          causes.add(
              at
                  + "requests: Invalid value: \""
                  + spec.requests().get(resource)
                  + "\": must be less than or equal to "
                  + resource
                  + " limit of "
                  + spec.limits().get(resource));
        }
      }
    }
    if (!causes.isEmpty()) {
      String list = causes.size() == 1 ? causes.get(0) : "\n* " + String.join("\n* ", causes);
      throw new InvalidPodException("The Pod \"" + pod.name() + "\" is invalid: " + list);
    }
  }

  private static void checkResources(
      String file, String at, Map<String, String> resources, List<String> causes)
      throws InvalidPodException {
    for (Map.Entry<String, String> entry : resources.entrySet()) {
      String name = entry.getKey();
      if (Quantity.milli(entry.getValue()) < 0) {
        throw new InvalidPodException(
            "Error from server (BadRequest): error when creating \""
                + file
                + "\": Pod in version \"v1\" cannot be handled as a Pod: "
                + Quantity.RULE);
      }
      if (!name.contains("/") && !STANDARD.contains(name) && !name.startsWith("hugepages-")) {
        String start = at + "[" + name + "]: Invalid value: \"" + name + "\": must be a standard ";
        causes.add(start + "resource type or fully qualified");
        causes.add(start + "resource for containers");
      }
    }
  }
}
