// SPDX-License-Identifier: GPL-3.0-or-later
// The version of this tool; the Makefile sets it.
#ifndef FULLHOUSE_COMMON_BASE_VERSION_H
#define FULLHOUSE_COMMON_BASE_VERSION_H

#ifndef FULLHOUSE_VERSION
#error "FULLHOUSE_VERSION comes from the Makefile"
#endif

#endif
