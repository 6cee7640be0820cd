# Block IO Controller, "Details of cgroup files": each statistics file that the document names,
# after a task has read 1 MiB and written 1 MiB.
# machine: v1
#
# blkio.time, blkio.sectors and so on were CFQ's, which went with Linux 5.0. BFQ has them with its
# name in between. Five of them need CONFIG_BFQ_CGROUP_DEBUG, as the document says.
echo bfq > /sys/block/sda/queue/scheduler
mkdir /sys/fs/cgroup/blkio/test1
cd /sys/fs/cgroup/blkio/test1
cgexec . -- dd iflag=direct if=/dev/sda of=/dev/null bs=64K count=16
cgexec . -- dd oflag=direct if=/dev/zero of=/dev/sda bs=64K count=16
for name in time sectors io_service_bytes io_serviced io_service_time io_wait_time io_merged \
  io_queued avg_queue_size group_wait_time empty_time idle_time dequeue; do
  echo "# $name:"
  cat blkio.$name
  cat blkio.bfq.$name
done
echo "# recursive, in the parent:"
cat ../blkio.bfq.io_serviced_recursive
ls | grep _recursive
