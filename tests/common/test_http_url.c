// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/http_url.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "common/base/err.h"
#include "common/base/scope.h"

static void refuses(const char *url, const char *message)
{
    struct err err = {0};
    cr_expect_eq(http_url_check(url, &err), -EINVAL, "%s was taken", url);
    cr_expect_str_eq(err_text(&err), message);
    err_done(&err);
}

Test(common_http_url, takes_http_and_https)
{
    cr_expect_eq(http_url_check("http://host.example/a.csv", NULL), 0);
    cr_expect_eq(http_url_check("HTTPS://host.example:8443/a.csv?b=c", NULL), 0);
    cr_expect_eq(http_url_check("https://[::1]/a.csv", NULL), 0);
}

Test(common_http_url, refuses_all_else)
{
    refuses("file:///etc/passwd",
            "file:///etc/passwd: only http and https addresses are fetched, not file");
    refuses("ftp://host.example/a",
            "ftp://host.example/a: only http and https addresses are fetched, not ftp");
    refuses("servers.csv",
            "servers.csv: no address; one such as https://host/servers.csv is wanted");
    refuses("http://", "http://: no address; one such as https://host/servers.csv is wanted");
    refuses("http://a b/",
            "http://a b/: no address; one such as https://host/servers.csv is wanted");
    refuses("http://h:99999/",
            "http://h:99999/: no address; one such as https://host/servers.csv is wanted");
}

static void shows(const char *url, const char *wanted)
{
    scope_free char *shown = http_url_shown(url);
    cr_expect_str_eq(shown, wanted);
}

Test(common_http_url, shows_no_secret)
{
    shows("https://host.example/a.csv", "https://host.example/a.csv");
    shows("https://anna:geheim@host.example/a.csv?token=1#x", "https://host.example/a.csv?...");
    shows("https://geheim@host.example/", "https://host.example/");
    // What is no address may have one in it, too.
    shows("https://anna:ge/heim@host.example/a.csv?b", "https://host.example/a.csv");
    shows("https://anna:geheim@/a.csv", "https:///a.csv");
    shows("anna:geheim@host", "host");
    shows("plain?geheim", "plain");
}

Test(common_http_url, tells_addresses_from_paths)
{
    cr_expect(http_url_is("https://host.example"));
    cr_expect(http_url_is("file:///x"));
    cr_expect(!http_url_is("lists/servers.csv"));
    cr_expect(!http_url_is("c:servers.csv"));
}
