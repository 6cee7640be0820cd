cd /sys/fs/cgroup
echo +io > cgroup.subtree_control
echo +io > team/cgroup.subtree_control
echo "8:0 rbps=1048576" > team/user/io.max
cd team/user
chown user . cgroup.procs cgroup.threads cgroup.subtree_control
