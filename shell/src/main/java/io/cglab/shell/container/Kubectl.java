package io.cglab.shell.container;

import io.cglab.cgroupfs.machine.MalformedFileException;
import io.cglab.shell.command.Context;
import io.cglab.shell.container.Flags.UsageException;
import io.cglab.shell.container.PodFile.InvalidPodException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code kubectl apply -f FILE}, {@code get pods}, {@code describe pod}, {@code delete pod}. */
public final class Kubectl {
  private static final long NS = 1_000_000_000L;
  private static final String GRACE_S = "30";
  private static final String UNCHANGEABLE =
      "spec: Forbidden: pod updates may not change fields other than"
          + " `spec.containers[*].image`,`spec.initContainers[*].image`,"
          + "`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing"
          + " tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was"
          + " previously negative)";

  private final Context c;
  private final Engine engine;
  private final boolean shows;

  private Kubectl(Context c, boolean shows) {
    this.c = c;
    this.engine = Engine.of(c.kernel());
    this.shows = shows;
  }

  /** The command. */
  public static int run(Context c, List<String> args) throws IOException {
    List<String> rest = new ArrayList<>(args);
    boolean shows = rest.remove("--show-writes");
    Kubectl kubectl = new Kubectl(c, shows);
    String command = rest.isEmpty() ? "" : rest.get(0);
    List<String> words = rest.isEmpty() ? rest : rest.subList(1, rest.size());
    try {
      return switch (command) {
        case "apply", "create" -> kubectl.apply(words);
        case "get" -> kubectl.get(words);
        case "describe" -> kubectl.describe(words);
        case "delete" -> kubectl.delete(words);
        case "logs" -> kubectl.logs(words);
        default ->
            throw new UsageException(
                command.isEmpty()
                    ? "what is supported here: apply -f FILE, get pods, describe pod NAME, delete"
                        + " pod NAME, logs NAME"
                    : "unknown command \"" + command + "\" for \"kubectl\"");
      };
    } catch (UsageException usage) {
      c.complain("error: " + usage.message());
      return 1;
    }
  }

  private Kubelet kubelet() throws UsageException {
    Kubelet kubelet = new Kubelet(c, engine, Docker.writes(c, shows));
    if (!kubelet.runs()) {
      throw new UsageException("no cgroups are mounted, so no kubelet runs");
    }
    return kubelet;
  }

  private List<Pod.Manifest> read(Flags flags) throws UsageException {
    List<Pod.Manifest> manifests = new ArrayList<>();
    for (String file : flags.all("filename")) {
      try {
        String text =
            file.equals("-")
                ? c.readAll(c.in())
                : Files.readString(Context.path(c.shell(), file), StandardCharsets.ISO_8859_1);
        manifests.addAll(PodFile.read(file, text));
      } catch (MalformedFileException e) {
        throw new UsageException("error parsing " + e.getMessage());
      } catch (InvalidPodException e) {
        c.complain(e.message());
        return List.of();
      } catch (IOException e) {
        throw new UsageException("the path \"" + file + "\" does not exist");
      }
    }
    return manifests;
  }

  private int apply(List<String> args) throws UsageException {
    Flags flags = new Flags.Spec(true, "f,filename=").parse(args);
    if (flags.all("filename").isEmpty()) {
      throw new UsageException("must specify one of -f and -k");
    }
    Kubelet kubelet = kubelet();
    List<Pod.Manifest> manifests = read(flags);
    int status = manifests.isEmpty() ? 1 : 0;
    for (Pod.Manifest manifest : manifests) {
      Pod old = engine.pods().get(manifest.name());
      if (old == null) {
        Pod pod = new Pod(manifest, engine.newUid(), c.kernel().nowNs());
        engine.pods().put(manifest.name(), pod);
        c.write("pod/" + manifest.name() + " created\n");
        kubelet.start(pod);
      } else if (old.manifest.equals(manifest)) {
        c.write("pod/" + manifest.name() + " unchanged\n");
      } else {
        c.complain("The Pod \"" + manifest.name() + "\" is invalid: " + UNCHANGEABLE);
        status = 1;
      }
    }
    return status;
  }

  /** The pods that operands name: {@code pods}, {@code pod NAME...}, {@code pod/NAME}. */
  private List<Pod> named(List<String> operands, boolean orAll) throws UsageException {
    List<String> names = new ArrayList<>();
    boolean isKind = true;
    for (String operand : operands) {
      int slash = operand.indexOf('/');
      String kind = slash < 0 ? operand : operand.substring(0, slash);
      if (slash < 0 && !isKind) {
        names.add(operand);
        continue;
      }
      if (!List.of("pod", "pods", "po").contains(kind)) {
        throw new UsageException("the server doesn't have a resource type \"" + kind + "\"");
      }
      isKind = false;
      if (slash > 0) {
        names.add(operand.substring(slash + 1));
      }
    }
    if (operands.isEmpty() || names.isEmpty() && !orAll) {
      throw new UsageException("resource(s) were provided, but no name was specified");
    }
    if (names.isEmpty()) {
      return List.copyOf(engine.pods().values());
    }
    List<Pod> pods = new ArrayList<>();
    for (String name : names) {
      Pod pod = engine.pods().get(name);
      if (pod == null) {
        c.complain("Error from server (NotFound): pods \"" + name + "\" not found");
        return List.of();
      }
      pods.add(pod);
    }
    return pods;
  }

