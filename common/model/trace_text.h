// SPDX-License-Identifier: GPL-3.0-or-later
// Traces in one line, as a scenario keeps them, and the values they are made of as people write
// them.
#ifndef FULLHOUSE_COMMON_MODEL_TRACE_TEXT_H
#define FULLHOUSE_COMMON_MODEL_TRACE_TEXT_H

#include <stdbool.h>
#include <stdint.h>

#include "common/model/trace.h"

struct err;

// "0.35", "35%" or "35 %", 0 to 1, to a millionth. 0 or -EINVAL.
int trace_text_share(const char *text, uint32_t *ret_share_ppm, struct err *err);

// A time of a trace, from wherever it counts: "90", "90.5" (seconds), "90s", "2 min", "1h",
// "14:30", "14:30:05", "2026-11-25 14:30" (also with T, seconds and Z; read as UTC). 0 or -EINVAL.
int trace_text_time(const char *text, uint64_t *ret_ns, struct err *err);

// Whether a text says that a trace follows, and not where to find one.
bool trace_text_is_inline(const char *text);

// "inline 1m 0.1 0.25 30s 0.9; 1m 0 0.5": for each guest the length of a step and the shares of all
// steps that are so long, once or more. 0 with *ret_set, or -EINVAL.
int trace_text_parse(const char *text, struct trace_set *ret_set, struct err *err);

// The set as a new string that trace_text_parse gives back as it was.
char *trace_text_format(const struct trace_set *set);

#endif
