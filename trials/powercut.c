/* Loaded before the C library: writes down what is written, cut, made, removed and synced below
   TRIAL_WATCHED, in order, into the file TRIAL_RECORD. What it records, d3_power_cut.py replays.

   A record: kind, number of bytes, offset or length, name, bytes. Kinds: C made, W written,
   T cut to a length, U removed, S synced (a file, or the folder itself). */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define FILES 1024
#define NAME 256

static char names[FILES][NAME];
static int record = -1;
static const char *watched;
static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;

__attribute__((constructor)) static void begin(void) {
  const char *path = getenv("TRIAL_RECORD");
  watched = getenv("TRIAL_WATCHED");
  if (path && watched)
    record = syscall(SYS_openat, AT_FDCWD, path, O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0644);
}

static void put(char kind, const char *name, int64_t where, const void *bytes, uint32_t number) {
  char head[1 + 4 + 8 + NAME] = {0};
  head[0] = kind;
  memcpy(head + 1, &number, 4);
  memcpy(head + 5, &where, 8);
  strncpy(head + 13, name, NAME - 1);
  pthread_mutex_lock(&one_at_a_time);
  syscall(SYS_write, record, head, sizeof head);
  if (number) syscall(SYS_write, record, bytes, (size_t)number);
  pthread_mutex_unlock(&one_at_a_time);
}

static int is_watched(const char *path) {
  return record >= 0 && path && !strncmp(path, watched, strlen(watched));
}
static int is_ours(int fd) { return record >= 0 && fd >= 0 && fd < FILES && names[fd][0]; }

static int opened(int at, const char *path, int flags, mode_t mode) {
  int ours = is_watched(path);
  int is_new = ours && (flags & O_CREAT) && syscall(SYS_faccessat, AT_FDCWD, path, F_OK) != 0;
  int fd = syscall(SYS_openat, at, path, flags, mode);
  if (fd < 0 || fd >= FILES) return fd;
  names[fd][0] = 0;
  if (ours) {
    strncpy(names[fd], path, NAME - 1);
    if (is_new) put('C', path, 0, 0, 0);
    if (flags & O_TRUNC) put('T', path, 0, 0, 0);
  }
  return fd;
}

#define MODE                                     \
  mode_t mode = 0;                               \
  if (flags & O_CREAT) {                         \
    va_list more;                                \
    va_start(more, flags);                       \
    mode = va_arg(more, int);                    \
    va_end(more);                                \
  }
int open(const char *path, int flags, ...) { MODE return opened(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE return opened(AT_FDCWD, path, flags, mode); }
int openat(int at, const char *path, int flags, ...) { MODE return opened(at, path, flags, mode); }
int openat64(int at, const char *path, int flags, ...) { MODE return opened(at, path, flags, mode); }

int close(int fd) {
  if (fd >= 0 && fd < FILES) names[fd][0] = 0;
  return syscall(SYS_close, fd);
}
ssize_t pwrite(int fd, const void *bytes, size_t number, off_t where) {
  ssize_t done = syscall(SYS_pwrite64, fd, bytes, number, where);
  if (done > 0 && is_ours(fd)) put('W', names[fd], where, bytes, done);
  return done;
}
ssize_t pwrite64(int fd, const void *bytes, size_t number, off64_t where) {
  return pwrite(fd, bytes, number, where);
}
ssize_t write(int fd, const void *bytes, size_t number) {
  off_t where = is_ours(fd) ? lseek(fd, 0, SEEK_CUR) : 0;
  ssize_t done = syscall(SYS_write, fd, bytes, number);
  if (done > 0 && is_ours(fd)) put('W', names[fd], where, bytes, done);
  return done;
}
int ftruncate(int fd, off_t length) {
  int failed = syscall(SYS_ftruncate, fd, length);
  if (!failed && is_ours(fd)) put('T', names[fd], length, 0, 0);
  return failed;
}
int ftruncate64(int fd, off64_t length) { return ftruncate(fd, length); }
int fsync(int fd) {
  int failed = syscall(SYS_fsync, fd);
  if (!failed && is_ours(fd)) put('S', names[fd], 0, 0, 0);
  return failed;
}
int fdatasync(int fd) {
  int failed = syscall(SYS_fdatasync, fd);
  if (!failed && is_ours(fd)) put('S', names[fd], 0, 0, 0);
  return failed;
}
int unlink(const char *path) {
  int failed = syscall(SYS_unlinkat, AT_FDCWD, path, 0);
  if (!failed && is_watched(path)) put('U', path, 0, 0, 0);
  return failed;
}
