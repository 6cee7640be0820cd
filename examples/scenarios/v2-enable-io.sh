# io Cgroup Controller, "Overview": the controller is enabled from the top down.
# machine: default
#
# The document's one command is for the children of mycgroup, and the parent must have the
# controller itself: without the first write to the root's file it is refused, and io.max is only
# there for mycgroup once the root has handed io down.
mkdir /sys/fs/cgroup/mycgroup
echo "+io" > /sys/fs/cgroup/mycgroup/cgroup.subtree_control
ls /sys/fs/cgroup/mycgroup | grep io.max
echo "# with io from the root:"
echo "+io" > /sys/fs/cgroup/cgroup.subtree_control
ls /sys/fs/cgroup/mycgroup | grep io.max
echo "+io" > /sys/fs/cgroup/mycgroup/cgroup.subtree_control
cat /sys/fs/cgroup/mycgroup/cgroup.subtree_control
echo "# schedulers; Linux 6.12 lists none first:"
cat /sys/block/sda/queue/scheduler
