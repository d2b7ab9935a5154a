// SPDX-License-Identifier: GPL-3.0-or-later
// A document that is lists of flat records, "hosts: [{name: h1, cores: 16}, ...]", in YAML or JSON
// (which is YAML, too): one record at a time, however many there are. What the keys of a record
// mean is not known here. Door: libyaml.
#ifndef FULLHOUSE_COMMON_MODEL_CONFIG_RECORDS_H
#define FULLHOUSE_COMMON_MODEL_CONFIG_RECORDS_H

#include <stdbool.h>
#include <stddef.h>

struct err;

struct config_pair {
    char *key;
    char *value; // a list's items have "; " between, a mapping's "key=value" blanks; null is ""
    unsigned line;
};

struct config_record {
    const char *section; // the top key that it is below
    bool is_item;        // of a list; else the key's only value, in pairs[0]
    unsigned line;
    const struct config_pair *pairs;
    size_t count;
};

typedef int config_record_fn(void *context, const struct config_record *record, struct err *err);

// Calls back for each record, in the order of the text. sections (ends with NULL): the top keys
// there may be; for others -EINVAL with the nearest. 0; what record gave if not 0; or -EINVAL with
// "name:line: ...".
int config_records_read(const char *name, const char *text, size_t length,
                        const char *const *sections, config_record_fn *record, void *context,
                        struct err *err);

#endif
