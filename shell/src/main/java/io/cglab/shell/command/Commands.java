package io.cglab.shell.command;

import io.cglab.shell.session.Verbs;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The table of commands: what there is, how it runs, and what {@code help} says of it. What each
 * does is in {@link Bodies}.
 */
public final class Commands {
  /** How a command runs. */
  public enum Kind {
    /** In the shell; assignments before it stay, as POSIX has it. */
    SPECIAL,
    /** In the shell. */
    BUILTIN,
    /** A program that takes no time: runs in the shell's process, and looks like a program. */
    PROGRAM,
    /** A program with a process of its own, which can wait and do I/O. */
    PROCESS
  }

  /**
   * One row.
   *
   * @param help usage, a colon, and what the command does; or one of them
   * @param section the heading that help lists it under
   */
  public record Entry(String name, Kind kind, String help, String section) {
    /** What it does. */
    public Command command() {
      return Bodies.of(name);
    }

    boolean isBuiltin() {
      return kind == Kind.SPECIAL || kind == Kind.BUILTIN;
    }

    /** What error messages of the command begin with in this shell. */
    public String prefix(ShellState shell) {
      return isBuiltin() ? shell.errorPrefix() + name + ": " : name + ": ";
    }
  }

  private static final Map<String, Entry> BY_NAME = new TreeMap<>();
  private static String section = "The shell";

