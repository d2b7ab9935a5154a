// SPDX-License-Identifier: GPL-3.0-or-later
// Sound catalogues, in both forms, from files and from a server.
#include "planner/market/catalogue.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "tests/common/http_server.h"
#include "tests/planner/sheet.h"

static struct catalogue taken(const char *name, const char *text)
{
    struct catalogue catalogue = {0};
    struct err err = {0};
    cr_assert_eq(catalogue_parse(name, text, strlen(text), "EUR", &catalogue, &err), 0, "%s",
                 err_text(&err));
    return catalogue;
}

// --- what is read ------------------------------------------------------------------------------

Test(planner_catalogue, reads_every_column_with_its_unit)
{
    struct catalogue catalogue =
        taken("servers.csv", "Model,sockets,CORES,threads,base_ghz,turbo ghz,memory,disk,disk-rate,"
                             "nic,price,currency,support,rack-units," WATTS_HEAD ",score,runs\n"
                             "R2,2,64,128,2.4,3600 MHz,512GiB,7.68TB,400k/s,2x25Gbit/s,"
                             "\"18000 [16500, 19500]\",eur,900.50,2U," WATTS ",820,web\n");
    cr_assert_eq(catalogue.count, 1);
    const struct host_model *model = &catalogue.models[0];
    cr_expect_str_eq(model->name, "R2");
    cr_expect_eq(model->sockets, 2);
    cr_expect_eq(model->cores, 64);
    cr_expect_eq(model->threads, 128);
    cr_expect(ieee_ulp_eq(dbl, model->base_hz, 2.4e9, 2));
    cr_expect(ieee_ulp_eq(dbl, model->turbo_hz, 3.6e9, 2));
    cr_expect_eq(model->memory_bytes, 512.0 * 1073741824);
    cr_expect_eq(model->disk_bytes, 7.68e12);
    cr_expect_eq(model->disk_hz, 4e5);
    cr_expect_eq(model->nic_bits_hz, 5e10);
    cr_expect_eq(model->price.value, 18000);
    cr_expect_eq(model->price.low, 16500);
    cr_expect_eq(model->price.high, 19500);
    cr_expect_eq(model->price.origin, ORIGIN_STATED);
    cr_expect_eq(model->support_year, 900.5);
    cr_expect_eq(model->rack_units, 2);
    cr_expect_eq(model->watts[0], 100);
    cr_expect_eq(model->watts[10], 200);
    cr_expect_eq(model->score, 820);
    cr_expect_str_eq(model->runs, "web");
    cr_expect_eq(model->line, 2);
    cr_expect_str_eq(catalogue.currency, "EUR");
    cr_expect_str_eq(catalogue.name, "servers.csv");
    catalogue_done(&catalogue);
}

Test(planner_catalogue, what_may_be_left_out_is_unknown_and_never_zero)
{
    struct catalogue catalogue = taken("servers.csv", HEAD ROW("R2"));
    const struct host_model *model = &catalogue.models[0];
    cr_expect_eq(model->threads, 64);
    cr_expect(isnan(model->base_hz) && isnan(model->turbo_hz));
    cr_expect(isnan(model->disk_bytes) && isnan(model->disk_hz) && isnan(model->nic_bits_hz));
    cr_expect(isnan(model->score));
    cr_expect_eq(model->support_year, 0);
    cr_expect_null(model->runs);
    cr_expect_null(catalogue.currency);
    catalogue_done(&catalogue);
}

Test(planner_catalogue, the_example_is_sound)
{
    struct catalogue catalogue = {0};
    struct err err = {0};
    char *note = NULL;
    const struct catalogue_source source = {
        .where = "servers.csv", .folder = TEST_SOURCE_DIR "/examples/buy", .currency = "EUR"};
    cr_assert_eq(catalogue_read(&source, &catalogue, &note, &err), 0, "%s", err_text(&err));
    cr_expect(catalogue.count >= 8 && catalogue.count <= 12);
    cr_expect_null(note);
    cr_expect_str_eq(catalogue.currency, "EUR");
    catalogue_done(&catalogue);
}

