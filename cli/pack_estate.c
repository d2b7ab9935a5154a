// SPDX-License-Identifier: GPL-3.0-or-later
// Files first: what they say holds, and what was watched or is asked now only fills in the rest.
#include "cli/pack_estate.h"

#include "cli/options.h"
#include "cli/patience.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "live/live_estate.h"
#include "planner/estate/estate.h"
#include "planner/estate/estate_read.h"
#include "planner/request/request.h"

static int read_live(const struct request *request, struct estate *estate, struct err *err)
{
    const struct request_source *connect = &request->connect;
    if (connect->count == 0)
        return 0;
    scope_free char *words = alloc_printf("asking %zu host%s, for %.3g s", connect->count,
                                          connect->count == 1 ? "" : "s", request->watch_s);
    struct patience *patience = patience_begin(words);
    int result = live_estate_read((const char *const *)connect->list, connect->count,
                                  request->watch_s, estate, err);
    patience_end(patience);
    return result;
}

int pack_estate_read(const struct request *request, struct store *store, struct estate *estate,
                     struct err *err)
{
    size_t sources = request->documents.count + request->hosts.count + request->guests.count +
                     request->connect.count + (request->telemetry != NULL);
    if (sources == 0)
        return err_input(err, "hosts and guests are wanted: a plan's file, --hosts FILE --guests "
                              "FILE, --connect URI, or --telemetry RUN");
    // Files come last: they add what hosts and machines that were seen do not tell of themselves.
    int result = 0;
    if (request->telemetry)
        result = estate_read_store(estate, store, request->telemetry, err);
    if (result == 0)
        result = read_live(request, estate, err);
    if (result < 0)
        return result;
    result = request_read_estate(request, estate, err);
    if (result < 0)
        options_blame_path(err);
    return result;
}
