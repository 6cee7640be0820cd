cd /sys/fs/cgroup/app
mkdir main
for pid in $(cat cgroup.procs); do
  echo $pid > main/cgroup.procs
done
echo +io > cgroup.subtree_control
echo "8:0 rbps=1048576" > worker/io.max
