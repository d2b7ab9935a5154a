// SPDX-License-Identifier: GPL-3.0-or-later
// A thread of its own that looks at the host while guests run (host_alarm.h), and at the loop that
// leads them: one that stands still ends nothing any more, so where an alarm is not heard within
// seconds, the thread kills the guests itself.
#ifndef FULLHOUSE_BENCH_HOST_WATCHDOG_H
#define FULLHOUSE_BENCH_HOST_WATCHDOG_H

#include <stdint.h>
#include <sys/types.h>

#include "bench/host_alarm.h"

struct err;
struct host_watchdog;

// Starts to look. 0 or negative errno.
int host_watchdog_start(const struct host_alarm_options *options, struct host_watchdog **ret_dog,
                        struct err *err);

// A guest's process: the first that the kernel kills where memory is out, and that is killed here
// in need.
void host_watchdog_add_guest(struct host_watchdog *dog, pid_t pid);

// Readable once there is an alarm; never read it.
int host_watchdog_fd(const struct host_watchdog *dog);

// To be asked at least once a second, by who leads the guests: that is how the dog knows that they
// are led. NULL while all is well, else why the step must end at once, as a new string; once.
char *host_watchdog_ask(struct host_watchdog *dog);

// What ends nothing and should be known, as a new string, once; NULL for nothing.
char *host_watchdog_remark(struct host_watchdog *dog);

// Looks no more; before guests are ended by anybody else. Accepts NULL.
void host_watchdog_stop(struct host_watchdog *dog);

#endif
