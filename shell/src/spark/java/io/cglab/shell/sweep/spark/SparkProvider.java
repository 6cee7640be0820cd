package io.cglab.shell.sweep.spark;

import io.cglab.shell.sweep.Engine;
import io.cglab.shell.sweep.Engine.EngineException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes the engine that {@code --engine spark} asks for. */
public final class SparkProvider implements Engine.Provider {
  private static final Pattern LOCAL = Pattern.compile("local(?:\\[([0-9]+|\\*)])?");

  /** How often a task is tried; Spark's own number for clusters, where local masters try once. */
  private static final int TRIES = 4;

  /** For the service loader. */
  public SparkProvider() {}

  @Override
  public String name() {
    return "spark";
  }

  @Override
  public Engine engine(Engine.Options options) throws EngineException {
    return new SparkEngine(master(options));
  }

  /** The master's address; local ones with as many threads as workers unless they say so. */
  static String master(Engine.Options options) throws EngineException {
    String master = options.master();
    if (master.isEmpty()) {
      throw new EngineException(
          "--engine spark: name the cluster with --master, such as spark://HOST:7077 or local");
    }
    Matcher local = LOCAL.matcher(master);
    if (local.matches()) {
      String threads = local.group(1) == null ? "" + options.workers() : local.group(1);
      return "local[" + threads + "," + TRIES + "]";
    }
    if (master.startsWith("local[") || master.matches("(spark|yarn|k8s|local-cluster).*")) {
      return master;
    }
    throw new EngineException(
        "--master " + master + ": expected local, local[N], spark://HOST:PORT, yarn or k8s://URL");
  }
}
