// SPDX-License-Identifier: GPL-3.0-or-later
// Types of messages by name, without the codec that owns wire_type_name. Freestanding.
#ifndef FULLHOUSE_WORKLOADS_BARE_TYPE_NAME_H
#define FULLHOUSE_WORKLOADS_BARE_TYPE_NAME_H

#include "common/wire/message.h"

// As on the wire, or "unknown".
const char *type_name(enum wire_type type);
// The type of a name, or -1.
int type_parse(const char *name);

#endif
