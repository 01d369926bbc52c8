/* The limit for bench/data.sh: a C program that does what our walk and hashing do, and nothing else. It walks in sorted order, stamps each
   file before and after reading it, and hashes with OpenSSL.
     walkhash walk ROOT          walks and stamps
     walkhash hash ROOT THREADS  walks, and hashes on threads
   It holds all names in memory, and knows no trouble. */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BATCH = 64, BUFFER = 256 * 1024 };

struct file { int folder; char *name; unsigned char digest[32]; };

static struct file *files;
static size_t count, capacity;
static atomic_size_t next;
static int hashing;

static int by_name(const void *a, const void *b) { return strcmp(*(char *const *)a + 1, *(char *const *)b + 1); }

static void walk(int folder) {
  DIR *stream = fdopendir(dup(folder));
  struct dirent *entry;
  char **names = NULL;
  size_t used = 0, room = 0;
  while ((entry = readdir(stream))) {
    if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..")) continue;
    if (used == room) names = realloc(names, (room = room ? room * 2 : 64) * sizeof *names);
    size_t length = strlen(entry->d_name);
    names[used] = malloc(length + 2);
    names[used][0] = (char)entry->d_type;
    memcpy(names[used++] + 1, entry->d_name, length + 1);
  }
  closedir(stream);
  qsort(names, used, sizeof *names, by_name);
  for (size_t i = 0; i < used; i++) {
    if (names[i][0] == DT_DIR) {
      int below = openat(folder, names[i] + 1, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
      if (below >= 0) walk(below);
    } else if (names[i][0] == DT_REG) {
      struct statx stamp;
      if (!hashing) statx(folder, names[i] + 1, AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS, &stamp);
      if (count == capacity) files = realloc(files, (capacity = capacity ? capacity * 2 : 1024) * sizeof *files);
      files[count++] = (struct file){folder, names[i] + 1, {0}};
    }
  }
  free(names);
}

static void *hash(void *unused) {
  unsigned char *buffer = malloc(BUFFER);
  EVP_MD_CTX *context = EVP_MD_CTX_new();
  EVP_MD *sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
  for (size_t first; (first = atomic_fetch_add(&next, BATCH)) < count;) {
    for (size_t i = first; i < first + BATCH && i < count; i++) {
      struct statx before, after;
      int descriptor = openat(files[i].folder, files[i].name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOATIME);
      if (descriptor < 0) continue;
      statx(descriptor, "", AT_EMPTY_PATH, STATX_BASIC_STATS, &before);
      EVP_DigestInit_ex2(context, sha256, NULL);
      for (off_t offset = 0; offset <= (off_t)before.stx_size;) {
        ssize_t got = pread(descriptor, buffer, BUFFER, offset);
        if (got <= 0) break;
        EVP_DigestUpdate(context, buffer, (size_t)got);
        offset += got;
        if (offset == (off_t)before.stx_size) break;
      }
      EVP_DigestFinal_ex(context, files[i].digest, NULL);
      statx(descriptor, "", AT_EMPTY_PATH, STATX_BASIC_STATS, &after);
      close(descriptor);
    }
  }
  return unused;
}

int main(int argc, char **argv) {
  if (argc < 3) return 64;
  hashing = !strcmp(argv[1], "hash");
  int root = open(argv[2], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (root < 0) return 66;
  walk(root);
  if (hashing) {
    int threads = argc > 3 ? atoi(argv[3]) : 2;
    pthread_t ids[64];
    for (int i = 0; i < threads && i < 64; i++) pthread_create(&ids[i], NULL, hash, NULL);
    for (int i = 0; i < threads && i < 64; i++) pthread_join(ids[i], NULL);
  }
  printf("%zu files\n", count);
  return 0;
}
