package io.cglab.core.block;

/**
 * Requests sorted by their first sector, equal ones by row: a treap linked through their rows, so
 * that every operation is O(log n) and allocates nothing; neighbours know each other. A request
 * does not change its first sector while it is there.
 *
 * <p>A bio is looked up by its sector and then, as a rule, a request is added there: the last place
 * that was looked up is remembered.
 */
public final class SectorTree {
  private static final int NONE = RequestTable.NONE;

  private final RequestTable requests;
  private final SectorLinks links;
  private int root = NONE;
  private int size;

  // The last look-up: the last request before the sector and the first one at or behind it.
  private boolean isKnown;
  private long knownSector;
  private int knownBelow = NONE;
  private int knownAbove = NONE;

  /** An order of the requests of a queue: a request is in one of these at most. */
  public SectorTree(RequestTable requests) {
    this(requests, requests.inQueue);
  }

  private SectorTree(RequestTable requests, SectorLinks links) {
    this.requests = requests;
    this.links = links;
  }

  /** An order of the next requests of several queues, in which a request may be besides. */
  public static SectorTree ofNextRequests(RequestTable requests) {
    return new SectorTree(requests, requests.ofNext);
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
      above = links.behind[above];
    }
    links.before[request] = below;
    links.behind[request] = above;
    link(below, request);
    link(request, above);
    isKnown = false;
    links.left[request] = NONE;
    links.right[request] = NONE;
    int parent = NONE;
    boolean toLeft = false;
    int node = root;
    while (node != NONE && requests.rank[node] >= requests.rank[request]) {
      parent = node;
      toLeft = before(request, node);
      node = toLeft ? links.left[node] : links.right[node];
    }
    split(node, request);
    if (parent == NONE) {
      root = request;
    } else if (toLeft) {
      links.left[parent] = request;
    } else {
      links.right[parent] = request;
    }
    size++;
  }

  private void link(int first, int second) {
    if (first != NONE) {
      links.behind[first] = second;
    }
    if (second != NONE) {
      links.before[second] = first;
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
          links.left[pivot] = node;
          leftFirst = false;
        } else {
          links.right[leftHook] = node;
        }
        leftHook = node;
        node = links.right[node];
      } else {
        if (rightFirst) {
          links.right[pivot] = node;
          rightFirst = false;
        } else {
          links.left[rightHook] = node;
        }
        rightHook = node;
        node = links.left[node];
      }
    }
    if (!leftFirst) {
      links.right[leftHook] = NONE;
    }
    if (!rightFirst) {
      links.left[rightHook] = NONE;
    }
  }

  public void remove(int request) {
    isKnown = false;
    link(links.before[request], links.behind[request]);
    int parent = NONE;
    int node = root;
    while (node != request) {
      assert node != NONE : "not in this tree: " + request;
      parent = node;
      node = before(request, node) ? links.left[node] : links.right[node];
    }
    int merged = merge(links.left[request], links.right[request]);
    if (parent == NONE) {
      root = merged;
    } else if (links.left[parent] == request) {
      links.left[parent] = merged;
    } else {
      links.right[parent] = merged;
    }
    links.left[request] = NONE;
    links.right[request] = NONE;
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
      links.right[a] = merge(links.right[a], b);
      return a;
    }
    links.left[b] = merge(a, links.left[b]);
    return b;
  }

  /** The request with the lowest first sector, or NONE. */
  public int first() {
    int node = root;
    while (node != NONE && links.left[node] != NONE) {
      node = links.left[node];
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
        node = links.left[node];
      } else {
        below = node;
        node = links.right[node];
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
    return links.behind[request];
  }

  /** The request before this one in order, or NONE. */
  public int previous(int request) {
    return links.before[request];
  }
}
