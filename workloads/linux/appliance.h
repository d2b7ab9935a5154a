// SPDX-License-Identifier: GPL-3.0-or-later
// The agent as the first and only process of a guest.
#ifndef FULLHOUSE_WORKLOADS_LINUX_APPLIANCE_H
#define FULLHOUSE_WORKLOADS_LINUX_APPLIANCE_H

// Sets the guest up, serves the session and powers the guest off, whatever happens. What goes wrong
// is told on the console. For process 1 only.
_Noreturn void appliance_main(void);

#endif
