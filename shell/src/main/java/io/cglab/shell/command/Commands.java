package io.cglab.shell.command;

import io.cglab.shell.container.Docker;
import io.cglab.shell.container.Kubectl;
import io.cglab.shell.fio.Fio;
import io.cglab.shell.session.Verbs;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The table of commands: what runs, how, and what {@code help} says of it. */
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
  public record Entry(String name, Kind kind, String help, String section, Command command) {
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
    special(":", "does nothing", (c, args) -> 0);
    special(".", ". FILE: runs a file in this shell", Evaluate::source);
    special("break", "break [N]: leaves a loop", Flow::leaveLoop);
    special("continue", "continue [N]: repeats a loop", Flow::repeatLoop);
    special("eval", "eval WORD...: runs words as a command", Evaluate::eval);
    special("exec", "exec [COMMAND]: becomes a command, or redirects the shell", Evaluate::exec);
    special("exit", "exit [STATUS]: ends the shell", Flow::exit);
    special("export", "export [NAME[=VALUE]...]: hands variables on to programs", Declare::export);
    special("readonly", "readonly [NAME[=VALUE]...]: makes variables constant", Declare::readonly);
    special("return", "return [STATUS]: leaves a function", Flow::leaveFunction);
    special("set", "set [-aefuvxC] [-o NAME] [ARGUMENT...]: options, arguments", SetOptions::run);
    special("shift", "shift [N]: drops the first arguments", Flow::shift);
    special("trap", "trap [COMMAND SIGNAL...]: runs a command on EXIT or a signal", Trap::run);
    special("unset", "unset [-f] NAME...: forgets variables or functions", Declare::unset);
    builtin("[", "[ EXPRESSION ]: as test", Test::run);
    builtin("advance", "advance DURATION: lets virtual time pass (2s, 500ms)", Sleep::run);
    builtin("cd", "cd [DIRECTORY|-]: changes the working directory", Cd::run);
    builtin("check", "check [-v]: whether the lesson at hand is solved", LessonCommands::check);
    builtin(
        "command",
        "command [-v] NAME [ARGUMENT...]: runs a command, never a function",
        Evaluate::command);
    builtin("declare", "declare [-aAgprx] NAME[=VALUE]...: variables", Declare::declare);
    builtin("typeset", "the same as declare", Declare::declare);
    builtin("let", "let EXPRESSION...: arithmetic", BashBuiltins::let);
    builtin(
        "mapfile",
        "mapfile [-t] [-n N] [-s N] [ARRAY]: lines into an array",
        BashBuiltins::mapfile);
    builtin("readarray", "the same as mapfile", BashBuiltins::mapfile);
    builtin("shopt", "shopt [-s|-u] nullglob", BashBuiltins::shopt);
    builtin("hash", "does nothing: commands are found at once", (c, args) -> 0);
    builtin(
        "explain",
        "explain [PID|%JOB | CGROUP [DEV] | DEV]: why the last command was refused; what I/O waits"
            + " for",
        Explain::run);
    builtin("echo", "echo [-neE] WORD...: prints words in one write(2)", Echo::run);
    builtin("false", "fails", (c, args) -> 1);
    builtin("getopts", "getopts LETTERS NAME: parses options", Getopts::run);
    builtin("help", "help [COMMAND...]: this list", Help::run);
    builtin("hint", "the next hint of the lesson at hand", LessonCommands::hint);
    builtin("history", "history [N]: what was typed, the last N lines", History::run);
    builtin("jobs", "jobs [-p]: background commands", Wait::jobs);
    builtin("kill", "kill [-SIGNAL] PID|%JOB...: sends a signal", Kill::run);
    builtin("lesson", "lesson [NAME|show|reset]: lessons, or starts one", LessonCommands::lesson);
    builtin("local", "local NAME[=VALUE]...: variables of a function", Declare::local);
    builtin(
        "printf", "printf FORMAT WORD...: prints words by a format in one write(2)", Printf::run);
    builtin("pwd", "prints the working directory", Cd::pwd);
    builtin(
        "read",
        "read [-rs] [-a ARRAY] [-dnptu VALUE] NAME...: reads a line into variables",
        Read::run);
    builtin("reap", "reap NAME...: kills what spawn started and waits for it", Spawn::reap);
    builtin("solution", "a way to solve the lesson at hand", LessonCommands::solution);
    builtin("source", "source FILE: runs a file in this shell", Evaluate::source);
    builtin("spawn", "spawn NAME...: a sleeping process; its PID goes to $NAME", Spawn::run);
    builtin("step", "step [N]: jumps to the next event of I/O and tells what it was", Step::run);
    builtin("test", "test EXPRESSION: compares, asks about files", Test::run);
    builtin("true", "succeeds", (c, args) -> 0);
    builtin("type", "type NAME...: what a name runs", Evaluate::type);
    builtin("umask", "umask [MODE]: permission bits that new files lack", Evaluate::umask);
    builtin("wait", "wait [-n] [PID|%JOB...]: waits for background commands", Wait::run);
    section("The session"); // which runs these itself
    Verbs.HELP.forEach((name, help) -> builtin(name, help, Commands::onlyAlone));
    section("Files and text");
    program("basename", "basename NAME [SUFFIX]", PathNames::basename);
    program("bars", "bars [FILE]: draws lines LABEL: NUMBER UNIT as bars", Bars::run);
    program("cat", "cat [FILE...]: prints files", Cat::run);
    program("cgclassify", "cgclassify -g CONTROLLERS:PATH... PID...", Libcgroup::classify);
    program("cgcreate", "cgcreate -g CONTROLLERS:PATH...: makes cgroups", Libcgroup::create);
    program("cgdelete", "cgdelete [-r] CONTROLLERS:PATH...", Libcgroup::delete);
    program("cgget", "cgget [-nv] -r NAME... PATH... | -g CONTROLLER PATH...", Libcgroup::get);
    program("cgset", "cgset -r NAME=VALUE... PATH...: writes control files", Libcgroup::set);
    program("lscgroup", "lscgroup [CONTROLLERS:PATH...]: lists cgroups", Libcgroup::list);
    program("chmod", "chmod [-R] MODE FILE...", Chmod::run);
    program("chown", "chown [-R] [USER][:GROUP] FILE...", Chown::run);
    program("clear", "clears the screen", Machinery::clear);
    program("cp", "cp [-r] SOURCE... TARGET", Cp::run);
    program("cut", "cut -d C -f LIST | -c LIST [FILE...]", Cut::run);
    program("date", "date [+FORMAT]: virtual time", Machinery::date);
    program("dirname", "dirname NAME...", PathNames::dirname);
    program("find", "find [PATH...] [-name GLOB] [-type T] [-mindepth N] [-maxdepth N]", Find::run);
    program("findmnt", "findmnt [-nlr] [-t TYPE,...] [-o COLUMN,...] [TARGET]", Findmnt::run);
    program("mountpoint", "mountpoint [-q] DIRECTORY", Findmnt::mountpoint);
    program("pgrep", "pgrep [-xlcnov] [-P PID,...] [PATTERN]: processes by name", Pgrep::pgrep);
    program("pkill", "pkill [-SIGNAL] [-xnov] [-P PID,...] [PATTERN]", Pgrep::pkill);
    program("pidof", "pidof [-s] NAME...", Pgrep::pidof);
    program("renice", "renice [-n] NICENESS [-p] PID...", Ionice::renice);
    program("grep", "grep [-EFivcqnowxlrs] [-ABC N] [-e] PATTERN [FILE...]", Grep::run);
    program("head", "head [-n N|-c N] [FILE...]", Head::run);
    program("id", "id [-u|-g] [-n]", Machinery::id);
    program("ln", "ln [-sf] TARGET NAME", Machinery::ln);
    program("ls", "ls [-1aAdFlR] [FILE...]", Ls::run);
    program("lsblk", "lsblk [-bdlnpPrtJ] [-o COLUMN,...] [DEVICE...]", Lsblk::run);
    program(
        "blockdev",
        "blockdev --getsz|--getsize64|--getss|--getra|--report DEVICE...",
        Blockdev::run);
    program("mkdir", "mkdir [-p] [-m MODE] DIRECTORY...", Mkdir::run);
    program(
        "mount",
        "mount [-t TYPE] [-o OPTIONS] SOURCE DIRECTORY: mounts cgroup, cgroup2, tmpfs, proc, ...",
        MountCommands::mount);
    program("mv", "mv SOURCE... TARGET", Mv::run);
    program("ps", "ps [-e] [-p PID] [-o COLUMN,...]: pid, ppid, user, stat, comm, cgroup", Ps::run);
    program("paste", "paste [-s] [-d LIST] [FILE...]", TextFilters::paste);
    program(
        "nl", "nl [-b a|t|n] [-w N] [-s TEXT] [-v N] [FILE...]: numbers lines", TextFilters::nl);
    program("rev", "rev [FILE...]: lines backwards", TextFilters::rev);
    program("comm", "comm [-123] FILE FILE: lines in common of sorted files", TextFilters::comm);
    program("diff", "diff [-uqsbw] [-U N] FILE FILE", Diff::run);
    program("expr", "expr EXPRESSION: computes, compares, matches", Expr::run);
    program("hostname", "the machine's name", Host::hostname);
    program("nproc", "how many processors there are", Host::nproc);
    program("mktemp", "mktemp [-d] [TEMPLATE]: a new file or directory", Host::mktemp);
    program("printenv", "printenv [NAME...]: variables of the environment", Host::printenv);
    program("which", "which NAME...: where a program is", Host::which);
    program("awk", "not there; use sed, cut and $(( ))", Host::awk);
    program(
        "quirk", "quirk [NAME [ARGUMENT...] | off]: what some kernels do to parsers", Quirks::run);
    program("readlink", "readlink [-f] FILE...", PathNames::readlink);
    program("plot", "plot FILE.svg: a picture of the run, on your machine", HostPictures::plot);
    program("realpath", "realpath FILE...", PathNames::realpath);
    program("report", "report FILE.html: a page on the run, on your machine", HostPictures::report);
    program("rm", "rm [-rf] FILE...", Rm::run);
    program("rmdir", "rmdir [-p] DIRECTORY...", Rmdir::run);
    program("seq", "seq [FIRST [STEP]] LAST", Seq::run);
    program("sed", "sed [-nE] [-i[SUFFIX]] [-e SCRIPT | SCRIPT] [FILE...]", Sed::run);
    program("sort", "sort [-bfhnrsuVc] [-t C] [-k FIELD]... [-o FILE] [FILE...]", Sort::run);
    program("stat", "stat [-c FORMAT] FILE...", Stat::run);
    program("sync", "writes back dirty pages; there are none yet", (c, args) -> 0);
    program("tac", "tac [FILE...]: lines from last to first", TextFilters::tac);
    program("tail", "tail [-n [+]N|-c N] [FILE...]", Head::tail);
    program("tee", "tee [-a] [FILE...]", Tee::run);
    program("touch", "touch FILE...", Machinery::touch);
    program("tr", "tr [-ds] SET1 [SET2]", Tr::run);
    program("tree", "tree [-ad] [-L DEPTH] [DIRECTORY...]", Tree::run);
    program("umount", "umount DIRECTORY...", MountCommands::umount);
    program("uname", "uname [-asnrm]", Machinery::uname);
    program("uniq", "uniq [-cdu] [FILE]", Uniq::run);
    program("wc", "wc [-lwc] [FILE...]", Wc::run);
    program(
        "workload",
        "workload PID [rand]read|[rand]write DEVICE [bs=N] [iodepth=N] [count=N] | stop: direct"
            + " I/O",
        Workload::run);
    program("whoami", "the user's name", Machinery::whoami);
    section("Programs that take time");
    process(
        "cgexec",
        "cgexec -g CONTROLLERS:PATH COMMAND | CGROUP -- COMMAND: in a cgroup",
        Cgexec::run);
    process("cgtop", "cgtop [-n FRAMES] [-d SECONDS] [-b]: who does most I/O", Cgtop::run);
    process(
        "chart",
        "chart [-t TIME] [-i INTERVAL] [bandwidth|iops|latency|queue|tokens] [CGROUP...]"
            + " [-- COMMAND]",
        LiveChart::run);
    process("dd", "dd if= of= bs= count= skip= seek= iflag=direct oflag=direct", Dd::run);
    process(
        "docker",
        "docker [--show-writes] run|ps|stop|kill|rm|pause|unpause|update|inspect|stats|exec ...",
        Docker::run);
    process("env", "env [NAME=VALUE...] [COMMAND]", Launchers::env);
    process("fio", "fio [--NAME=VALUE...] [JOBFILE...]: a benchmark of simulated disks", Fio::run);
    process("ionice", "ionice [-t] [-c CLASS] [-n LEVEL] [-p PID... | COMMAND]", Ionice::run);
    process("iostat", "iostat [-cdkmstxyz] [-p DEV] [DEV...] [INTERVAL [COUNT]]", Iostat::run);
    process(
        "measure",
        "measure [-t TIME] [-d DISK] [-b BYTES] [-q DEPTH] [-w] CGROUP...: B/s, IO/s, mean us",
        Measure::run);
    process("kubectl", "kubectl apply -f FILE|get pods|describe pod|delete pod ...", Kubectl::run);
    process("nice", "nice [-n N] [COMMAND]: runs a command with another niceness", Ionice::nice);
    process("sh", "sh [-eux] [-c COMMAND | FILE] [ARGUMENT...]", Launchers::sh);
    process("bash", "the same shell as sh", Launchers::sh);
    process("sleep", "sleep DURATION: waits, in virtual time", Sleep::run);
    process("sudo", "sudo COMMAND: runs the command as it is, and says so once", Launchers::sudo);
    process("time", "time COMMAND: how much virtual time it takes", Launchers::time);
    program(
        "systemctl", "systemctl set-property UNIT PROPERTY=VALUE...: as writes", Systemd::control);
    process(
        "systemd-run",
        "systemd-run --scope [-p PROPERTY=VALUE]... [--unit NAME] [--slice NAME] COMMAND",
        Systemd::run);
    process("timeout", "timeout [-s SIGNAL] [-k DURATION] DURATION COMMAND", Timeout::run);
    process("watch", "watch [-n SECONDS] [-tdeg] [--count N] COMMAND: again and again", Watch::run);
    process("yes", "yes [WORD...]: repeats a line until nobody reads", Host::yes);
    process("xargs", "xargs [-n N] [-I S] COMMAND: words from stdin", Launchers::xargs);
  }

  private Commands() {}

  private static int onlyAlone(Context c, List<String> args) {
    c.error("only as a command of its own, at a prompt or in a script");
    return 1;
  }

  /** Begins the rows under a heading. */
  private static void section(String heading) {
    section = heading;
  }

  private static void special(String name, String help, Command command) {
    BY_NAME.put(name, new Entry(name, Kind.SPECIAL, help, section, command));
  }

  private static void builtin(String name, String help, Command command) {
    BY_NAME.put(name, new Entry(name, Kind.BUILTIN, help, section, command));
  }

  private static void program(String name, String help, Command command) {
    BY_NAME.put(name, new Entry(name, Kind.PROGRAM, help, section, command));
  }

  private static void process(String name, String help, Command command) {
    BY_NAME.put(name, new Entry(name, Kind.PROCESS, help, section, command));
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
