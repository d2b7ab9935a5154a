// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as hosts, guests, traces or a document of an estate, told by the first byte: refused
// with the file's name, or an estate whose numbers are unknown or possible.
#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/err.h"
#include "planner/estate/estate_read.h"

#define REQUIRE(condition)                                                                         \
    do {                                                                                           \
        if (!(condition))                                                                          \
            abort();                                                                               \
    } while (0)

static const char hosts[] = "name,cores,memory\nh1,16,64 GiB\nh2,16,64 GiB\n";
static const char guests[] = "name,host,vcpus,memory\ng1,h1,2,4 GiB\ng2,h2,4,8 GiB\n";

static void check_number(double number)
{
    REQUIRE(isnan(number) || (isfinite(number) && number >= 0));
}

static void check_sound(const struct estate *estate)
{
    for (size_t i = 0; i < estate->host_count; i++) {
        const struct estate_host *host = &estate->hosts[i];
        REQUIRE(host->name && *host->name);
        check_number(host->cores);
        check_number(host->memory_bytes);
        check_number(host->cost_year);
        check_number(host->watts[0]);
        REQUIRE(host->node_count == 0 || host->nodes);
    }
    for (size_t i = 0; i < estate->guest_count; i++) {
        const struct estate_guest *guest = &estate->guests[i];
        REQUIRE(guest->host >= ESTATE_NOWHERE && guest->host < (int32_t)estate->host_count);
        REQUIRE(guest->trace >= -1 && guest->trace < (int32_t)estate->trace_count);
        check_number(guest->vcpus);
        check_number(guest->cpu_cores);
        check_number(guest->dirty_bytes_hz);
    }
    for (size_t i = 0; i < estate->trace_count; i++)
        for (size_t k = 0; k < estate->windows; k++)
            check_number((double)estate->traces[i].cores[k]);
}

static int read_one(struct estate *estate, char form, const char *text, size_t length,
                    struct err *err)
{
    if (form == 'h')
        return estate_read_hosts(estate, "fuzz", text, length, err);
    if (form == 'd')
        return estate_read_document(estate, "fuzz", text, length, err);
    REQUIRE(estate_read_hosts(estate, "h.csv", hosts, sizeof hosts - 1, NULL) == 0);
    if (form == 'g')
        return estate_read_guests(estate, "fuzz", text, length, err);
    REQUIRE(estate_read_guests(estate, "g.csv", guests, sizeof guests - 1, NULL) == 0);
    return estate_read_traces(estate, form == 's' ? "g1" : "fuzz", text, length, err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct estate estate;
    struct err err = {0};
    if (size == 0)
        return 0;
    char *text = calloc(size, 1);
    REQUIRE(text);
    memcpy(text, data + 1, size - 1);
    estate_init(&estate);
    int r = read_one(&estate, (char)data[0], text, size - 1, &err);
    REQUIRE(r == 0 || (r == -EINVAL && err.kind == ERR_INPUT));
    REQUIRE(r == 0 || strncmp(err_text(&err), data[0] == 's' ? "g1" : "fuzz", 2) == 0);
    if (r == 0) {
        check_sound(&estate);
        r = estate_check(&estate, &err);
        REQUIRE(r == 0 || (r == -EINVAL && err.kind == ERR_INPUT));
    }
    err_done(&err);
    estate_done(&estate);
    free(text);
    return 0;
}
