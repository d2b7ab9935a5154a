// SPDX-License-Identifier: GPL-3.0-or-later
// What the guest says of itself.
#ifndef FULLHOUSE_WORKLOADS_LINUX_GREETING_H
#define FULLHOUSE_WORKLOADS_LINUX_GREETING_H

#include "common/wire/message.h"

// Fills a hello; release its message with wire_message_done. The workloads are every name alone, as
// "cpu", and every name with a variant, as "cpu:float".
void greeting_make(struct wire_hello *hello);

#endif
