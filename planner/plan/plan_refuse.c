// SPDX-License-Identifier: GPL-3.0-or-later
// Where in a plan a contradiction is told.
#include "planner/plan/plan_refuse.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "planner/plan/plan.h"
#include "planner/plan/plan_set.h"

// The key itself, else what was said first beside it: "guests.web.memory" for "guests.web.count".
static const struct plan_setting *nearest_setting(const struct plan *plan, const char *key)
{
    const struct plan_setting *setting = plan_find_setting(plan, key);
    const char *dot = strrchr(key, '.');
    size_t length = dot ? (size_t)(dot - key) + 1 : 0;
    for (size_t i = 0; !setting && dot && i < plan->setting_count; i++)
        if (strncmp(plan->settings[i].key, key, length) == 0)
            setting = &plan->settings[i];
    return setting;
}

// "plan.yaml:12: energy.price: ...".
static __attribute__((format(printf, 4, 0))) int refuse_list(const struct plan *plan,
                                                             const char *key, struct err *err,
                                                             const char *format, va_list arguments)
{
    const struct plan_setting *setting = nearest_setting(plan, key);
    const char *name = plan->name ? plan->name : "plan";
    scope_free char *what = NULL;
    if (vasprintf(&what, format, arguments) < 0)
        what = alloc_copy(format);
    err_input(err, "%s: %s", key, what);
    if (setting && !setting->line)
        return err_prefix(err, "--what-if");
    return setting ? err_prefix(err, "%s:%u", name, setting->line) : err_prefix(err, "%s", name);
}

int plan_refuse(const struct plan *plan, const char *key, struct err *err, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int r = refuse_list(plan, key, err, format, arguments);
    va_end(arguments);
    return r;
}

bool plan_entry_said(const struct plan_entry *entry, const char *word)
{
    scope_free char *key = alloc_printf("%s.%s.%s", entry->section, entry->name, word);
    return plan_said(entry->plan, key);
}

int plan_refuse_word(const struct plan_entry *entry, const char *word, const char *format, ...)
{
    scope_free char *key = alloc_printf("%s.%s.%s", entry->section, entry->name, word);
    va_list arguments;
    va_start(arguments, format);
    int r = refuse_list(entry->plan, key, entry->err, format, arguments);
    va_end(arguments);
    return r;
}
