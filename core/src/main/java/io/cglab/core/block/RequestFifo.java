package io.cglab.core.block;

/**
 * Requests in order of arrival, linked through their rows; a request is in one such list at most.
 */
public final class RequestFifo {
  private final RequestTable requests;
  private int head = RequestTable.NONE;
  private int tail = RequestTable.NONE;
  private int size;

  public RequestFifo(RequestTable requests) {
    this.requests = requests;
  }

  /** The oldest request, or NONE. */
  public int first() {
    return head;
  }

  /** The newest request, or NONE. */
  public int last() {
    return tail;
  }

  /** The request that came before this one, or NONE. */
  public int before(int request) {
    return requests.fifoPrev(request);
  }

  public boolean isEmpty() {
    return head == RequestTable.NONE;
  }

  public int size() {
    return size;
  }

  public void addLast(int request) {
    requests.linkFifo(request, tail, RequestTable.NONE);
    tail = request;
    if (head == RequestTable.NONE) {
      head = request;
    }
    size++;
  }

  /** Puts {@code request} in front of all. */
  public void addFirst(int request) {
    if (head == RequestTable.NONE) {
      addLast(request);
    } else {
      addBefore(request, head);
    }
  }

  /** Puts {@code request} where {@code before} stands, in front of it. */
  public void addBefore(int request, int before) {
    requests.linkFifo(request, requests.fifoPrev(before), before);
    if (head == before) {
      head = request;
    }
    size++;
  }

  public void remove(int request) {
    if (head == request) {
      head = requests.fifoNext(request);
    }
    if (tail == request) {
      tail = requests.fifoPrev(request);
    }
    requests.unlinkFifo(request);
    size--;
  }

  /** Takes the oldest request; NONE if there is none. */
  public int poll() {
    int request = head;
    if (request != RequestTable.NONE) {
      remove(request);
    }
    return request;
  }
}
