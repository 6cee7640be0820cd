package io.cglab.core.elevator;

import io.cglab.core.api.Op;
import io.cglab.core.block.RequestTable;

/** Whether a request takes the disk from the queue whose turn it is (3.2, 3.3, 3.4). */
final class CfqPreemption {
  private final CfqDevice device;
  private final RequestTable requests;
  private final CfqIdling idling;
  private final CfqWorkloads workloads;

  CfqPreemption(CfqDevice device, CfqIdling idling, CfqWorkloads workloads) {
    this.device = device;
    this.requests = device.requests;
    this.idling = idling;
    this.workloads = workloads;
  }

  /** True if {@code newcomer}, where {@code request} has just come, is to be served at once. */
  boolean isDue(CfqQueue newcomer, int request, CfqQueue active, long now) {
    return switch (device.flavor) {
      case FLAT -> isDueAmongQueues(newcomer, request, active, now);
      case V10 ->
          newcomer.group == active.group
              ? isDueAmongQueues(newcomer, request, active, now)
              : isDueBesideSibling(newcomer, request, active);
      case GROUPS -> isDueAmongGroups(newcomer, request, active, now);
    };
  }

  private boolean isDueAmongQueues(CfqQueue newcomer, int request, CfqQueue active, long now) {
    if (CfqSlices.isUsed(active, now)) {
      return true;
    }
    if (newcomer.isIdleClass() || active.isIdleClass()) {
      return !newcomer.isIdleClass();
    }
    return (requests.isSync(request) && !active.sync)
        || (requests.isMeta(request) && active.metaQueued == 0)
        || isRealTimeOnly(newcomer, active)
        || (active.awaited && idling.isClose(active, request));
  }

  private static boolean isRealTimeOnly(CfqQueue newcomer, CfqQueue active) {
    return newcomer.ioClass == CfqQueue.REAL_TIME && active.ioClass != CfqQueue.REAL_TIME;
  }

  /** Readers go before writers of a sibling group, metadata before other reads. */
  private boolean isDueBesideSibling(CfqQueue newcomer, int request, CfqQueue active) {
    boolean siblings =
        newcomer.group.parent == active.group.parent && newcomer.group.band <= active.group.band;
    boolean overWriter = requests.op(request) == Op.READ && !active.sync;
    boolean overReader = requests.isMeta(request) && active.metaQueued == 0;
    return siblings && !newcomer.isIdleClass() && (overWriter || overReader);
  }

  private boolean isDueAmongGroups(CfqQueue newcomer, int request, CfqQueue active, long now) {
    if (newcomer.isIdleClass() || active.isIdleClass()) {
      return !newcomer.isIdleClass();
    }
    if (active.ioClass == CfqQueue.REAL_TIME && newcomer.ioClass != CfqQueue.REAL_TIME) {
      return false;
    }
    if (requests.isSync(request) && !active.sync && !active.mustDispatch) {
      return true;
    }
    if (!isWithin(active.group, newcomer.group)) {
      return false;
    }
    return CfqSlices.isUsed(active, now)
        || (workloads.servesSeeky()
            && workloads.typeOf(newcomer) == CfqGroup.SYNC_NOIDLE
            && active.isEmpty())
        || (requests.isMeta(request) && active.metaQueued == 0)
        || isRealTimeOnly(newcomer, active)
        || (active.isEmpty() && !idling.shouldIdle(active))
        || (active.awaited && idling.isClose(active, request));
  }

  private static boolean isWithin(CfqGroup group, CfqGroup ancestor) {
    CfqGroup at = group;
    while (at != null && at != ancestor) {
      at = at.parent;
    }
    return at != null;
  }
}
