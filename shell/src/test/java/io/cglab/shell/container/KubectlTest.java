package io.cglab.shell.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KubectlTest {
  /** A script that writes pod.yaml with one container of these resources, and applies it. */
  private static String pod(String annotations, String resources, String then) {
    return """
    cat > pod.yaml <<'E'
    apiVersion: v1
    kind: Pod
    metadata:
      name: web
      annotations: {note: x%s}
    spec:
      containers:
      - name: app
        image: nginx
        resources: {%s}
    E
    kubectl --show-writes apply -f pod.yaml
    %s
    """
        .formatted(annotations.isEmpty() ? "" : ", " + annotations, resources, then);
  }

  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          default | ''                                                          | /kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-podUID.slice/cri-containerd-ID.scope
          default | requests: {cpu: 250m}                                       | /kubepods.slice/kubepods-burstable.slice/kubepods-burstable-podUID.slice/cri-containerd-ID.scope
          default | limits: {memory: 64Mi}                                      | /kubepods.slice/kubepods-burstable.slice/kubepods-burstable-podUID.slice/cri-containerd-ID.scope
          default | limits: {cpu: 1, memory: 64Mi}                              | /kubepods.slice/kubepods-podUID.slice/cri-containerd-ID.scope
          default | limits: {cpu: 1, memory: 64Mi}, requests: {cpu: 500m}       | /kubepods.slice/kubepods-burstable.slice/kubepods-burstable-podUID.slice/cri-containerd-ID.scope
          v1      | ''                                                          | /kubepods/besteffort/podUID/ID
          v1      | requests: {cpu: 250m}                                       | /kubepods/burstable/podUID/ID
          v1      | limits: {cpu: 1, memory: 64Mi}                              | /kubepods/podUID/ID
          hybrid  | requests: {cpu: 250m}                                       | /kubepods/burstable/podUID/ID
          """)
  void aPodsPathTellsItsQuality(String machine, String resources, String path) {
    Runs.Result result = Runs.on(machine, pod("", resources, "ps -e -o comm,cgroup | grep ^sleep"));
    assertThat(result.out().replaceAll("[, ]+|$", " ")).as(result.err()).contains(":" + path + " ");
  }

  @ParameterizedTest(name = "[{index}] {0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                        | 1 > cpu.weight; "max 100000" > cpu.max; 0 > memory.swap.max; 1 > memory.oom.group
          requests: {cpu: 250m}                     | 10 > cpu.weight; "max 100000" > cpu.max; 0 > memory.swap.max; 1 > memory.oom.group
          requests: {cpu: 1}, limits: {cpu: 2}      | 39 > cpu.weight; "200000 100000" > cpu.max; 0 > memory.swap.max; 1 > memory.oom.group
          limits: {cpu: 5m}                         | 1 > cpu.weight; "1000 100000" > cpu.max; 0 > memory.swap.max; 1 > memory.oom.group
          limits: {memory: 128Mi}                   | 134217728 > memory.max; 1 > cpu.weight; "max 100000" > cpu.max; 0 > memory.swap.max; 1 > memory.oom.group
          """)
  void conversionsOfAContainerOnV2(String resources, String writes) {
    Runs.Result result = Runs.on("default", pod("", resources, ""));
    // The first line is that of the sandbox, which gets the least CPU.
    String last =
        result
            .limits()
            .lines()
            .filter(line -> !line.contains("kubepods"))
            .skip(1)
            .collect(Collectors.joining("; "));
    assertThat(last).isEqualTo(writes);
  }

  @Test
  void theWholeOrderOnHybrid() {
    Runs.Result result =
        Runs.on("hybrid", pod("", "limits: {cpu: 1, memory: 64Mi}", "kubectl delete pod web"));
    assertThat(result.writes())
        .isEqualTo(
            """
            mkdir blkio/kubepods
            mkdir blkio/kubepods/burstable
            mkdir blkio/kubepods/besteffort
            mkdir blkio/kubepods/podUID
            mkdir blkio/kubepods/podUID/ID
            echo 104 > blkio/kubepods/podUID/ID/cgroup.procs
            mkdir blkio/kubepods/podUID/ID
            echo 106 > blkio/kubepods/podUID/ID/cgroup.procs
            """);
  }

  @Test
  void podAndClassGetSumsOnV2() {
    Runs.Result result =
        Runs.on("default", pod("", "requests: {cpu: 500m}, limits: {cpu: 1, memory: 64Mi}", ""));
    assertThat(result.writes().lines().filter(line -> line.matches(".*slice/(cpu|memory)\\..*")))
        .containsExactly(
            "echo 4294967296 > kubepods.slice/memory.max",
            "echo 157 > kubepods.slice/cpu.weight",
            "echo 1 > kubepods.slice/kubepods-burstable.slice/cpu.weight",
            "echo 1 > kubepods.slice/kubepods-besteffort.slice/cpu.weight",
            "echo 20 > kubepods.slice/kubepods-burstable.slice/cpu.weight",
            "echo 1 > kubepods.slice/kubepods-besteffort.slice/cpu.weight",
            "echo 67108864 >"
                + " kubepods.slice/kubepods-burstable.slice/kubepods-burstable-podUID.slice/memory.max",
            "echo 20 >"
                + " kubepods.slice/kubepods-burstable.slice/kubepods-burstable-podUID.slice/cpu.weight",
            "echo \"100000 100000\" >"
                + " kubepods.slice/kubepods-burstable.slice/kubepods-burstable-podUID.slice/cpu.max");
  }

  private static final String CLASSES =
      """
      mkdir -p /etc/containers
      cat > /etc/containers/blockio.yaml <<'E'
      Classes:
        slow:
        - Weight: 80
        - Devices: [/dev/sda, "/dev/nvme*n1"]
          ThrottleReadBps: 60M
          ThrottleWriteIOPS: 100
        partition:
        - Devices: [/dev/sda1]
          ThrottleReadBps: 60Mi
        odd:
        - Devices: [/dev/zz*]
          ThrottleReadBps: 1
      E
      """;

  private static final String CLASS = "blockio.resources.beta.kubernetes.io/pod: ";

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          default | 80 > io.bfq.weight; "8:0 rbps=60000000" > io.max; "259:0 rbps=60000000" > io.max; "8:0 wiops=100" > io.max; "259:0 wiops=100" > io.max
          v1      | 80 > blkio.bfq.weight; "8:0 60000000" > blkio.throttle.read_bps_device; "259:0 60000000" > blkio.throttle.read_bps_device; "8:0 100" > blkio.throttle.write_iops_device; "259:0 100" > blkio.throttle.write_iops_device
          legacy  | 80 > blkio.weight; "8:0 60000000" > blkio.throttle.read_bps_device; "259:0 60000000" > blkio.throttle.read_bps_device; "8:0 100" > blkio.throttle.write_iops_device; "259:0 100" > blkio.throttle.write_iops_device
          """)
  void aClassOfBlockIo(String machine, String writes) {
    Runs.Result result = Runs.on(machine, CLASSES + pod(CLASS + "slow", "", ""));
    assertThat(result.limits().lines().filter(line -> line.matches(".*(io\\.max|weight|device)$")))
        .filteredOn(line -> !line.contains("cpu."))
        .containsExactly(writes.split("; "));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nosuch    | CreateContainerError | no OCI BlockIO parameters for class "nosuch"
          odd       | CreateContainerError | device wildcard "/dev/zz*" matches no device
          partition | RunContainerError    | failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: error setting cgroup config for procHooks process: failed to write "8:1 rbps=62914560": write
          """)
  void whatFailsIsAnEvent(String blockIo, String reason, String event) {
    Runs.Result result =
        Runs.on(
            "default",
            CLASSES + pod(CLASS + blockIo, "", "kubectl get pods; kubectl describe pod web"));
    assertThat(result.out())
        .contains("web    0/1     " + reason + "   0          0s\n")
        .contains("Events:\n  Warning  Failed  kubelet  Error: ")
        .contains(event);
  }

  @Test
  void withoutAFileOfClassesThereAreNone() {
    Runs.Result result =
        Runs.on("default", pod(CLASS + "slow", "", "kubectl describe pod web | tail -n 1"));
    assertThat(result.out()).contains("blockio is not enabled: there is no /etc/containers/");
  }

  @Test
  void aLifeOfAPod() {
    Runs.Result result =
        Runs.on(
            "default",
            pod(
                "",
                "",
                """
                kubectl apply -f pod.yaml
                sleep 150
                kubectl get pods
                kubectl get pod web
                kubectl get pod nosuch
                ls -d /sys/fs/cgroup/kubepods.slice/kubepods-besteffort.slice/*/
                time kubectl delete pod web
                kubectl get pods
                ls -d /sys/fs/cgroup/kubepods.slice/kubepods-besteffort.slice/*/
                """));
    assertThat(result.out())
        .isEqualTo(
            """
            pod/web created
            pod/web unchanged
            NAME   READY   STATUS    RESTARTS   AGE
            web    1/1     Running   0          2m30s
            NAME   READY   STATUS    RESTARTS   AGE
            web    1/1     Running   0          2m30s
            /sys/fs/cgroup/kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-podUID.slice/
            pod "web" deleted
            """);
    assertThat(result.err())
        .endsWith(
            """
            Error from server (NotFound): pods "nosuch" not found
            real 30.000
            No resources found in default namespace.
            ls: cannot access '/sys/fs/cgroup/kubepods.slice/kubepods-besteffort.slice/*/': No such file or directory
            """);
  }

  @Test
  void aWorkloadThatEnds() {
    Runs.Result result =
        Runs.on(
            "default",
            """
            kubectl apply -f - <<'E'
            kind: Pod
            metadata: {name: job}
            spec:
              containers:
              - {name: good, image: a, command: [echo], args: [hello]}
              - {name: bad, image: a, command: [sh, -c, "exit 3"]}
            ---
            kind: Pod
            metadata: {name: done}
            spec: {containers: [{name: good, image: a, command: ["true"]}]}
            E
            sleep 1
            kubectl get pods
            kubectl logs job -c good
            kubectl delete pod/job pod/done --now
            """);
    assertThat(result.out())
        .isEqualTo(
            """
            pod/job created
            pod/done created
            NAME   READY   STATUS      RESTARTS   AGE
            job    0/2     Error       0          1s
            done   0/1     Completed   0          1s
            hello
            pod "job" deleted
            pod "done" deleted
            """);
  }

  @Test
  void limitsOfBlockIoAreNoResources() {
    Runs.Result result =
        Runs.on("default", pod("", "limits: {blkio.throttle.read_bps_device: \"52428800\"}", ""));
    String name = "blkio.throttle.read_bps_device";
    String limits =
        "* spec.containers[0].resources.limits["
            + name
            + "]: Invalid value: \""
            + name
            + "\": must be a standard resource ";
    assertThat(result.err())
        .isEqualTo(
            "The Pod \"web\" is invalid: \n"
                + limits
                + "type or fully qualified\n"
                + limits
                + "for containers\n"
                + limits.replace(".limits[", ".requests[")
                + "type or fully qualified\n"
                + limits.replace(".limits[", ".requests[")
                + "for containers\n");
    assertThat(result.status()).isEqualTo(1);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          kubectl apply -f nosuch.yaml                    | error: the path "nosuch.yaml" does not exist
          kubectl apply                                   | error: must specify one of -f and -k
          kubectl get nodes                               | error: the server doesn't have a resource type "nodes"
          kubectl delete pod                              | error: resource(s) were provided, but no name was specified
          kubectl frob                                    | error: unknown command "frob" for "kubectl"
          echo 'a: [' > f; kubectl apply -f f             | error: error parsing f:2: expected YAML: expected the node content, but found '<stream end>'
          echo 'kind: Job' > f; kubectl apply -f f        | error: error parsing f:1: kind: expected Pod, the only kind that there is here
          echo 'kind: Pod' > f; kubectl apply -f f        | error: error parsing f:1: expected the key metadata, which is missing
          """)
  void wrongUsage(String command, String message) {
    Runs.Result result = Runs.on("default", command);
    assertThat(result.err()).isEqualTo(message + "\n");
    assertThat(result.status()).isEqualTo(1);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          requests: {cpu: 2}, limits: {cpu: 1} | The Pod "web" is invalid: spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1
          limits: {memory: lots}               | Error from server (BadRequest): error when creating "pod.yaml": Pod in version "v1" cannot be handled as a Pod: quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'
          """)
  void resourcesThatCannotBe(String resources, String message) {
    assertThat(Runs.on("default", pod("", resources, "")).err()).isEqualTo(message + "\n");
  }
}