  private int get(List<String> args) throws UsageException {
    Flags flags = new Flags.Spec(true).parse(args);
    List<Pod> pods = named(flags.operands(), true);
    if (pods.isEmpty()) {
      if (flags.operands().size() == 1 && !flags.operands().get(0).contains("/")) {
        c.complain("No resources found in default namespace.");
        return 0;
      }
      return 1;
    }
    Table table = new Table(0, "NAME", "READY", "STATUS", "RESTARTS", "AGE");
    for (Pod pod : pods) {
      table.add(
          pod.manifest.name(),
          pod.ready() + "/" + pod.manifest.containers().size(),
          pod.status(),
          "0",
          Units.shortAge(c.kernel().nowNs() - pod.createdNs));
    }
    c.write(table.toString());
    return 0;
  }

  private int describe(List<String> args) throws UsageException {
    List<Pod> pods = named(new Flags.Spec(true).parse(args).operands(), true);
    StringBuilder out = new StringBuilder();
    for (Pod pod : pods) {
      out.append(out.length() == 0 ? "" : "\n\n").append(described(pod));
    }
    c.write(out);
    return pods.isEmpty() ? 1 : 0;
  }

  private static String described(Pod pod) {
    StringBuilder out = new StringBuilder();
    line(out, "Name", pod.manifest.name());
    line(out, "Namespace", "default");
    line(out, "UID", pod.uid);
    String before = "Annotations:      ";
    for (Map.Entry<String, String> one : pod.manifest.annotations().entrySet()) {
      out.append(before).append(one.getKey()).append(": ").append(one.getValue()).append('\n');
      before = " ".repeat(before.length());
    }
    line(out, "Status", pod.status());
    out.append("Containers:\n");
    for (int i = 0; i < pod.manifest.containers().size(); i++) {
      Pod.Spec spec = pod.manifest.containers().get(i);
      out.append("  ").append(spec.name()).append(":\n");
      for (Container container : pod.containers) {
        if (container.name.equals(spec.name())) {
          out.append("    Container ID:  containerd://").append(container.id).append('\n');
          out.append("    State:         ")
              .append(container.isRunning() ? "Running" : "Terminated")
              .append('\n');
        }
      }
      out.append("    Image:         ").append(spec.image()).append('\n');
      quantities(out, "Limits", spec.limits());
      quantities(out, "Requests", spec.requests());
    }
    line(out, "QoS Class", pod.manifest.qos().toString());
    out.append("Events:").append(pod.events.isEmpty() ? "           <none>\n" : "\n");
    pod.events.forEach(event -> out.append("  ").append(event).append('\n'));
    return out.toString();
  }

  private static void line(StringBuilder out, String name, String value) {
    String label = name + ":";
    out.append(label).append(" ".repeat(18 - label.length())).append(value).append('\n');
  }

  private static void quantities(StringBuilder out, String what, Map<String, String> all) {
    if (!all.isEmpty()) {
      out.append("    ").append(what).append(":\n");
      all.forEach((name, value) -> out.append(String.format("      %-9s%s%n", name + ":", value)));
    }
  }

  private int delete(List<String> args) throws UsageException {
    Flags flags = new Flags.Spec(true, "f,filename=", "grace-period=", "now", "force").parse(args);
    String grace =
        flags.has("force") ? "0" : flags.has("now") ? "1" : flags.text("grace-period", GRACE_S);
    if (!grace.matches("[0-9]{1,9}")) {
      throw new UsageException("--grace-period takes a number of seconds");
    }
    List<String> operands = new ArrayList<>(flags.operands());
    if (!flags.all("filename").isEmpty()) {
      read(flags).forEach(manifest -> operands.add("pod/" + manifest.name()));
    }
    Kubelet kubelet = kubelet();
    List<Pod> pods = named(operands, false);
    for (Pod pod : pods) {
      c.write("pod \"" + pod.manifest.name() + "\" deleted\n");
      engine.pods().remove(pod.manifest.name());
      try {
        kubelet.stop(pod, Long.parseLong(grace) * NS);
      } catch (OciException e) {
        c.complain("error: " + e.message());
        return 1;
      }
    }
    return pods.isEmpty() ? 1 : 0;
  }

  private int logs(List<String> args) throws UsageException {
    Flags flags = new Flags.Spec(true, "c,container=").parse(args);
    List<String> operands = new ArrayList<>(flags.operands());
    operands.add(0, "pod");
    String container = flags.text("container", "");
    for (Pod pod : named(operands, false)) {
      for (Container one : pod.containers) {
        if (container.isEmpty() || one.name.equals(container)) {
          c.write(one.log.text());
          return 0;
        }
      }
    }
    return 1;
  }
}
