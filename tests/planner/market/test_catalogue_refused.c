// SPDX-License-Identifier: GPL-3.0-or-later
// What is said of catalogues that are not right: file, columns, cells, servers.
#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "planner/market/catalogue.h"
#include "tests/planner/sheet.h"

static int parse_as(const char *name, const char *text, const char *currency,
                    struct catalogue *catalogue, struct err *err)
{
    return catalogue_parse(name, text, strlen(text), currency, catalogue, err);
}

// The whole message is compared: it is what the user gets.
static void refuses_as(const char *name, const char *text, const char *message)
{
    struct catalogue catalogue = {0};
    struct err err = {0};
    cr_assert_eq(parse_as(name, text, "EUR", &catalogue, &err), -EINVAL, "%s was taken", text);
    cr_expect_str_eq(err_text(&err), message);
    cr_expect_eq(err_exit_code(&err), 2);
    cr_expect_null(catalogue.models);
    err_done(&err);
}

static void refuses(const char *text, const char *message)
{
    refuses_as("servers.csv", text, message);
}

// --- the file ----------------------------------------------------------------

Test(planner_catalogue_refused, refuses_what_is_no_table)
{
    refuses("", "servers.csv: empty; a catalogue has a header line and a line for each model");
    refuses("\xef\xbb\xbf \n\n",
            "servers.csv: empty; a catalogue has a header line and a line for each model");
    refuses(HEAD, "servers.csv: no model is in it");
    refuses("\n<!DOCTYPE html><html>",
            "servers.csv:1: a web page (HTML), where CSV or YAML is wanted");
    refuses("\xff\xfem", "servers.csv:1: UTF-16; save it as CSV in UTF-8");
    refuses("PK\3\4 and more",
            "servers.csv:1: a spreadsheet program's own file; save it as CSV in UTF-8");
    refuses(HEAD "Z\xfcrich,2", "servers.csv:2: bytes that are no UTF-8; save it as CSV in UTF-8");
    refuses("model;sockets;cores\nR2;2;64\n",
            "servers.csv:1: columns are separated by semicolons; commas are wanted, and points "
            "before decimals");
    refuses("model\tsockets\tcores\n",
            "servers.csv:1: columns are separated by tabs; commas are wanted, and points before "
            "decimals");
    refuses(HEAD "\"R2,2,64", "servers.csv:2: a quotation mark stands where it must not");
}

Test(planner_catalogue_refused, refuses_columns_that_are_missing_doubled_or_unknown)
{
    refuses("model,sockets,cores,memory,rack-units," WATTS_HEAD "\n",
            "servers.csv:1: a column is missing: price");
    refuses("model,cores,price\n",
            "servers.csv:1: columns are missing: sockets, memory, rack-units");
    refuses("model,sockets,cores,memory,price,rack-units,watts-idle,watts-100\n",
            "servers.csv:1: columns are missing: watts-10, watts-20, watts-30, watts-40, watts-50, "
            "watts-60, watts-70, watts-80, watts-90; energy is told from the power at idle and at "
            "each tenth of load, watts-idle, watts-10 ... watts-100, all eleven");
    refuses("model,price,cores,Price\n", "servers.csv:1: column 'price' is there twice, 2 and 4");
    refuses("model,prise\n", "servers.csv:1: unknown column 'prise' (did you mean 'price'?)");
}

Test(planner_catalogue_refused, refuses_rows_that_do_not_fit_the_header)
{
    refuses(HEAD "R2,2,64,512GiB,18000,2,12,5,110,120,130,140,150,160,170,180,190,200\n",
            "servers.csv:2: 18 fields, but the header has 17; a decimal comma makes one more "
            "(write 12.5, not 12,5), and a text with a comma wants quotation marks");
    refuses(HEAD "R2,2,64\n", "servers.csv:2: 3 fields, but the header has 17");
    refuses(HEAD "R2,2,64,512GiB,,2," WATTS "\n",
            "servers.csv:2: R2: a column is without a value: price");
    refuses(HEAD ",2,64,512GiB,1,2," WATTS "\n",
            "servers.csv:2: a column is without a value: model");
    refuses(HEAD ROW("R2") ROW("R4") ROW("R2"),
            "servers.csv:4: model 'R2' is there already, in line 2; give each a name of its own");
}

// --- a cell ------------------------------------------------------------------

