// SPDX-License-Identifier: GPL-3.0-or-later
// Documents from a real server on the loopback interface: well-mannered, slow, lying, endless.
#include "common/http.h"

#include <archive.h>
#include <archive_entry.h>
#include <criterion/criterion.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/interrupt.h"
#include "common/base/scope.h"
#include "tests/common/http_scene.h"

enum { QUICK_NS = 300000000 };

Test(common_http, gives_the_document_also_behind_a_redirect)
{
    struct http_scene scene;
    http_scene_begin(&scene);
    cr_assert_eq(http_scene_get_plain(&scene, "/list.csv"), 0, "%s", err_text(&scene.err));
    cr_expect_str_eq(scene.bytes, HTTP_LIST);
    cr_expect_eq(scene.length, strlen(HTTP_LIST));
    cr_expect_null(scene.note);
    cr_assert_eq(http_scene_get_plain(&scene, "/moved"), 0, "%s", err_text(&scene.err));
    cr_expect_str_eq(scene.bytes, HTTP_LIST);
    http_scene_end(&scene);
}

Test(common_http, refuses_redirects_for_ever_and_to_other_schemes)
{
    struct http_scene scene;
    http_scene_begin(&scene);
    cr_expect_eq(http_scene_get_plain(&scene, "/for-ever"), -EINVAL);
    http_scene_refused(&scene, ": redirected more than 5 times", 2);
    cr_expect_eq(atomic_load(&scene.server.requests), 6);
    cr_expect_eq(http_scene_get_plain(&scene, "/to-file"), -EINVAL);
    http_scene_refused(&scene, ": redirected to an address that is not of http or https", 2);
    http_scene_end(&scene);
}

Test(common_http, refuses_what_is_too_large_as_soon_as_it_is_known)
{
    struct http_scene scene;
    http_scene_begin(&scene);
    cr_expect_eq(http_scene_get_plain(&scene, "/promises"), -EINVAL);
    http_scene_refused(&scene, ": larger than 1.00 MiB, which is the most that is read", 2);
    cr_expect_eq(http_scene_get_plain(&scene, "/endless"), -EINVAL);
    http_scene_refused(&scene, ": larger than 1.00 MiB, which is the most that is read", 2);
    http_scene_end(&scene);
}

// So many zeros, gzipped.
static struct http_packed packed_zeros(size_t length)
{
    scope_free char *zeros = alloc_zeroed(length, 1);
    struct http_packed packed = {.bytes = alloc_zeroed(length, 1)};
    struct archive *archive = archive_write_new();
    struct archive_entry *entry = archive_entry_new();
    archive_write_set_format_raw(archive);
    archive_write_add_filter_gzip(archive);
    cr_assert_eq(archive_write_open_memory(archive, packed.bytes, length, &packed.length),
                 ARCHIVE_OK);
    archive_entry_set_filetype(entry, AE_IFREG);
    cr_assert_eq(archive_write_header(archive, entry), ARCHIVE_OK);
    cr_assert_eq(archive_write_data(archive, zeros, length), (ssize_t)length);
    archive_entry_free(entry);
    cr_assert_eq(archive_write_free(archive), ARCHIVE_OK);
    cr_assert_lt(packed.length, length / 100);
    return packed;
}

Test(common_http, bounds_what_was_packed_by_what_comes_out)
{
    struct http_scene scene;
    struct http_packed fits = packed_zeros(MEGABYTE);
    struct http_packed bomb = packed_zeros(MEGABYTE + 1);
    http_scene_begin(&scene);
    scene.manners.packed = &fits;
    cr_assert_eq(http_scene_get_plain(&scene, "/packed"), 0, "%s", err_text(&scene.err));
    cr_expect_eq(scene.length, MEGABYTE);
    scene.manners.packed = &bomb;
    cr_expect_eq(http_scene_get_plain(&scene, "/packed"), -EINVAL);
    http_scene_refused(&scene, ": larger than 1.00 MiB", 2);
    http_scene_end(&scene);
    free(fits.bytes);
    free(bomb.bytes);
}

Test(common_http, a_web_page_is_no_data_whatever_the_server_calls_it)
{
    struct http_scene scene;
    http_scene_begin(&scene);
    cr_expect_eq(http_scene_get_kept(&scene, "/page", NULL), -EINVAL);
    http_scene_refused(&scene, ": a web page (HTML), where data are wanted", 2);
    http_scene_end(&scene);
}

Test(common_http, tells_what_a_server_answers_and_that_it_does_not)
{
    struct http_scene scene;
    http_scene_begin(&scene);
    cr_expect_eq(http_scene_get_plain(&scene, "/none"), -ENOTSUP);
    http_scene_refused(&scene, ": the server answers 404: there is no such document", 3);
    cr_expect_eq(http_scene_get_plain(&scene, "/half"), -ENOTSUP);
    http_scene_refused(&scene, "bytes remaining to read", 3);
    cr_expect_eq(http_scene_get(&scene, "/slow", &(struct http_request){.timeout_ns = QUICK_NS}),
                 -ENOTSUP);
    http_scene_refused(&scene, "timed out", 3);
    unsigned port = scene.server.port;
    http_scene_end(&scene);

    struct err err = {0};
    scope_free char *url = alloc_printf("http://127.0.0.1:%u/list.csv", port);
    const struct http_request request = {.url = url};
    char *bytes, *note;
    size_t length;
    cr_expect_eq(http_get(&request, &bytes, &length, &note, &err), -ENOTSUP);
    cr_expect_not_null(strstr(err_text(&err), "Failed to connect"), "%s", err_text(&err));
    err_done(&err);
}

Test(common_http, a_signal_ends_it)
{
    struct http_scene scene;
    struct err err = {0};
    http_scene_begin(&scene);
    cr_assert_eq(interrupt_install(&err), 0);
    raise(SIGTERM);
    cr_expect_eq(http_scene_get_kept(&scene, "/slow", NULL), -EINTR);
    cr_expect_eq(err_exit_code(&scene.err), 130);
    interrupt_clear();
    http_scene_end(&scene);
}
