package io.cglab.core.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.core.Seeds;
import io.cglab.core.TestMachine;
import io.cglab.core.api.KernelException;
import io.cglab.core.device.Disk;
import io.cglab.core.device.DiskConfig;
import io.cglab.core.device.Disks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Random calls against a model that knows of each block by itself. */
class RandomFilesTest {
  private static final int BLOCK = FileSystem.BLOCK_BYTES;
  private static final long SECTORS = 8 * 1500;
  private static final int MOST_BLOCKS = 300;

  /** What a block of a file is. */
  private enum Kind {
    RESERVED,
    UNWRITTEN,
    WRITTEN
  }

  private static final class Model {
    final Inode inode;
    final Map<Long, Kind> kinds = new TreeMap<>();
    long size;

    Model(Inode inode) {
      this.inode = inode;
    }
  }

  private static FileSystem fileSystem(FileSystemType type, Layout layout) throws KernelException {
    DiskConfig config = TestMachine.disk("sda", TestMachine.DEV, 1, 1, 8);
    Disks disks = new Disks(1, 1000);
    Disk disk = disks.add(config);
    return new FileSystem(disk.dev(), disk, 64, SECTORS, type, layout);
  }

  @Test
  void noTwoFilesShareABlockAndAllSpaceIsSomewhere() {
    Seeds.forEach(
        40,
        seed -> {
          SplittableRandom random = new SplittableRandom(seed);
          FileSystemType[] types = FileSystemType.values();
          FileSystem fs =
              fileSystem(
                  types[random.nextInt(types.length)],
                  new Layout(random.nextInt(3) * 100L * BLOCK, 0));
          long room = fs.availableBlocks();
          List<Model> files = new ArrayList<>();
          for (int step = 0; step < 400; step++) {
            step(random, fs, files);
            check(fs, files, room);
          }
          for (Model model : files) {
            model.inode.unlink();
          }
          assertThat(fs.freeBlocks()).isEqualTo(room);
          assertThat(fs.availableBlocks()).isEqualTo(room);
        });
  }

  private static long missing(Model model, long from, long to) {
    long missing = 0;
    for (long block = from; block < to; block++) {
      missing += model.kinds.containsKey(block) ? 0 : 1;
    }
    return missing;
  }

  private static void step(SplittableRandom random, FileSystem fs, List<Model> files)
      throws KernelException {
    if (files.isEmpty() || (files.size() < 8 && random.nextInt(10) == 0)) {
      files.add(new Model(fs.create()));
      return;
    }
    Model model = files.get(random.nextInt(files.size()));
    Inode inode = model.inode;
    long offset = random.nextLong(MOST_BLOCKS * (long) BLOCK);
    long bytes = 1 + random.nextLong(random.nextInt(4) == 0 ? 60 * BLOCK : 3 * BLOCK);
    long from = offset / BLOCK;
    long to = (offset + bytes + BLOCK - 1) / BLOCK;
    long available = fs.availableBlocks();
    switch (random.nextInt(8)) {
      case 0, 1 -> {
        long covered = inode.reserve(offset, bytes);
        boolean delays = fs.type().delaysAllocation();
        assertThat(covered == bytes).isEqualTo(missing(model, from, to) <= available);
        for (long block = from; block * BLOCK < offset + covered; block++) {
          if (delays) {
            model.kinds.putIfAbsent(block, Kind.RESERVED);
          } else {
            model.kinds.put(block, Kind.WRITTEN);
          }
        }
        inode.extendTo(offset + covered);
        model.size = Math.max(model.size, offset + covered);
      }
      case 2, 3, 4 -> {
        long covered = inode.allocate(offset, bytes);
        assertThat(covered == bytes).isEqualTo(missing(model, from, to) <= available);
        for (long block = from; block * BLOCK < offset + covered; block++) {
          model.kinds.put(block, Kind.WRITTEN);
        }
      }
      case 5 -> {
        boolean fits = missing(model, from, to) <= available;
        try {
          inode.fallocate(offset, bytes, false);
          assertThat(fits).isTrue();
          for (long block = from; block < to; block++) {
            model.kinds.putIfAbsent(block, Kind.UNWRITTEN);
          }
          model.size = Math.max(model.size, offset + bytes);
        } catch (KernelException refused) {
          assertThat(fits).isFalse();
        }
      }
      case 6 -> {
        inode.truncate(offset);
        model.size = offset;
        long first = (offset + BLOCK - 1) / BLOCK;
        model.kinds.keySet().removeIf(block -> block >= first);
      }
      default -> {
        if (random.nextInt(4) == 0) {
          inode.open();
          inode.unlink();
          assertThat(fs.availableBlocks()).isEqualTo(available);
          inode.close();
          files.remove(model);
        } else {
          inode.punch(offset, bytes);
          long first = (offset + BLOCK - 1) / BLOCK;
          long last = (offset + bytes) / BLOCK;
          model.kinds.keySet().removeIf(block -> block >= first && block < last);
        }
      }
    }
  }

  private static void check(FileSystem fs, List<Model> files, long room) {
    TreeMap<Long, Long> owners = new TreeMap<>();
    long reserved = 0;
    for (Model model : files) {
      Inode inode = model.inode;
      assertThat(inode.size()).isEqualTo(model.size);
      long own = 0;
      for (long block = 0; block < MOST_BLOCKS + 70; block++) {
        long at = block * BLOCK;
        Kind kind = model.kinds.get(block);
        long sector = inode.sector(at);
        boolean placed = kind == Kind.UNWRITTEN || kind == Kind.WRITTEN;
        boolean same =
            placed == (sector != Inode.NONE)
                && inode.sectorToRead(at) == (kind == Kind.WRITTEN ? sector : Inode.NONE);
        if (block > 0) {
          boolean joined =
              kind == model.kinds.get(block - 1)
                  && (!placed || sector == inode.sector(at - BLOCK) + 8);
          same &= joined == (inode.run(at - BLOCK, 2 * BLOCK) == 2 * BLOCK);
        }
        if (!same) {
          throw new AssertionError("block " + block + " is " + sector + ", not " + kind);
        }
        reserved += kind == Kind.RESERVED ? 1 : 0;
        if (placed) {
          if (owners.put(sector, inode.number()) != null) {
            throw new AssertionError("two files have sector " + sector);
          }
          own++;
        }
      }
      assertThat(inode.blocks()).isEqualTo(own);
    }
    if (!owners.isEmpty()) {
      assertThat(owners.firstKey()).isGreaterThanOrEqualTo(64 + 8 * fs.overheadBlocks());
      assertThat(owners.lastKey()).isLessThanOrEqualTo(64 + SECTORS - 8);
    }
    assertThat(fs.freeBlocks()).isEqualTo(room - owners.size());
    assertThat(fs.availableBlocks()).isEqualTo(room - owners.size() - reserved);
  }
}
