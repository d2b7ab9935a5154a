// SPDX-License-Identifier: GPL-3.0-or-later
// What of a host's set-up decides how fast it is beside its parts.
#ifndef FULLHOUSE_COLLECTOR_HOST_SETTINGS_H
#define FULLHOUSE_COLLECTOR_HOST_SETTINGS_H

struct procfs;

// Lines "KEY: VALUE" as a new string: microcode, SMT, clocks, huge pages, same-page merging, NUMA
// balancing, mitigations of the CPU's faults. Of what the host does not tell there is no line.
char *host_settings_read(const struct procfs *procfs);

#endif
