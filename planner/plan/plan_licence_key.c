// SPDX-License-Identifier: GPL-3.0-or-later
// What a plan's file says of a licence.
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/nearest.h"
#include "common/base/scope.h"
#include "common/base/units.h"
#include "planner/plan/plan_key.h"

enum { PACK_MOST = 1024, MINIMUM_MOST = 4096 };
#define PRICE_MOST 1e12

static int set_by(void *object, const char *text, struct err *err)
{
    struct licence *licence = object;
    const char *words[LICENCE_METRIC_COUNT];
    for (size_t i = 0; i < LICENCE_METRIC_COUNT; i++) {
        words[i] = licence_metric_name((enum licence_metric)i);
        if (strcmp(text, words[i]) == 0) {
            licence->by = (enum licence_metric)i;
            return 0;
        }
    }
    scope_free char *hint = nearest_hint(text, words, LICENCE_METRIC_COUNT);
    return err_input(err, "'%s' is nothing that licences are counted by%s", text, hint);
}

static int set_maintenance(void *object, const char *text, struct err *err)
{
    struct licence *licence = object;
    return units_parse_share(text, &licence->maintenance, err);
}

// A function a key, of one line.
#define KEY(name, expression)                                                                      \
    static int set_##name(void *object, const char *text, struct err *err)                         \
    {                                                                                              \
        struct licence *licence = object;                                                          \
        return expression;                                                                         \
    }

KEY(price, key_value_uncertain(&licence->price, text, units_parse_number, 0, PRICE_MOST, err))
KEY(yearly, key_value_yes(&licence->yearly, text, err))
KEY(pack, key_value_count(&licence->pack, text, 1, PACK_MOST, err))
KEY(per_socket, key_value_count(&licence->minimum_per_socket, text, 0, MINIMUM_MOST, err))
KEY(per_host, key_value_count(&licence->minimum_per_host, text, 0, MINIMUM_MOST, err))
KEY(platform, key_value_name(&licence->platform, text, err))
KEY(guests, key_value_name(&licence->class, text, err))

const struct plan_key plan_licence_keys[] = {
    {"by", "word", "host", "what it is counted in: core, socket, host or guest", .set = set_by},
    {"price", "money", "", "of one pack", .set = set_price},
    {"yearly", "yes or no", "no", "paid each year; else once, with the host", .set = set_yearly},
    {"maintenance", "share", "0%", "of the price, each year, of what is paid once",
     .set = set_maintenance},
    {"pack", "count", "1", "cores, or sockets, that are sold together", .set = set_pack},
    {"minimum-per-socket", "count", "0", "cores that each socket counts for at least",
     .set = set_per_socket},
    {"minimum-per-host", "count", "0", "cores that a host counts for at least",
     .set = set_per_host},
    {"platform", "word", "all", "hosts that run this platform alone need it", .set = set_platform},
    {"guests", "word", "all", "by guest: the class whose guests need it", .set = set_guests},
    {0},
};