Test(planner_catalogue, columns_may_stand_in_any_order_and_blank_rows_and_columns_are_nothing)
{
    struct catalogue catalogue =
        taken("servers.csv", "\xef\xbb\xbfprice,model,sockets,cores,memory,rack-units," WATTS_HEAD
                             ",,\r\n,,,,,,,,,,,,,,,,,,\r\n"
                             "18000,\"R2, new\",2,64,512GiB,2," WATTS ",,\r\n");
    cr_assert_eq(catalogue.count, 1);
    cr_expect_str_eq(catalogue.models[0].name, "R2, new");
    cr_expect_eq(catalogue.models[0].price.value, 18000);
    cr_expect_eq(catalogue.models[0].line, 3);
    catalogue_done(&catalogue);
}

Test(planner_catalogue, the_columns_of_specpower_sheets_are_understood)
{
    struct catalogue catalogue =
        taken("servers.csv", "model,sockets,cores,memory,price,rack-units,idle_w,p10_w,p20_w,p30_w,"
                             "p40_w,p50_w,p60_w,p70_w,p80_w,p90_w,p100_w\n" ROW("R2"));
    cr_expect_eq(catalogue.models[0].watts[3], 130);
    catalogue_done(&catalogue);
}

Test(planner_catalogue, an_amount_may_say_its_currency)
{
    static const char *const amounts[] = {"18000 EUR", "EUR 18000",       "€18000",
                                          "18000 €",   "18000 EUR +-10%", "18000 eur"};
    for (size_t i = 0; i < sizeof(amounts) / sizeof(amounts[0]); i++) {
        scope_free char *text = alloc_printf(HEAD "R2,2,64,512GiB,%s,2," WATTS "\n", amounts[i]);
        struct catalogue catalogue = taken("servers.csv", text);
        cr_expect_eq(catalogue.models[0].price.value, 18000);
        cr_expect_str_eq(catalogue.currency, "EUR");
        catalogue_done(&catalogue);
    }
}

// --- YAML ----------------------------------------------------------------------------------------

Test(planner_catalogue, reads_yaml_with_watts_as_a_list)
{
    struct catalogue catalogue =
        taken("servers.yml", "# our list\ncurrency: EUR\n" YAML_MODEL "  watts: [" WATTS "]\n"
                             "- {model: R4, sockets: 1, cores: 8, memory: 64GiB, price: 900 EUR,"
                             " rack-units: 1, support: 50, watts: [" WATTS "]}\n");
    cr_assert_eq(catalogue.count, 2);
    cr_expect_str_eq(catalogue.models[0].name, "R2");
    cr_expect_eq(catalogue.models[0].line, 4);
    cr_expect_eq(catalogue.models[0].watts[10], 200);
    cr_expect_str_eq(catalogue.models[1].name, "R4");
    cr_expect_eq(catalogue.models[1].support_year, 50);
    cr_expect_eq(catalogue.models[1].line, 11);
    catalogue_done(&catalogue);
}

Test(planner_catalogue, the_form_is_told_by_the_bytes_where_the_name_does_not)
{
    struct catalogue catalogue =
        taken("http://host.example/list", "# a list\n" YAML_MODEL "  watts: [" WATTS "]\n");
    cr_expect_str_eq(catalogue.models[0].name, "R2");
    catalogue_done(&catalogue);
    catalogue = taken("http://host.example/list", HEAD ROW("R4"));
    cr_expect_str_eq(catalogue.models[0].name, "R4");
    catalogue_done(&catalogue);
}

// --- files ---------------------------------------------------------------------------------------

struct place {
    char *folder;
};

static struct place place_with(const char *name, const char *text)
{
    struct place place = {.folder = alloc_copy("/tmp/fullhouse-catalogue-XXXXXX")};
    cr_assert_not_null(mkdtemp(place.folder));
    scope_free char *path = path_join(place.folder, name);
    cr_assert_eq(path_write(path, text, strlen(text), 0600, NULL), 0);
    return place;
}

