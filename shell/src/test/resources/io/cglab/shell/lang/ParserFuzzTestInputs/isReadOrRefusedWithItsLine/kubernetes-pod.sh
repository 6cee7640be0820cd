# io Cgroup Controller, "Container I/O isolation": Kubernetes. The document's limit by the name of
# a control file is no resource of Kubernetes, which refuses the pod. Limits of block I/O come by a
# class that containerd or CRI-O knows, named by an annotation.
# machine: default
cat > pod.yaml <<'POD'
apiVersion: v1
kind: Pod
metadata:
  name: app
spec:
  containers:
  - name: app
    image: my-image
    resources:
      limits:
        blkio.throttle.read_bps_device: "52428800" # 50MB/s
POD
kubectl apply -f pod.yaml

mkdir -p /etc/containers
cat > /etc/containers/blockio.yaml <<'CLASSES'
Classes:
  slow:
  - Weight: 80
  - Devices: [/dev/sda]
    ThrottleReadBps: 50Mi
CLASSES
cat > pod.yaml <<'POD'
apiVersion: v1
kind: Pod
metadata:
  name: app
  annotations:
    blockio.resources.beta.kubernetes.io/pod: slow
spec:
  containers:
  - name: app
    image: my-image
    command: [dd, if=/dev/sda, of=/dev/null, bs=1M, count=100, iflag=direct]
    resources:
      requests: {cpu: 250m}
      limits: {memory: 256Mi}
POD
echo "# with a class:"
kubectl --show-writes apply -f pod.yaml 2>&1 | grep -v subtree_control
kubectl get pods
sleep 3
kubectl get pods
kubectl logs app
kubectl delete pod app
