// SPDX-License-Identifier: GPL-3.0-or-later
// Estates from texts.
#include "tests/planner/estate/made_estate.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "common/base/err.h"

typedef int read_fn(struct estate *estate, const char *name, const char *bytes, size_t length,
                    struct err *err);

static void expect_read(struct estate *estate, read_fn *read, const char *name, const char *text)
{
    struct err err = {0};
    cr_assert_eq(read(estate, name, text, strlen(text), &err), 0, "%s", err_text(&err));
}

static void expect_refused(struct estate *estate, read_fn *read, const char *name, const char *text,
                           const char *message)
{
    struct err err = {0};
    cr_assert_eq(read(estate, name, text, strlen(text), &err), -EINVAL, "%s", text);
    cr_assert_str_eq(err_text(&err), message);
    cr_assert_eq(err_exit_code(&err), 2);
    err_done(&err);
    estate_done(estate);
}

void made_hosts(struct estate *estate, const char *text)
{
    expect_read(estate, estate_read_hosts, "hosts.csv", text);
}

void made_guests(struct estate *estate, const char *text)
{
    expect_read(estate, estate_read_guests, "guests.csv", text);
}

void made_traces(struct estate *estate, const char *name, const char *text)
{
    expect_read(estate, estate_read_traces, name, text);
}

void made_document(struct estate *estate, const char *text)
{
    estate_init(estate);
    expect_read(estate, estate_read_document, "fleet.yaml", text);
}

void made_two(struct estate *estate)
{
    estate_init(estate);
    made_hosts(estate, "name,cores,memory\nh1,16,64 GiB\nh2,16,64 GiB\n");
    made_guests(estate, "name,host,vcpus,memory\ng1,h1,2,4 GiB\ng2,h2,4,8 GiB\n");
}

void refused_hosts(struct estate *estate, const char *text, const char *message)
{
    expect_refused(estate, estate_read_hosts, "hosts.csv", text, message);
}

void refused_guests(struct estate *estate, const char *text, const char *message)
{
    expect_refused(estate, estate_read_guests, "guests.csv", text, message);
}

void refused_traces(struct estate *estate, const char *text, const char *message)
{
    expect_refused(estate, estate_read_traces, "traces.csv", text, message);
}

void refused_document(const char *text, const char *message)
{
    struct estate estate;
    estate_init(&estate);
    expect_refused(&estate, estate_read_document, "fleet.yaml", text, message);
}
