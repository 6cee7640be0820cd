# io Cgroup Controller, "Container I/O isolation", on cgroup v1: the same limits in the blkio
# hierarchy. docker looks for blkio.weight, which went with CFQ, and leaves the weight out.
# machine: hybrid
docker --show-writes run --rm --name app \
  --device-read-bps /dev/sda:50mb --device-write-bps /dev/sda:25mb --blkio-weight 500 \
  my-image dd if=/dev/sda of=/dev/null bs=1M count=100 iflag=direct