  static {
    section("The shell");
    special(":", "does nothing");
    special(".", ". FILE: runs a file in this shell");
    special("break", "break [N]: leaves a loop");
    special("continue", "continue [N]: repeats a loop");
    special("eval", "eval WORD...: runs words as a command");
    special("exec", "exec [COMMAND]: becomes a command, or redirects the shell");
    special("exit", "exit [STATUS]: ends the shell");
    special("export", "export [NAME[=VALUE]...]: hands variables on to programs");
    special("readonly", "readonly [NAME[=VALUE]...]: makes variables constant");
    special("return", "return [STATUS]: leaves a function");
    special("set", "set [-aefuvxC] [-o NAME] [ARGUMENT...]: options, arguments");
    special("shift", "shift [N]: drops the first arguments");
    special("trap", "trap [COMMAND SIGNAL...]: runs a command on EXIT or a signal");
    special("unset", "unset [-f] NAME...: forgets variables or functions");
    builtin("[", "[ EXPRESSION ]: as test");
    builtin("advance", "advance DURATION: lets virtual time pass (2s, 500ms)");
    builtin("cd", "cd [DIRECTORY|-]: changes the working directory");
    builtin("check", "check [-v]: whether the lesson at hand is solved");
    builtin("command", "command [-v] NAME [ARGUMENT...]: runs a command, never a function");
    builtin("declare", "declare [-aAgprx] NAME[=VALUE]...: variables");
    builtin("typeset", "the same as declare");
    builtin("let", "let EXPRESSION...: arithmetic");
    builtin("mapfile", "mapfile [-t] [-n N] [-s N] [ARRAY]: lines into an array");
    builtin("readarray", "the same as mapfile");
    builtin("shopt", "shopt [-s|-u] nullglob");
    builtin("hash", "does nothing: commands are found at once");
    builtin(
        "explain",
        "explain [PID|%JOB | CGROUP [DEV] | DEV]: why the last command was refused; what I/O waits"
            + " for");
    builtin("echo", "echo [-neE] WORD...: prints words in one write(2)");
    builtin("false", "fails");
    builtin("getopts", "getopts LETTERS NAME: parses options");
    builtin("help", "help [COMMAND...]: this list");
    builtin("hint", "the next hint of the lesson at hand");
    builtin("history", "history [N]: what was typed, the last N lines");
    builtin("jobs", "jobs [-p]: background commands");
    builtin("kill", "kill [-SIGNAL] PID|%JOB...: sends a signal");
    builtin("lesson", "lesson [NAME|show|reset]: lessons, or starts one");
    builtin("local", "local NAME[=VALUE]...: variables of a function");
    builtin("metric", "metric NAME VALUE: names a number, which cglab sweep collects");
    builtin("printf", "printf FORMAT WORD...: prints words by a format in one write(2)");
    builtin("pwd", "prints the working directory");
    builtin("read", "read [-rs] [-a ARRAY] [-dnptu VALUE] NAME...: reads a line into variables");
    builtin("reap", "reap NAME...: kills what spawn started and waits for it");
    builtin("solution", "a way to solve the lesson at hand");
    builtin("source", "source FILE: runs a file in this shell");
    builtin("spawn", "spawn NAME...: a sleeping process; its PID goes to $NAME");
    builtin("step", "step [N]: jumps to the next event of I/O and tells what it was");
    builtin("test", "test EXPRESSION: compares, asks about files");
    builtin("true", "succeeds");
    builtin("type", "type NAME...: what a name runs");
    builtin("umask", "umask [MODE]: permission bits that new files lack");
    builtin("wait", "wait [-n] [PID|%JOB...]: waits for background commands");
    section("The session"); // which runs these itself
    Verbs.HELP.forEach(Commands::builtin);
    section("Files and text");
    program("basename", "basename NAME [SUFFIX]");
    program("bars", "bars [FILE]: draws lines LABEL: NUMBER UNIT as bars");
    program("cat", "cat [FILE...]: prints files");
    program("cgclassify", "cgclassify -g CONTROLLERS:PATH... PID...");
    program("cgcreate", "cgcreate -g CONTROLLERS:PATH...: makes cgroups");
    program("cgdelete", "cgdelete [-r] CONTROLLERS:PATH...");
    program("cgget", "cgget [-nv] -r NAME... PATH... | -g CONTROLLER PATH...");
    program("cgset", "cgset -r NAME=VALUE... PATH...: writes control files");
    program("lscgroup", "lscgroup [CONTROLLERS:PATH...]: lists cgroups");
    program("chmod", "chmod [-R] MODE FILE...");
    program("chown", "chown [-R] [USER][:GROUP] FILE...");
    program("clear", "clears the screen");
    program("cp", "cp [-r] SOURCE... TARGET");
    program("cut", "cut -d C -f LIST | -c LIST [FILE...]");
    program("df", "df [-ahikT] [FILE...]: how full file systems are");
    program("date", "date [+FORMAT]: virtual time");
    program("dirname", "dirname NAME...");
    program("fallocate", "fallocate [-np] [-o OFFSET] -l LENGTH FILE: blocks for a file");
    program("find", "find [PATH...] [-name GLOB] [-type T] [-mindepth N] [-maxdepth N]");
    program("findmnt", "findmnt [-nlr] [-t TYPE,...] [-o COLUMN,...] [TARGET]");
    program("mountpoint", "mountpoint [-q] DIRECTORY");
    program("pgrep", "pgrep [-xlcnov] [-P PID,...] [PATTERN]: processes by name");
    program("pkill", "pkill [-SIGNAL] [-xnov] [-P PID,...] [PATTERN]");
    program("pidof", "pidof [-s] NAME...");
    program("renice", "renice [-n] NICENESS [-p] PID...");
    program("grep", "grep [-EFivcqnowxlrs] [-ABC N] [-e] PATTERN [FILE...]");
    program("head", "head [-n N|-c N] [FILE...]");
    program("id", "id [-u|-g] [-n]");
    program("ln", "ln [-sf] TARGET NAME");
    program("ls", "ls [-1aAdFlR] [FILE...]");
    program("lsblk", "lsblk [-bdlnpPrtJ] [-o COLUMN,...] [DEVICE...]");
    program("blockdev", "blockdev --getsz|--getsize64|--getss|--getra|--report DEVICE...");
    program("mkdir", "mkdir [-p] [-m MODE] DIRECTORY...");
    program("mkfs", "mkfs [-t ext2|ext3|ext4|xfs] DEVICE: makes a file system");
    program("mkfs.ext2", "mkfs.ext2 [-Fq] DEVICE");
    program("mkfs.ext3", "mkfs.ext3 [-Fq] DEVICE");
    program("mkfs.ext4", "mkfs.ext4 [-Fq] DEVICE");
    program("mkfs.xfs", "mkfs.xfs [-fq] DEVICE");
    program(
        "mount",
        "mount [-t TYPE] [-o OPTIONS] SOURCE DIRECTORY: mounts a disk, cgroup, cgroup2, tmpfs,"
            + " ...");
    program("mv", "mv SOURCE... TARGET");
    program("ps", "ps [-e] [-p PID] [-o COLUMN,...]: pid, ppid, user, stat, comm, cgroup");
    program("paste", "paste [-s] [-d LIST] [FILE...]");
    program("nl", "nl [-b a|t|n] [-w N] [-s TEXT] [-v N] [FILE...]: numbers lines");
    program("rev", "rev [FILE...]: lines backwards");
    program("comm", "comm [-123] FILE FILE: lines in common of sorted files");
    program("diff", "diff [-uqsbw] [-U N] FILE FILE");
    program("expr", "expr EXPRESSION: computes, compares, matches");
    program("hostname", "the machine's name");
    program(
        "job",
        "job NAME --dev DEVICE [--rw randread] [--bs 4k] [--clients N|--depth N] [--uid N] ...: a"
            + " workload for run");
    program("nproc", "how many processors there are");
    program("mktemp", "mktemp [-d] [TEMPLATE]: a new file or directory");
    program("printenv", "printenv [NAME...]: variables of the environment");
    program("which", "which NAME...: where a program is");
    program("awk", "not there; use sed, cut and $(( ))");
    program("fault", "fault DISK gone | off | error PERCENT [timeout PERCENT]: a disk that fails");
    program("quirk", "quirk [NAME [ARGUMENT...] | off]: what some kernels do to parsers");
    program("readlink", "readlink [-f] FILE...");
    program("plot", "plot FILE.svg: a picture of the run, on your machine");
    program("realpath", "realpath FILE...");
    program("report", "report FILE.html: a page on the run, on your machine");
    program("rm", "rm [-rf] FILE...");
    program("rmdir", "rmdir [-p] DIRECTORY...");
    program("seq", "seq [FIRST [STEP]] LAST");
    program("sed", "sed [-nE] [-i[SUFFIX]] [-e SCRIPT | SCRIPT] [FILE...]");
    program("sort", "sort [-bfhnrsuVc] [-t C] [-k FIELD]... [-o FILE] [FILE...]");
    program("stat", "stat [-c FORMAT] FILE...");
    program("tac", "tac [FILE...]: lines from last to first");
    program("tail", "tail [-n [+]N|-c N] [FILE...]");
    program("tee", "tee [-a] [FILE...]");
    program("touch", "touch FILE...");
    program("tr", "tr [-ds] SET1 [SET2]");
    program("tree", "tree [-ad] [-L DEPTH] [DIRECTORY...]");
    program("truncate", "truncate [-co] -s [+-<>/%]SIZE | -r FILE FILE...: how long files are");
    program("umount", "umount DIRECTORY|DEVICE...");
    program("uname", "uname [-asnrm]");
    program("uniq", "uniq [-cdu] [FILE]");
    program("wc", "wc [-lwc] [FILE...]");
    program(
        "workload",
        "workload PID [rand]read|[rand]write DEVICE [bs=N] [iodepth=N] [count=N] | stop: direct"
            + " I/O");
    program("whoami", "the user's name");
    section("Device mapper");
    program("depmod", "depmod [-a]");
    program("dmesg", "dmesg [-c|-C] [-t]: the kernel's log");
    program(
        "dmsetup",
        "dmsetup create|remove|message|table|status|ls|info|...: mapped devices and their tables");
    program("iobandctl", "iobandctl group DEVICE TYPE KEY:WEIGHT... | create | destroy | status");
    program("iobandctl.py", "the same as iobandctl");
    program("lsmod", "loaded modules");
    program("lsof", "lsof [-p PID] [FILE...]: who has a guest's disk image open");
    program("lvcreate", "lvcreate -n NAME -L SIZE|-l EXTENTS [-i STRIPES] [-I KB] GROUP");
    program("make", "make modules|modules_install: there is nothing to be done");
    program("modprobe", "modprobe [-r] MODULE [PARAMETER=VALUE...]");
    program("pvcreate", "pvcreate DEVICE...");
    program("vgcreate", "vgcreate GROUP DEVICE...");
    program("xm", "xm create CONFIGFILE | list | destroy DOMAIN: guests and their disks");
    section("Programs that take time");
    process("cgexec", "cgexec -g CONTROLLERS:PATH COMMAND | CGROUP -- COMMAND: in a cgroup");
    process("cgtop", "cgtop [-n FRAMES] [-d SECONDS] [-b]: who does most I/O");
    process(
        "chart",
        "chart [-t TIME] [-i INTERVAL] [bandwidth|iops|latency|queue|tokens] [CGROUP...]"
            + " [-- COMMAND]");
    process("dd", "dd if= of= bs= count= skip= seek= iflag=direct oflag=direct conv=fsync");
    process(
        "docker",
        "docker [--show-writes] run|ps|stop|kill|rm|pause|unpause|update|inspect|stats|exec ...");
    process("env", "env [NAME=VALUE...] [COMMAND]");
    process("fio", "fio [--NAME=VALUE...] [JOBFILE...]: a benchmark of simulated disks");
    process("ionice", "ionice [-t] [-c CLASS] [-n LEVEL] [-p PID... | COMMAND]");
    process("iostat", "iostat [-cdkmstxyz] [-p DEV] [DEV...] [INTERVAL [COUNT]]");
    process("run", "run DURATION: runs the jobs that were described, shows what each got");
    process(
        "measure",
        "measure [-t TIME] [-d DISK] [-b BYTES] [-q DEPTH] [-w] CGROUP...: B/s, IO/s, mean us");
    process("kubectl", "kubectl apply -f FILE|get pods|describe pod|delete pod ...");
    process("nice", "nice [-n N] [COMMAND]: runs a command with another niceness");
    process("sh", "sh [-eux] [-c COMMAND | FILE] [ARGUMENT...]");
    process("bash", "the same shell as sh");
    process("sync", "sync [-d|-f] [FILE...]: writes back what is dirty");
    process("sleep", "sleep DURATION: waits, in virtual time");
    process("sudo", "sudo COMMAND: runs the command as it is, and says so once");
    process("su", "su [USER] [-c COMMAND]: runs a command as somebody else");
    process("setsid", "setsid COMMAND: runs a command in a process group of its own");
    process("time", "time COMMAND: how much virtual time it takes");
    program("systemctl", "systemctl set-property UNIT PROPERTY=VALUE...: as writes");
    process(
        "systemd-run",
        "systemd-run --scope [-p PROPERTY=VALUE]... [--unit NAME] [--slice NAME] COMMAND");
    process("timeout", "timeout [-s SIGNAL] [-k DURATION] DURATION COMMAND");
    process("watch", "watch [-n SECONDS] [-tdeg] [--count N] COMMAND: again and again");
    process("yes", "yes [WORD...]: repeats a line until nobody reads");
    process("xargs", "xargs [-n N] [-I S] COMMAND: words from stdin");
  }

  private Commands() {}

  /** Begins the rows under a heading. */
  private static void section(String heading) {
    section = heading;
  }

  private static void special(String name, String help) {
    BY_NAME.put(name, new Entry(name, Kind.SPECIAL, help, section));
  }

  private static void builtin(String name, String help) {
    BY_NAME.put(name, new Entry(name, Kind.BUILTIN, help, section));
  }

  private static void program(String name, String help) {
    BY_NAME.put(name, new Entry(name, Kind.PROGRAM, help, section));
  }

  private static void process(String name, String help) {
    BY_NAME.put(name, new Entry(name, Kind.PROCESS, help, section));
  }

  /** The command of this name, or null. */
  public static @Nullable Entry find(String name) {
    return BY_NAME.get(name);
  }

  /** All commands, by name. */
  public static Collection<Entry> all() {
    return BY_NAME.values();
  }
}
