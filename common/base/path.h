// SPDX-License-Identifier: GPL-3.0-or-later
// Where our files live, and the few file operations everyone needs. Follows the XDG base directory
// specification; FULLHOUSE_CACHE and FULLHOUSE_STATE override both for tests and odd homes.
#ifndef FULLHOUSE_COMMON_BASE_PATH_H
#define FULLHOUSE_COMMON_BASE_PATH_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct err;

// FULLHOUSE_CACHE, else XDG_CACHE_HOME/fullhouse, else ~/.cache/fullhouse. New string or NULL with
// err set when no home is known. The folder is not made.
char *path_cache_dir(struct err *err);

// FULLHOUSE_STATE, else XDG_STATE_HOME/fullhouse, else ~/.local/state/fullhouse. As above.
char *path_state_dir(struct err *err);

// "dir/name" as a new string.
char *path_join(const char *dir, const char *name);

// The folder that a file is in, "" for the working folder: "a/b" gives "a", "/b" gives "/". New
// string.
char *path_folder(const char *path);

// path as it is, or below folder where it is relative and no address ("https://..."); "" stays. New
// string.
char *path_from(const char *folder, const char *path);

// mkdir -p with mode 0700 for what is new. 0 or negative errno.
int path_make_dirs(const char *path, struct err *err);

// Reads a whole file; *ret_bytes is zero-terminated beyond *ret_length (which may be NULL). Works
// for /proc files of unknown size. Refuses more than max bytes with -EFBIG.
int path_read(const char *path, size_t max, char **ret_bytes, size_t *ret_length, struct err *err);

// The same of a file that the user named: what is not there, too large, or no file (a folder, a
// pipe that waits for a writer, a device that never ends) is bad input, -EINVAL.
int path_read_named(const char *path, size_t max, char **ret_bytes, size_t *ret_length,
                    struct err *err);

// As path_read, from a descriptor that is open, to its end. 0 or negative errno.
int path_read_fd(int fd, size_t max, char **ret_bytes, size_t *ret_length);

// Writes a whole file through a temporary name and rename, so that readers see all or nothing. A
// failed write leaves no temporary file. The file gets exactly mode, whatever the umask. What
// exists and is no regular file (/dev/stdout, a pipe) is written into and never replaced.
int path_write(const char *path, const void *bytes, size_t length, mode_t mode, struct err *err);

// rm -r below and with path; a missing path is fine.
int path_remove_tree(const char *path, struct err *err);

bool path_exists(const char *path);

#endif
