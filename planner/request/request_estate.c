// SPDX-License-Identifier: GPL-3.0-or-later
// The files that a request names, in the order in which they build on each other.
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "planner/estate/estate_read.h"
#include "planner/request/request.h"

static int read_all(struct estate *estate, enum estate_content content,
                    const struct request_source *source, struct err *err)
{
    int r = 0;
    for (size_t i = 0; r == 0 && i < source->count; i++)
        r = estate_read_file(estate, content, source->list[i], err);
    return r;
}

static int check_currency(const struct request *request, struct estate *estate, struct err *err)
{
    if (!request->currency)
        return 0;
    if (!estate->currency)
        estate->currency = alloc_copy(request->currency);
    if (strcmp(request->currency, estate->currency) == 0)
        return 0;
    return err_input(err, "currency: %s, but the hosts' costs are in %s; nothing is converted",
                     request->currency, estate->currency);
}

int request_read_estate(const struct request *request, struct estate *estate, struct err *err)
{
    estate->trace_step_s = request->traces_step_s;
    int r = read_all(estate, ESTATE_HOSTS, &request->hosts, err);
    if (r == 0)
        r = read_all(estate, ESTATE_DOCUMENT, &request->documents, err);
    if (r == 0)
        r = read_all(estate, ESTATE_GUESTS, &request->guests, err);
    if (r == 0)
        r = read_all(estate, ESTATE_TRACES, &request->traces, err);
    return r < 0 ? r : check_currency(request, estate, err);
}
