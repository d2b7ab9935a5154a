// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a file system is as good as full: what writes to it fails soon, in words that often do
// not say why.
#ifndef FULLHOUSE_BENCH_DISK_ROOM_H
#define FULLHOUSE_BENCH_DISK_ROOM_H

// "disk: the file system of /x is full: 0 B left" as a new string, `what` before it; NULL while
// there is room (a sixteenth of it, or 16 MiB, and a few files), for folder NULL, and for one that
// is not there.
char *disk_room_lack(const char *what, const char *folder);

#endif
