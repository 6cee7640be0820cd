# Block IO Controller, "Hierarchical Cgroups", with sane_behavior, which became cgroup v2: limits
# apply to the whole subtree, so test3 is held by test1's.
# machine: default
cd /sys/fs/cgroup
echo +io > cgroup.subtree_control
mkdir test1 test2
echo +io > test1/cgroup.subtree_control
mkdir test1/test3
echo "8:0 rbps=1048576" > test1/io.max
for group in test1/test3 test2; do
  echo "# $group:"
  cgexec $group -- dd iflag=direct if=/dev/sda of=/dev/null bs=64K count=32
done
