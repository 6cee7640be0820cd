package io.cglab.core.block;

/**
 * Requests sorted by their first sector, equal ones by row: a treap linked through their rows, so
 * that every operation is O(log n) and allocates nothing; neighbours know each other. A request is
 * in one tree at most, and does not change its first sector while it is there.
 *
 * <p>A bio is looked up by its sector and then, as a rule, a request is added there: the last place
 * that was looked up is remembered.
 */
public final class SectorTree {
  private static final int NONE = RequestTable.NONE;

  private final RequestTable requests;
  private int root = NONE;
  private int size;

  // The last look-up: the last request before the sector and the first one at or behind it.
  private boolean isKnown;
  private long knownSector;
  private int knownBelow = NONE;
  private int knownAbove = NONE;

  public SectorTree(RequestTable requests) {
    this.requests = requests;
  }

  public boolean isEmpty() {
    return root == NONE;
  }

  public int size() {
    return size;
  }

  private boolean before(int a, int b) {
    long sectorA = requests.sector(a);
    long sectorB = requests.sector(b);
    return sectorA < sectorB || (sectorA == sectorB && a < b);
  }

  public void add(int request) {
    locate(requests.sector(request));
    int above = knownAbove;
    int below = knownBelow;
    while (above != NONE && before(above, request)) {
      below = above;
      above = requests.behind[above];
    }
    requests.before[request] = below;
    requests.behind[request] = above;
    link(below, request);
    link(request, above);
    isKnown = false;
    requests.left[request] = NONE;
    requests.right[request] = NONE;
    int parent = NONE;
    boolean toLeft = false;
    int node = root;
    while (node != NONE && requests.rank[node] >= requests.rank[request]) {
      parent = node;
      toLeft = before(request, node);
      node = toLeft ? requests.left[node] : requests.right[node];
    }
    split(node, request);
    if (parent == NONE) {
      root = request;
    } else if (toLeft) {
      requests.left[parent] = request;
    } else {
      requests.right[parent] = request;
    }
    size++;
  }

  private void link(int first, int second) {
    if (first != NONE) {
      requests.behind[first] = second;
    }
    if (second != NONE) {
      requests.before[second] = first;
    }
  }

  /** Hangs what lies before {@code pivot} to its left and the rest to its right. */
  private void split(int from, int pivot) {
    int node = from;
    int leftHook = pivot; // the next smaller subtree goes to its left (at first) or right
    int rightHook = pivot;
    boolean leftFirst = true;
    boolean rightFirst = true;
    while (node != NONE) {
      if (before(node, pivot)) {
        if (leftFirst) {
          requests.left[pivot] = node;
          leftFirst = false;
        } else {
          requests.right[leftHook] = node;
        }
        leftHook = node;
        node = requests.right[node];
      } else {
        if (rightFirst) {
          requests.right[pivot] = node;
          rightFirst = false;
        } else {
          requests.left[rightHook] = node;
        }
        rightHook = node;
        node = requests.left[node];
      }
    }
    if (!leftFirst) {
      requests.right[leftHook] = NONE;
    }
    if (!rightFirst) {
      requests.left[rightHook] = NONE;
    }
  }

  public void remove(int request) {
    isKnown = false;
    link(requests.before[request], requests.behind[request]);
    int parent = NONE;
    int node = root;
    while (node != request) {
      assert node != NONE : "not in this tree: " + request;
      parent = node;
      node = before(request, node) ? requests.left[node] : requests.right[node];
    }
    int merged = merge(requests.left[request], requests.right[request]);
    if (parent == NONE) {
      root = merged;
    } else if (requests.left[parent] == request) {
      requests.left[parent] = merged;
    } else {
      requests.right[parent] = merged;
    }
    requests.left[request] = NONE;
    requests.right[request] = NONE;
    size--;
  }

  private int merge(int a, int b) {
    if (a == NONE) {
      return b;
    }
    if (b == NONE) {
      return a;
    }
    if (requests.rank[a] > requests.rank[b]) {
      requests.right[a] = merge(requests.right[a], b);
      return a;
    }
    requests.left[b] = merge(a, requests.left[b]);
    return b;
  }

  /** The request with the lowest first sector, or NONE. */
  public int first() {
    int node = root;
    while (node != NONE && requests.left[node] != NONE) {
      node = requests.left[node];
    }
    return node;
  }

  /** Finds the place of a sector. */
  private void locate(long sector) {
    if (isKnown && knownSector == sector) {
      return;
    }
    int below = NONE;
    int above = NONE;
    int node = root;
    while (node != NONE) {
      if (requests.sector(node) >= sector) {
        above = node;
        node = requests.left[node];
      } else {
        below = node;
        node = requests.right[node];
      }
    }
    isKnown = true;
    knownSector = sector;
    knownBelow = below;
    knownAbove = above;
  }

  /** The first request that begins at {@code sector} or behind it, or NONE. */
  public int ceiling(long sector) {
    locate(sector);
    return knownAbove;
  }

  /** The last request that begins before {@code sector}, or NONE. */
  public int lower(long sector) {
    locate(sector);
    return knownBelow;
  }

  /** The next request in order, or NONE. */
  public int next(int request) {
    return requests.behind[request];
  }

  /** The request before this one in order, or NONE. */
  public int previous(int request) {
    return requests.before[request];
  }
}
