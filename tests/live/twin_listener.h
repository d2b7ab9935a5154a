// SPDX-License-Identifier: GPL-3.0-or-later
// Whom a guest's hypervisor calls. After a migration another one calls: what the guest says goes on
// there, so all calls are heard.
#ifndef FULLHOUSE_TESTS_LIVE_TWIN_LISTENER_H
#define FULLHOUSE_TESTS_LIVE_TWIN_LISTENER_H

#include <stdint.h>

struct err;
struct load;
struct twin_listener;

int twin_listener_open(const char *socket, struct twin_listener **ret_listener, struct err *err);
// Awaits the call and its hello, has it run the load, and from then on counts its windows.
int twin_listener_begin(struct twin_listener *listener, const struct load *load, struct err *err);
uint32_t twin_listener_windows(const struct twin_listener *listener);
void twin_listener_close(struct twin_listener *listener); // accepts NULL

#endif
