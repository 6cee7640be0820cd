# IO scheduler based IO controller V10, "Vanilla CFQ Vs IO Controller CFQ", Tests 1 to 4: sequential
# and random readers and writers, all in the root cgroup. See v10-writers-and-reader for what
# differs from the posting. On a disk without seeks all four do the same, but that reads of many jobs
# next to each other are merged.
# machine: default
echo bfq > /sys/block/sdb/queue/scheduler
echo 128 > /sys/block/sdb/queue/nr_requests
for rw in read write randread randwrite; do
  for nr in 1 4 16; do
    echo "# --rw=$rw --numjobs=$nr:"
    fio --name=job --filename=/dev/sdb --rw=$rw --bs=4K --size=2G --runtime=30 --direct=1 \
      --numjobs=$nr --group_reporting | grep -E 'READ:|WRITE:'
  done
done
