package io.cglab.core.policy.iocost;

/**
 * What io.cost.qos and io.cost.model say of a disk.
 *
 * @param enabled true while iocost controls the disk
 * @param userQos false if {@code qos} is the class's
 * @param userModel false if {@code model} is the class's
 */
public record DiskSettings(
    boolean enabled,
    DiskClass diskClass,
    boolean userQos,
    QosParams qos,
    boolean userModel,
    CostModel model) {

  /** A disk that iocost was just set up on. */
  static DiskSettings initial(DiskClass diskClass) {
    return new DiskSettings(false, diskClass, false, diskClass.qos(), false, diskClass.model());
  }

  DiskSettings withEnabled(boolean on) {
    return new DiskSettings(on, diskClass, userQos, qos, userModel, model);
  }

  /** Another class: what the user has not set follows it. */
  DiskSettings withClass(DiskClass next) {
    return new DiskSettings(
        enabled,
        next,
        userQos,
        userQos ? qos : next.qos(),
        userModel,
        userModel ? model : next.model());
  }

  DiskSettings withQos(boolean user, QosParams params) {
    return new DiskSettings(
        enabled, diskClass, user, user ? params : diskClass.qos(), userModel, model);
  }

  DiskSettings withModel(boolean user, CostModel coefficients) {
    return new DiskSettings(
        enabled, diskClass, userQos, qos, user, user ? coefficients : diskClass.model());
  }
}
