// SPDX-License-Identifier: GPL-3.0-or-later
// Files of pressure stall information, of the host or of a control group: the same text.
#ifndef FULLHOUSE_COLLECTOR_PRESSURE_H
#define FULLHOUSE_COLLECTOR_PRESSURE_H

struct meter;

// Adds a share of time for each of cpu, memory, io and irq that can be read: the file is
// FOLDERcpuSUFFIX ("/proc/pressure/" and "", "/sys/fs/cgroup/a/" and ".pressure").
void pressure_add(struct meter *meter, const char *object, const char *folder, const char *suffix);

#endif