static void refuses_price(const char *price, const char *message)
{
    scope_free char *text = alloc_printf(HEAD "R2,2,64,512GiB,%s,2," WATTS "\n", price);
    scope_free char *whole = alloc_printf("servers.csv:2: %s", message);
    refuses(text, whole);
}

Test(planner_catalogue_refused, refuses_amounts_that_are_none_or_may_be_misread)
{
    refuses_price("\"1.234,50\"",
                  "price: '1.234,50': numbers have a decimal point and no comma, as 1234.50");
    refuses_price("\"12,5\"", "price: '12,5': numbers have a decimal point and no comma, as 12.5");
    refuses_price("\"1,234\"",
                  "price: '1,234': numbers have a decimal point and no comma, as 1.234 or 1234");
    refuses_price("\"€ 1.234,50\"",
                  "price: '1.234,50': numbers have a decimal point and no comma, as 1234.50");
    refuses_price("-5", "price: '-5': cannot be negative");
    refuses_price("\"5 [-1, 6]\"", "price: '5 [-1, 6]': cannot be negative");
    refuses_price("nan", "price: 'nan' is no amount of money such as 18000");
    refuses_price("on request", "price: 'on request' is no amount of money such as 18000");
    refuses_price("1e9",
                  "price: 'e' is no currency; its three letters are wanted, such as EUR or USD");
}

Test(planner_catalogue_refused, refuses_another_currency_and_names_both)
{
    refuses_price(
        "1200 USD",
        "the catalogue is in USD, but the plan counts in EUR; nothing is converted: write "
        "its amounts in EUR, or plan in USD");
    refuses_price(
        "$1200", "the catalogue is in USD, but the plan counts in EUR; nothing is converted: write "
                 "its amounts in EUR, or plan in USD");
    refuses_price("EUR 1200 USD", "price: two currencies, EUR and USD, for one amount");
    refuses("model,sockets,cores,memory,price,currency,rack-units," WATTS_HEAD "\n"
            "R2,2,64,512GiB,1200,euros,2," WATTS "\n",
            "servers.csv:2: currency: 'euros' is no currency; its three letters are wanted, such "
            "as EUR or USD");
    refuses_as("servers.yaml", "currency: CHF\nmodels: []\n",
               "servers.yaml:1: the catalogue is in CHF, but the plan counts in EUR; nothing is "
               "converted: write its amounts in EUR, or plan in CHF");
}

Test(planner_catalogue_refused, refuses_two_currencies_also_where_any_is_welcome)
{
    struct catalogue catalogue = {0};
    struct err err = {0};
    const char *text = HEAD "R2,2,64,512GiB,1200 EUR,2," WATTS "\n"
                            "R4,2,64,512GiB,1200 USD,2," WATTS "\n";
    cr_expect_eq(parse_as("servers.csv", text, NULL, &catalogue, &err), -EINVAL);
    cr_expect_str_eq(err_text(&err),
                     "servers.csv:3: an amount in USD, but others are in EUR; a catalogue has one "
                     "currency, and nothing is converted");
    err_done(&err);
}

Test(planner_catalogue_refused, refuses_cells_without_a_unit_or_beyond_belief)
{
    refuses(HEAD "R2,2,64,512,1,2," WATTS "\n",
            "servers.csv:2: memory: '512': the unit is missing; write 512GiB if it is that");
    refuses(
        HEAD "R2,2,64,\"1,5TiB\",1,2," WATTS "\n",
        "servers.csv:2: memory: '1,5TiB': numbers have a decimal point and no comma, as 1.5TiB");
    refuses(HEAD "R2,2,64,1MiB,1,2," WATTS "\n",
            "servers.csv:2: memory: '1MiB' is too small to be true; a right one is '512GiB'");
    refuses(HEAD "R2,0,64,1GiB,1,2," WATTS "\n",
            "servers.csv:2: sockets: '0' is not a whole number in 1..64");
    refuses(HEAD "R2,2,64,1GiB,1,-2," WATTS "\n",
            "servers.csv:2: rack-units: '-2': cannot be negative");
    refuses("model,sockets,cores,memory,price,rack-units,nic," WATTS_HEAD "\n"
            "R2,2,64,1GiB,1,2,25," WATTS "\n",
            "servers.csv:2: nic: '25': a rate such as 25Gbit/s or 2x10Gbit/s is wanted");
    refuses("model,sockets,cores,memory,price,rack-units,disk-rate," WATTS_HEAD "\n"
            "R2,2,64,1GiB,1,2,25%," WATTS "\n",
            "servers.csv:2: disk-rate: '25%': a share of what? Operations a second are wanted, as "
            "in 400k/s");
    refuses(HEAD "\"R\n2\",2,64,1GiB,1,2," WATTS "\n",
            "servers.csv:3: model: a control character or a line break is in this text");
}

