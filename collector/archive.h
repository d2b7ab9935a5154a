// SPDX-License-Identifier: GPL-3.0-or-later
// Archives and compressed files. Door: libarchive, which reads the kernel package (ar in which a
// compressed tar lies), compressed modules, and writes the initramfs (cpio "newc") and captured
// hosts (tar).
#ifndef FULLHOUSE_COLLECTOR_ARCHIVE_H
#define FULLHOUSE_COLLECTOR_ARCHIVE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct err;

// Called for every regular file of an archive with its path ("./boot/vmlinuz-6.1"). Returns whether
// its content is wanted.
typedef bool (*archive_wants)(const char *path, void *context);
// Gets a wanted file's content; owns nothing. 0 or negative errno, which ends the reading.
typedef int (*archive_takes)(const char *path, const void *bytes, size_t length, void *context,
                             struct err *err);

// Reads a Debian package's data member. 0 or negative errno.
int archive_read_deb(const char *path, archive_wants wants, archive_takes takes, void *context,
                     struct err *err);

// Reads a file that may be compressed (.xz, .zst, .gz) or plain; *ret_bytes is heap-owned.
int archive_read_plain(const char *path, void **ret_bytes, size_t *ret_length, struct err *err);

// An archive under way.
struct archive_writer;
// A cpio, for the kernel.
int archive_writer_open(const char *path, struct archive_writer **ret_writer, struct err *err);
// A tar, compressed as the end of name says: ".tar", ".tar.gz", ".tar.xz" or ".tar.zst" (anything
// else is -EINVAL). It is written to path.
int archive_writer_open_tar(const char *path, const char *name, struct archive_writer **ret_writer,
                            struct err *err);
int archive_writer_dir(struct archive_writer *writer, const char *name, struct err *err);
int archive_writer_file(struct archive_writer *writer, const char *name, mode_t mode,
                        const void *bytes, size_t length, struct err *err);
// A symbolic link.
int archive_writer_link(struct archive_writer *writer, const char *name, const char *target,
                        struct err *err);
// A character device; /dev/console must exist before PID 1 can say anything.
int archive_writer_device(struct archive_writer *writer, const char *name, unsigned device_major,
                          unsigned device_minor, struct err *err);
// Ends the file and frees the writer; accepts NULL. 0 or negative errno (a full disk shows here).
int archive_writer_close(struct archive_writer *writer, struct err *err);

#endif
