// SPDX-License-Identifier: GPL-3.0-or-later
// What libvirt says, laid beside what files said; and one real answer, of the driver that libvirt
// has for tests.
#include "live/live_scene.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <math.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "live/live_estate.h"
#include "planner/estate/estate.h"

enum { GIB = 1 << 30 };

static struct estate estate;

static void make(void)
{
    estate_init(&estate);
}

static void drop(void)
{
    estate_done(&estate);
}

TestSuite(live_scene, .init = make, .fini = drop);

static struct vir_guest running(const char *name, double cpu_s)
{
    return (struct vir_guest){
        .name = alloc_copy(name),
        .state = VIR_GUEST_RUNNING,
        .vcpus = 2,
        .memory_bytes = 2.0 * GIB,
        .used_bytes = 1.0 * GIB,
        .cpu_s = cpu_s,
        .disk_requests = cpu_s * 10,
        .network_bytes = cpu_s * 1000,
        .disk_bytes = NAN,
        .dirty_bytes_hz = NAN,
    };
}

// A host with one guest that used 5 s of CPU in 10 s.
static struct live_scene make_scene(const char *uri, const char *host, const char *guest)
{
    struct live_scene scene = {
        .uri = uri,
        .host = {.name = alloc_copy(host), .cores = 8, .threads = 16, .memory_bytes = 64.0 * GIB},
        .after = {.count = 1, .at_ns = 11 * CLOCK_NS_PER_SECOND},
        .before = {.count = 1, .at_ns = 1 * CLOCK_NS_PER_SECOND},
    };
    scene.before.list = alloc_zeroed(1, sizeof *scene.before.list);
    scene.after.list = alloc_zeroed(1, sizeof *scene.after.list);
    scene.before.list[0] = running(guest, 100);
    scene.after.list[0] = running(guest, 105);
    return scene;
}

static int add(const char *uri, const char *host, const char *guest, struct err *err)
{
    struct live_scene scene = make_scene(uri, host, guest);
    int result = live_scene_add(&scene, &estate, err);
    live_scene_done(&scene);
    return result;
}

Test(live_scene, tells_rates_between_two_looks)
{
    struct err err = {0};
    cr_assert_eq(add("qemu+ssh://h1/system", "h1", "g1", &err), 0, "%s", err_text(&err));
    const struct estate_guest *guest = &estate.guests[0];
    cr_expect_float_eq(guest->cpu_cores, 0.5, 1e-9);
    cr_expect_float_eq(guest->disk_hz, 5, 1e-9);
    cr_expect_float_eq(guest->network_bits_hz, 4000, 1e-6);
    cr_expect_eq(guest->memory_used_bytes, GIB);
    cr_expect(isnan(guest->disk_bytes) && isnan(guest->dirty_bytes_hz));
    cr_expect_str_eq(estate.hosts[0].uri, "qemu+ssh://h1/system");
    cr_expect_eq(estate.hosts[0].threads, 16);
}

Test(live_scene, leaves_out_rates_of_a_guest_that_began_anew)
{
    struct err err = {0};
    struct live_scene scene = make_scene("u", "h1", "g1");
    scene.before.list[0].cpu_s = 500;
    cr_assert_eq(live_scene_add(&scene, &estate, &err), 0);
    cr_expect(isnan(estate.guests[0].cpu_cores));
    live_scene_done(&scene);
}

Test(live_scene, keeps_what_a_file_said_but_where_a_guest_is)
{
    struct err err = {0};
    estate_add_host(&estate, "h0");
    estate_add_host(&estate, "h1")->memory_bytes = 32.0 * GIB;
    struct estate_guest *guest = estate_add_guest(&estate, "g1");
    guest->host = 0;
    guest->file = "guests.csv";
    guest->vcpus = 7;
    cr_assert_eq(add("u", "h1", "g1", &err), 0, "%s", err_text(&err));
    cr_expect_eq(estate.host_count, 2);
    cr_expect_eq(estate.hosts[1].memory_bytes, 32.0 * GIB);
    cr_expect_eq(estate.hosts[1].cores, 8);
    cr_expect_eq(estate.guests[0].vcpus, 7);
    cr_expect_eq(estate.guests[0].host, 1);
    cr_assert_eq(estate.note_count, 1);
    cr_expect_str_eq(estate.notes[0], "g1 is on h1, not on h0 as guests.csv says");
}

Test(live_scene, refuses_one_name_for_two)
{
    struct err err = {0};
    cr_assert_eq(add("u1", "h1", "g1", &err), 0);
    cr_assert_eq(add("u2", "h1", "g2", &err), -EINVAL);
    cr_expect(strstr(err_text(&err), "u1 and u2 are both called h1"), "%s", err_text(&err));
    err_done(&err);
    cr_assert_eq(add("u3", "h3", "g1", &err), -EINVAL);
    cr_expect(strstr(err_text(&err), "u3: a guest g1 is on h1, too"), "%s", err_text(&err));
    err_done(&err);
}

Test(live_scene, passes_over_what_comes_from_elsewhere)
{
    struct err err = {0};
    struct live_scene scene = make_scene("u", "h1", "g1");
    scene.after.list[0].state = VIR_GUEST_ARRIVING;
    cr_assert_eq(live_scene_add(&scene, &estate, &err), 0);
    cr_expect_eq(estate.guest_count, 0);
    live_scene_done(&scene);
}

TestSuite(live_estate, .init = make, .fini = drop);

Test(live_estate, asks_a_real_libvirt)
{
    const char *uris[] = {"test:///default"};
    struct err err = {0};
    cr_assert_eq(live_estate_read(uris, 1, 1, &estate, &err), 0, "%s", err_text(&err));
    cr_assert_eq(estate.host_count, 1);
    cr_expect(estate.hosts[0].cores > 0 && estate.hosts[0].memory_bytes > GIB);
    cr_expect_str_eq(estate.hosts[0].platform, "test");
    cr_assert_eq(estate.guest_count, 1);
    cr_expect_str_eq(estate.guests[0].name, "test");
    cr_expect_eq(estate.guests[0].vcpus, 2);
    cr_expect_eq(estate.guests[0].memory_bytes, 8.0 * GIB);
    cr_expect(!estate.guests[0].is_off);
}

Test(live_estate, names_the_host_that_does_not_answer)
{
    const char *uris[] = {"test:///default", "qemu+unix:///system?socket=/no"};
    struct err err = {0};
    cr_assert_lt(live_estate_read(uris, 2, 1, &estate, &err), 0);
    cr_expect_eq(err_exit_code(&err), 3);
    cr_expect(strncmp(err_text(&err), "qemu+unix:///system?socket=/no: ", 32) == 0, "%s",
              err_text(&err));
    cr_expect_eq(estate.host_count, 0);
    err_done(&err);
}
