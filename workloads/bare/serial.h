// SPDX-License-Identifier: GPL-3.0-or-later
// The first serial line (16550, COM1). Ring 0's interrupt handler fills a ring; lines come out.
#ifndef FULLHOUSE_WORKLOADS_BARE_SERIAL_H
#define FULLHOUSE_WORKLOADS_BARE_SERIAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Sets up the line and the interrupt controller behind it.
void serial_init(void);

// Whether bytes came that serial_line has not seen.
bool serial_has_bytes(void);

// The next line, without its newline, valid until the next call: true, or false when none is
// complete. A line longer than the ring gives *ret_length SIZE_MAX and is gone.
bool serial_line(const char **ret_line, size_t *ret_length);

// Makes the line interrupt again if bytes wait there: a lost interrupt would leave it mute for
// ever.
void serial_nudge(void);

// Sends all of it; waits for the line.
void serial_send(const char *bytes, size_t length);

#endif
