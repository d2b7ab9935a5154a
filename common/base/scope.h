// SPDX-License-Identifier: GPL-3.0-or-later
// Scope clean-up for what every file handles: heap blocks, file descriptors, stdio streams,
// directories. Libraries' own handles get theirs beside their door.
#ifndef FULLHOUSE_COMMON_BASE_SCOPE_H
#define FULLHOUSE_COMMON_BASE_SCOPE_H

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static inline void scope_free_(void *pointer)
{
    free(*(void **)pointer);
}

static inline void scope_close_(int *fd)
{
    if (*fd >= 0)
        close(*fd);
}

static inline void scope_fclose_(FILE **file)
{
    if (*file)
        fclose(*file);
}

static inline void scope_closedir_(DIR **dir)
{
    if (*dir)
        closedir(*dir);
}

#define scope_free     __attribute__((cleanup(scope_free_)))
#define scope_close    __attribute__((cleanup(scope_close_)))
#define scope_fclose   __attribute__((cleanup(scope_fclose_)))
#define scope_closedir __attribute__((cleanup(scope_closedir_)))

// The value, and the variable emptied so that its clean-up leaves it alone.
#define scope_take(pointer)                                                                        \
    ({                                                                                             \
        __typeof__(pointer) taken_ = (pointer);                                                    \
        (pointer) = NULL;                                                                          \
        taken_;                                                                                    \
    })
#define scope_take_fd(fd)                                                                          \
    ({                                                                                             \
        int taken_ = (fd);                                                                         \
        (fd) = -1;                                                                                 \
        taken_;                                                                                    \
    })

#endif
