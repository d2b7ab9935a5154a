// SPDX-License-Identifier: GPL-3.0-or-later
// A QEMU that is slower by a known amount: this program under another name, which joins control
// groups before it becomes QEMU. Which ones is told by a file beside it, since libvirt hands no
// environment on. (Binding it to a CPU would be in vain: libvirt binds the threads anew.)
#ifndef FULLHOUSE_TESTS_BENCH_POWER_SLOW_QEMU_H
#define FULLHOUSE_TESTS_BENCH_POWER_SLOW_QEMU_H

#include <stdbool.h>

struct control_group;
struct err;

// What program is called by this name, before anything else: it becomes QEMU or ends.
bool slow_qemu_is_me(const char *name);
_Noreturn void slow_qemu_become(char **argv);

// Makes the program below folder, which must outlast its use, from this one. New string with its
// path, or NULL.
char *slow_qemu_make(const char *folder, unsigned lane, struct err *err);

// What it does from now on: joins this group (NULL: none). 0 or negative errno.
int slow_qemu_set(const char *program, const struct control_group *group, struct err *err);

#endif