// --- a server ----------------------------------------------------------------

Test(planner_catalogue_refused, refuses_processors_that_cannot_be)
{
    refuses(HEAD "R2,4,2,512GiB,1,2," WATTS "\n",
            "servers.csv:2: R2: cores: 2 for 4 sockets; those of the whole host are wanted, one a "
            "socket at least");
    refuses("model,sockets,cores,threads,memory,price,rack-units," WATTS_HEAD "\n"
            "R2,2,64,2,512GiB,1,2," WATTS "\n",
            "servers.csv:2: R2: threads: 2 for 64 cores; those of the whole host are wanted, one a "
            "core at least");
    refuses("model,sockets,cores,base-ghz,turbo-ghz,memory,price,rack-units," WATTS_HEAD "\n"
            "R2,2,64,3.6,2.4,512GiB,1,2," WATTS "\n",
            "servers.csv:2: R2: turbo-ghz: 2.4 is below base-ghz, 3.6");
}

Test(planner_catalogue_refused, refuses_watts_that_fall_with_load)
{
    refuses(HEAD "R2,2,64,512GiB,1,2,100,110,120,115,140,150,160,170,180,190,200\n",
            "servers.csv:2: R2: watts-30: 115 W is less than watts-20, 120 W; power does not fall "
            "with load");
    refuses(HEAD "R2,2,64,512GiB,1,2,115,110,120,130,140,150,160,170,180,190,200\n",
            "servers.csv:2: R2: watts-10: 110 W is less than watts-idle, 115 W; power does not "
            "fall with load");
}

// --- YAML

Test(planner_catalogue_refused, refuses_yaml_that_is_no_catalogue)
{
    refuses_as("a.yaml", YAML_MODEL "  wats-10: [1]\n",
               "a.yaml:8: unknown key 'wats-10' (did you mean 'watts-10'?)");
    refuses_as("a.yaml", YAML_MODEL "  watts: [100, 110]\n",
               "a.yaml:2: R2: columns are without a value: watts-20, watts-30, watts-40, watts-50, "
               "watts-60, watts-70, watts-80, watts-90, watts-100; energy is told from the power "
               "at idle and at each tenth of load, watts-idle, watts-10 ... watts-100, all eleven");
    refuses_as("a.yaml", YAML_MODEL "  watts: 100\n",
               "a.yaml:8: models[0].watts: a list of eleven is wanted: idle and each tenth");
    refuses_as("a.yaml", YAML_MODEL "  watts: [" WATTS ", 210]\n",
               "a.yaml:8: models[0].watts[11]: more than eleven; idle and each tenth are wanted");
    refuses_as("a.yaml", YAML_MODEL "  price: 1\n",
               "a.yaml:8: models[0].price: given twice, first in line 6");
    refuses_as("a.yaml", YAML_MODEL "  base_ghz: 2\n  base-ghz: 2\n",
               "a.yaml:9: models[0].base-ghz: given twice");
    refuses_as("a.yaml", "models:\n- model: {a: b}\n",
               "a.yaml:2: models[0].model: a single value is wanted");
    refuses_as("a.yaml", "models: 3\n", "a.yaml:1: models: a list of models is wanted");
    refuses_as("a.yaml", "models:\n  R2: {cores: 3}\n",
               "a.yaml:2: models.R2: a list is wanted, each item with '- model: NAME'");
    refuses_as("a.yaml", "models:\n- R2\n",
               "a.yaml:2: models[0]: keys are wanted, as in 'model: NAME'");
    refuses_as("a.yaml", "models: []\n", "a.yaml: no model is in it");
    refuses_as("a.yaml", "model: []\n", "a.yaml:1: no key 'model' (did you mean 'models'?)");
    refuses_as("a.yaml", "currency: EUR\n", "a.yaml: no model is in it");
}

// --- bounds --------------------------------------------------------------------------------------

Test(planner_catalogue_refused, a_million_rows_end_at_the_first_too_many)
{
    scope_strbuf struct strbuf text = {0};
    strbuf_add(&text, HEAD);
    for (unsigned i = 0; i < 1000000; i++)
        strbuf_add(&text, ROW("R2"));
    refuses(strbuf_text(&text),
            "servers.csv:10002: more than 10000 models; leave in those that may be bought");
}
