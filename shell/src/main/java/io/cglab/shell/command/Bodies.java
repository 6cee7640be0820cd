package io.cglab.shell.command;

import io.cglab.shell.container.Docker;
import io.cglab.shell.container.Kubectl;
import io.cglab.shell.dm.Dmesg;
import io.cglab.shell.dm.Dmsetup;
import io.cglab.shell.dm.Iobandctl;
import io.cglab.shell.dm.Lsof;
import io.cglab.shell.dm.Lvm;
import io.cglab.shell.dm.Modules;
import io.cglab.shell.dm.Xen;
import io.cglab.shell.fio.Fio;
import io.cglab.shell.load.Loads;
import io.cglab.shell.session.Verbs;
import java.util.List;

/**
 * What the commands of the table do. They stand apart from it because a reference to a method is
 * linked, and its class loaded, when it is reached: in the table all of them would be at the start
 * of the program, a fifth of the time of a short run.
 */
final class Bodies {
  private Bodies() {}

  /** What the command of this name, which is in the table, does. */
  static Command of(String name) {
    return switch (name) {
      case ":", "hash", "true" -> (c, args) -> 0;
      case ".", "source" -> Evaluate::source;
      case "break" -> Flow::leaveLoop;
      case "continue" -> Flow::repeatLoop;
      case "eval" -> Evaluate::eval;
      case "exec" -> Evaluate::exec;
      case "exit" -> Flow::exit;
      case "export" -> Declare::export;
      case "readonly" -> Declare::readonly;
      case "return" -> Flow::leaveFunction;
      case "set" -> SetOptions::run;
      case "shift" -> Flow::shift;
      case "trap" -> Trap::run;
      case "unset" -> Declare::unset;
      case "[", "test" -> Test::run;
      case "advance", "sleep" -> Sleep::run;
      case "cd" -> Cd::run;
      case "check" -> LessonCommands::check;
      case "command" -> Evaluate::command;
      case "declare", "typeset" -> Declare::declare;
      case "let" -> BashBuiltins::let;
      case "mapfile", "readarray" -> BashBuiltins::mapfile;
      case "shopt" -> BashBuiltins::shopt;
      case "explain" -> Explain::run;
      case "echo" -> Echo::run;
      case "false" -> (c, args) -> 1;
      case "getopts" -> Getopts::run;
      case "help" -> Help::run;
      case "hint" -> LessonCommands::hint;
      case "history" -> History::run;
      case "jobs" -> Wait::jobs;
      case "kill" -> Kill::run;
      case "lesson" -> LessonCommands::lesson;
      case "local" -> Declare::local;
      case "metric" -> Metric::run;
      case "printf" -> Printf::run;
      case "pwd" -> Cd::pwd;
      case "read" -> Read::run;
      case "reap" -> Spawn::reap;
      case "solution" -> LessonCommands::solution;
      case "spawn" -> Spawn::run;
      case "step" -> Step::run;
      case "type" -> Evaluate::type;
      case "umask" -> Evaluate::umask;
      case "wait" -> Wait::run;
      case "basename" -> PathNames::basename;
      case "bars" -> Bars::run;
      case "cat" -> Cat::run;
      case "cgclassify" -> Libcgroup::classify;
      case "cgcreate" -> Libcgroup::create;
      case "cgdelete" -> Libcgroup::delete;
      case "cgget" -> Libcgroup::get;
      case "cgset" -> Libcgroup::set;
      case "lscgroup" -> Libcgroup::list;
      case "chmod" -> Chmod::run;
      case "chown" -> Chown::run;
      case "clear" -> Machinery::clear;
      case "cp" -> Cp::run;
      case "cut" -> Cut::run;
      case "df" -> Df::run;
      case "date" -> Machinery::date;
      case "dirname" -> PathNames::dirname;
      case "fallocate" -> Fallocate::run;
      case "find" -> Find::run;
      case "findmnt" -> Findmnt::run;
      case "mountpoint" -> Findmnt::mountpoint;
      case "pgrep" -> Pgrep::pgrep;
      case "pkill" -> Pgrep::pkill;
      case "pidof" -> Pgrep::pidof;
      case "renice" -> Ionice::renice;
      case "grep" -> Grep::run;
      case "head" -> Head::run;
      case "id" -> Machinery::id;
      case "ln" -> Machinery::ln;
      case "ls" -> Ls::run;
      case "lsblk" -> Lsblk::run;
      case "blockdev" -> Blockdev::run;
      case "mkdir" -> Mkdir::run;
      case "mkfs" -> Mkfs::front;
      case "mkfs.ext2" -> Mkfs::ext2;
      case "mkfs.ext3" -> Mkfs::ext3;
      case "mkfs.ext4" -> Mkfs::ext4;
      case "mkfs.xfs" -> Mkfs::xfs;
      case "mount" -> MountCommands::mount;
      case "mv" -> Mv::run;
      case "ps" -> Ps::run;
      case "paste" -> TextFilters::paste;
      case "nl" -> TextFilters::nl;
      case "rev" -> TextFilters::rev;
      case "comm" -> TextFilters::comm;
      case "diff" -> Diff::run;
      case "expr" -> Expr::run;
      case "hostname" -> Host::hostname;
      case "nproc" -> Host::nproc;
      case "mktemp" -> Host::mktemp;
      case "printenv" -> Host::printenv;
      case "which" -> Host::which;
      case "awk" -> Host::awk;
      case "fault" -> Fault::run;
      case "quirk" -> Quirks::run;
      case "readlink" -> PathNames::readlink;
      case "plot" -> HostPictures::plot;
      case "realpath" -> PathNames::realpath;
      case "report" -> HostPictures::report;
      case "rm" -> Rm::run;
      case "rmdir" -> Rmdir::run;
      case "seq" -> Seq::run;
      case "sed" -> Sed::run;
      case "sort" -> Sort::run;
      case "stat" -> Stat::run;
      case "sync" -> Sync::run;
      case "tac" -> TextFilters::tac;
      case "tail" -> Head::tail;
      case "tee" -> Tee::run;
      case "touch" -> Machinery::touch;
      case "tr" -> Tr::run;
      case "tree" -> Tree::run;
      case "truncate" -> Truncate::run;
      case "umount" -> MountCommands::umount;
      case "uname" -> Machinery::uname;
      case "uniq" -> Uniq::run;
      case "wc" -> Wc::run;
      case "workload" -> Workload::run;
      case "depmod" -> Modules::depmod;
      case "dmesg" -> Dmesg::run;
      case "dmsetup" -> Dmsetup::run;
      case "iobandctl", "iobandctl.py" -> Iobandctl::run;
      case "lsmod" -> Modules::lsmod;
      case "lsof" -> Lsof::run;
      case "lvcreate" -> Lvm::lvcreate;
      case "make" -> Modules::make;
      case "modprobe" -> Modules::modprobe;
      case "pvcreate" -> Lvm::pvcreate;
      case "vgcreate" -> Lvm::vgcreate;
      case "xm" -> Xen::run;
      case "whoami" -> Machinery::whoami;
      case "cgexec" -> Cgexec::run;
      case "cgtop" -> Cgtop::run;
      case "chart" -> LiveChart::run;
      case "dd" -> Dd::run;
      case "docker" -> Docker::run;
      case "env" -> Launchers::env;
      case "fio" -> Fio::run;
      case "ionice" -> Ionice::run;
      case "iostat" -> Iostat::run;
      case "job" -> Loads::job;
      case "run" -> Loads::run;
      case "measure" -> Measure::run;
      case "kubectl" -> Kubectl::run;
      case "nice" -> Ionice::nice;
      case "sh", "bash" -> Launchers::sh;
      case "sudo" -> Launchers::sudo;
      case "su" -> Su::su;
      case "setsid" -> Su::setsid;
      case "time" -> Launchers::time;
      case "systemctl" -> Systemd::control;
      case "systemd-run" -> Systemd::run;
      case "timeout" -> Timeout::run;
      case "watch" -> Watch::run;
      case "yes" -> Host::yes;
      case "xargs" -> Launchers::xargs;
      default -> {
        if (!Verbs.HELP.containsKey(name)) {
          throw new AssertionError("a row without a body: " + name);
        }
        yield Bodies::onlyAlone;
      }
    };
  }

  private static int onlyAlone(Context c, List<String> args) {
    c.error("only as a command of its own, at a prompt or in a script");
    return 1;
  }
}
