# io Cgroup Controller, "Container I/O isolation": what docker writes for its limits, and that they
# hold. 50mb is 52428800: docker's sizes are powers of 1024.
# machine: default
docker --show-writes run --rm --name app \
  --device-read-bps /dev/sda:50mb --device-write-bps /dev/sda:25mb \
  my-image dd if=/dev/sda of=/dev/null bs=1M count=100 iflag=direct
echo "# a weight, with BFQ's file there it is written as it is:"
docker --show-writes run --rm --blkio-weight 500 my-image true 2>&1 | grep -e weight
echo "# refused by docker, and by the kernel:"
docker run --blkio-weight 5 my-image
docker run --device-read-bps /dev/sda1:50mb my-image
