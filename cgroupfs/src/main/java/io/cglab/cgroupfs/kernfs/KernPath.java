package io.cglab.cgroupfs.kernfs;

import java.io.IOException;
import java.net.URI;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A path of a {@link KernFileSystem}. All path logic is that of the Jimfs path inside. */
final class KernPath implements Path {
  /** A path of at most this many chars is never too long. */
  static final int SURELY_SHORT = 1364;

  private final KernFileSystem fileSystem;
  private final Path inner;

  /** What toString gives, and the names from the root on; made when first asked for. */
  private @Nullable Spelling spelling;

  KernPath(KernFileSystem fileSystem, Path inner) {
    this.fileSystem = fileSystem;
    this.inner = inner;
  }

  /** Returns {@code path} as a path of ours; the null of a careless caller is refused too. */
  static KernPath of(@Nullable Path path) {
    if (path instanceof KernPath ours) {
      return ours;
    }
    throw path == null
        ? new NullPointerException("path")
        : new ProviderMismatchException(path + " is a path of " + path.getFileSystem());
  }

  /** The Jimfs path. */
  Path inner() {
    return inner;
  }

  /** The names from the root on; a relative path is one from {@code /}. The array is shared. */
  String[] names() {
    return spelling().names;
  }

  /** The names of a path that is known to be free of links and dots. */
  List<String> canonical() {
    return List.of(spelling().names);
  }

  /** True if {@code .} or {@code ..} is among the names. */
  boolean hasDots() {
    return spelling().dots;
  }

  private Spelling spelling() {
    Spelling known = spelling;
    if (known == null) {
      known = new Spelling(inner.toString());
      spelling = known;
    }
    return known;
  }

  private KernPath wrap(Path path) {
    return new KernPath(fileSystem, path);
  }

  private @Nullable KernPath wrapNullable(@Nullable Path path) {
    return path == null ? null : wrap(path);
  }

  /** The Jimfs path inside {@code other}, which must be a path of the same file system's kind. */
  private static Path unwrap(Path other) {
    return of(other).inner;
  }

  @Override
  public KernFileSystem getFileSystem() {
    return fileSystem;
  }

  @Override
  public boolean isAbsolute() {
    return inner.isAbsolute();
  }

  @Override
  public @Nullable Path getRoot() {
    return wrapNullable(inner.getRoot());
  }

  @Override
  public @Nullable Path getFileName() {
    return wrapNullable(inner.getFileName());
  }

  @Override
  public @Nullable Path getParent() {
    return wrapNullable(inner.getParent());
  }

  @Override
  public int getNameCount() {
    return inner.getNameCount();
  }

  @Override
  public Path getName(int index) {
    return wrap(inner.getName(index));
  }

  @Override
  public Path subpath(int beginIndex, int endIndex) {
    return wrap(inner.subpath(beginIndex, endIndex));
  }

  @Override
  public boolean startsWith(Path other) {
    return other instanceof KernPath ours
        && ours.fileSystem == fileSystem
        && inner.startsWith(ours.inner);
  }

  @Override
  public boolean startsWith(String other) {
    return inner.startsWith(other);
  }

  @Override
  public boolean endsWith(Path other) {
    return other instanceof KernPath ours
        && ours.fileSystem == fileSystem
        && inner.endsWith(ours.inner);
  }

  @Override
  public boolean endsWith(String other) {
    return inner.endsWith(other);
  }

  @Override
  public Path normalize() {
    return wrap(inner.normalize());
  }

  @Override
  public Path resolve(Path other) {
    return wrap(inner.resolve(unwrap(other)));
  }

  @Override
  public Path resolve(String other) {
    return wrap(inner.resolve(other));
  }

  @Override
  public Path resolveSibling(Path other) {
    return wrap(inner.resolveSibling(unwrap(other)));
  }

  @Override
  public Path resolveSibling(String other) {
    return wrap(inner.resolveSibling(other));
  }

  @Override
  public Path relativize(Path other) {
    return wrap(inner.relativize(unwrap(other)));
  }

  /** {@code kernfs://NAME/PATH}, where NAME is the file system's. */
  @Override
  public URI toUri() {
    return fileSystem.uriOf(inner.toAbsolutePath().toString());
  }

  @Override
  public Path toAbsolutePath() {
    return inner.isAbsolute() ? this : wrap(inner.toAbsolutePath());
  }

  @Override
  public Path toRealPath(LinkOption... options) throws IOException {
    return fileSystem.provider().realPath(this, options);
  }

  @Override
  public WatchKey register(
      WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers)
      throws IOException {
    if (watcher instanceof KernWatchService ours && ours.fileSystem() == fileSystem) {
      return ours.register(this, events);
    }
    throw new ProviderMismatchException("the watch service is of another file system");
  }

  @Override
  public int compareTo(Path other) {
    return inner.compareTo(unwrap(other));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof KernPath path
        && path.fileSystem == fileSystem
        && path.inner.equals(inner);
  }

  @Override
  public int hashCode() {
    return inner.hashCode();
  }

  @Override
  public String toString() {
    return spelling().text;
  }

  /** Final fields, so that threads may share a path that none of them has used yet. */
  private static final class Spelling {
    final String text;
    final String[] names;
    final boolean dots;

    Spelling(String text) {
      this.text = text;
      boolean dots = false;
      List<String> parts = new ArrayList<>(8);
      int from = 0;
      while (from < text.length()) {
        int slash = text.indexOf('/', from);
        int to = slash < 0 ? text.length() : slash;
        if (to > from) {
          String name = text.substring(from, to);
          dots |= name.equals(".") || name.equals("..");
          parts.add(name);
        }
        from = to + 1;
      }
      this.dots = dots;
      this.names = parts.toArray(new String[0]);
    }
  }
}
