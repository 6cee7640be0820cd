cd /sys/fs/cgroup
echo +io > cgroup.subtree_control
mkdir shop
echo +io > shop/cgroup.subtree_control
mkdir shop/web shop/db
echo +io > shop/web/cgroup.subtree_control
mkdir shop/web/api
echo "8:0 rbps=2097152" > shop/io.max
echo "8:0 rbps=8388608" > shop/web/io.max
echo "8:0 rbps=4194304" > shop/web/api/io.max