static void place_done(struct place *place)
{
    path_remove_tree(place->folder, NULL);
    free(place->folder);
}

static int read_from(const struct place *place, const char *where, const char *sha256,
                     struct err *err)
{
    struct catalogue catalogue = {0};
    char *note = NULL;
    const struct catalogue_source source = {
        .where = where, .folder = place->folder, .sha256 = sha256, .currency = "EUR"};
    int r = catalogue_read(&source, &catalogue, &note, err);
    catalogue_done(&catalogue);
    free(note);
    return r;
}

Test(planner_catalogue, a_file_is_found_from_a_folder_and_held_against_its_checksum)
{
    struct place place = place_with("list.csv", HEAD ROW("R2"));
    struct err err = {0};
    static const char zeros[] = "0000000000000000000000000000000000000000000000000000000000000000";
    cr_expect_eq(read_from(&place, "list.csv", NULL, &err), 0, "%s", err_text(&err));
    cr_expect_eq(read_from(&place, "list.csv", zeros, &err), -EINVAL);
    const char *digest = strstr(err_text(&err), "its SHA-256 is ");
    cr_assert_not_null(digest, "%s", err_text(&err));
    scope_free char *right = strndup(digest + strlen("its SHA-256 is "), 64);
    err_done(&err);
    cr_expect_eq(read_from(&place, "list.csv", right, &err), 0, "%s", err_text(&err));
    cr_expect_eq(read_from(&place, "list.csv", "abc", &err), -EINVAL);
    cr_expect_str_eq(err_text(&err), "'abc' is no SHA-256: 64 hexadecimal digits are wanted");
    err_done(&err);
    place_done(&place);
}

Test(planner_catalogue, a_file_that_is_not_there_is_named)
{
    struct place place = place_with("list.csv", "");
    struct err err = {0};
    cr_expect_eq(read_from(&place, "none.csv", NULL, &err), -EINVAL);
    cr_expect_not_null(strstr(err_text(&err), "/none.csv: No such file"), "%s", err_text(&err));
    cr_expect_eq(err_exit_code(&err), 2);
    err_done(&err);
    cr_expect_eq(read_from(&place, ".", NULL, &err), -EINVAL);
    err_done(&err);
    cr_expect_eq(read_from(&place, "file:///etc/passwd", NULL, &err), -EINVAL);
    cr_expect_str_eq(err_text(&err),
                     "file:///etc/passwd: only http and https addresses are fetched, not file");
    err_done(&err);
    place_done(&place);
}

// --- addresses -----------------------------------------------------------------------------------

static void answer_list(int fd, const char *request, void *context)
{
    (void)context;
    if (http_server_asks(request, "/list?for=anna"))
        http_server_reply(fd, "200 OK", "", HEAD ROW("R2"));
    else
        http_server_reply(fd, "200 OK", "", HEAD "R2,2,64,512GiB,-1,2," WATTS "\n");
}

Test(planner_catalogue, comes_from_an_address_and_its_errors_name_that)
{
    struct http_server server;
    struct catalogue catalogue = {0};
    struct err err = {0};
    char *note = NULL;
    http_server_start(&server, answer_list, NULL);
    scope_free char *url = http_server_url(&server, "/list?for=anna");
    struct catalogue_source source = {.where = url, .currency = "EUR"};
    cr_assert_eq(catalogue_read(&source, &catalogue, &note, &err), 0, "%s", err_text(&err));
    scope_free char *shown = http_server_url(&server, "/list?...");
    cr_expect_str_eq(catalogue.name, shown);
    cr_expect_eq(catalogue.count, 1);
    catalogue_done(&catalogue);
    scope_free char *wrong = http_server_url(&server, "/wrong.csv");
    scope_free char *message = alloc_printf("%s:2: price: '-1': cannot be negative", wrong);
    source.where = wrong;
    cr_expect_eq(catalogue_read(&source, &catalogue, &note, &err), -EINVAL);
    cr_expect_str_eq(err_text(&err), message);
    err_done(&err);
    http_server_stop(&server);
}
