// SPDX-License-Identifier: GPL-3.0-or-later
// The options of a workload as a load gives them: "block=4KiB,depth=8", read and checked against
// the workload's table. Host and guest read them alike.
#ifndef FULLHOUSE_WORKLOADS_LINUX_SETTINGS_H
#define FULLHOUSE_WORKLOADS_LINUX_SETTINGS_H

#include <stdint.h>

struct err;
struct workload;
struct workload_variant;

// Zero-initialise.
struct settings {
    const struct workload *workload;
    struct setting *list; // one for each option of the workload, in its order
};

// Reads text ("" and NULL: nothing said) for that workload; what it does not say is the option's
// fallback. 0, or -EINVAL: an option there is not, with the nearest one there is; one said twice; a
// value out of range or of the wrong kind. *ret_settings is kept on failure.
int settings_read(const struct workload *workload, const char *text, struct settings *ret_settings,
                  struct err *err);
void settings_done(struct settings *settings);

// Whether they go together, for that variant of theirs. 0 or -EINVAL.
int settings_check(const struct settings *settings, const struct workload_variant *variant,
                   struct err *err);

// The value of an option that the workload has: a count, bytes, nanoseconds or the place among the
// choices; a ratio; a text (also a choice's). 0 and "" for one it has not.
uint64_t settings_number(const struct settings *settings, const char *name);
double settings_ratio(const struct settings *settings, const char *name);
const char *settings_text(const struct settings *settings, const char *name);

// Bytes that one operation moves, by the variant's definition or by the option it names; 0 when it
// is not about bytes.
uint64_t settings_operation_bytes(const struct settings *settings,
                                  const struct workload_variant *variant);

#endif
