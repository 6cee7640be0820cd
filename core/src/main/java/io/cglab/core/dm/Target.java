package io.cglab.core.dm;

import io.cglab.core.block.BioDriver;

/** How the sectors of a volume lie on its members. */
public sealed interface Target extends BioDriver permits Linear, Striped {}
